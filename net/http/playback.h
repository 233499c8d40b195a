// Recorded answers in place of a server: what a client's own HttpClient for file:// URLs is made of
// (net/loki/recorded.h, collectors/opensearch/recorded.h). A file that is not there is a 404 that says so;
// one that cannot be read is an Error that names it. Pipes are not waited for. Functions may be called from
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http/http.h"

namespace lastgood {

// A request's URL, taken apart at the first question mark.
struct RecordedUrl {
  std::string path;   // of a file: what follows file://
  std::string query;  // still encoded
};

// nullopt for a URL of another scheme than file.
std::optional<RecordedUrl> ParseRecordedUrl(std::string_view url);

// The file's content with status 200; at most request.max_body of it.
Result<HttpResponse> PlayBack(const std::string& file, const HttpRequest& request);

}  // namespace lastgood
