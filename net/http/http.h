// HTTP as collectors see it: one request, one whole bounded answer. HttpClient is one of the two virtual
// interfaces of the program. An answer of any status is a value; an Error means that no complete answer
// came (kUnavailable refused, reset, name not found; kTimeout; kTls; kTruncated ended early; kTooLarge
// above max_body). Implementations may be called from any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

// Files are read anew for every connection, so that rotated ones are picked up. PEM text beats a file.
struct TlsOptions {
  std::string ca_file, ca_pem;
  std::string cert_file, cert_pem;
  std::string key_file, key_pem;
  std::string server_name;  // checked instead of the URL's host when not empty
  bool insecure_skip_verify = false;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  TlsOptions tls;
  std::string proxy_url;                        // "": the proxy environment variables decide
  std::size_t max_body = 64 * 1024 * 1024;      // bytes after decompression
  Duration timeout = std::chrono::seconds(30);  // for this request; the deadline may end it sooner
  Deadline deadline;
  bool compressed = true;  // gzip is asked for
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // decompressed

  // The header's value, "" when absent. `name` in lower case.
  std::string_view Header(std::string_view name) const;
};

class HttpStreams;
class Instruments;

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Redirects are not followed. gzip is undone.
  virtual Result<HttpResponse> Do(const HttpRequest& request) = 0;
  // For answers that last; null when this client only does whole ones.
  virtual std::unique_ptr<HttpStreams> OpenStreams();
  // Where its requests are counted, if anywhere.
  virtual Instruments* instruments() { return nullptr; }
};

}  // namespace lastgood
