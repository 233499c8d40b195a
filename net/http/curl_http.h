// HttpClient over libcurl: HTTP/1.1, TLS by OpenSSL, connections kept for as long as the TLS material that
// they were opened with stays the same. Errors name scheme://host:port/path, never a query, a header or a
// user. A stop of the deadline ends a request at once. May be called from any thread.
#pragma once

#include <memory>
#include <string>

#include "net/http/http.h"

namespace lastgood {

// `user_agent` is sent with every request: "lastgood/0.1.0". SIGPIPE is ignored in the process from now on:
// OpenSSL writes to connections that the other side may have closed.
std::unique_ptr<HttpClient> MakeCurlHttpClient(std::string user_agent, Instruments* instruments = nullptr);

}  // namespace lastgood
