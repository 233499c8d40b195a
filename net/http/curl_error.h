// libcurl's errors in our words: a code of the closed set and a message that says what failed, why, and what
// to do. Functions may be called from any thread.
#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

// "https://host:443/path", for messages: without user, password, query and fragment, and cut.
std::string SafeUrl(const std::string& url);

// `detail` is libcurl's error buffer, "" when it left none.
Error ErrorFromCurl(CURLcode code, std::string_view detail, const std::string& url);

}  // namespace lastgood
