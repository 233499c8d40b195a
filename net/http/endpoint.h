// Where a server is: scheme, host and port of its URL. Pure; kConfig says what is wrong.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

struct Endpoint {
  std::string scheme;  // http or https
  std::string host;    // lower case; IPv6 in brackets
  std::string port;    // "" when it is the scheme's own
  std::string path;    // "" or "/s3", without a slash at the end

  std::string HostHeader() const { return port.empty() ? host : host + ":" + port; }
};

// "https://minio.example:9000", "http://10.0.0.1/s3". A user or a password in it is refused.
Result<Endpoint> ParseEndpoint(std::string_view url);

}  // namespace lastgood
