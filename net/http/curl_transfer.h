// One request over one libcurl session: options in, whole bounded answer out. A session keeps its
// connections between transfers; it is used by one thread at a time.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

#include "net/http/curl_tls.h"
#include "net/http/http.h"

namespace lastgood {

// The multi handle is there because only it can be woken from another thread.
class CurlSession {
 public:
  CurlSession() : multi_(curl_multi_init()), easy_(curl_easy_init()) {}
  ~CurlSession() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
  }
  CurlSession(const CurlSession&) = delete;
  CurlSession& operator=(const CurlSession&) = delete;
  bool usable() const { return multi_ != nullptr && easy_ != nullptr; }
  CURLM* multi() const { return multi_; }
  CURL* easy() const { return easy_; }

 private:
  CURLM* multi_;
  CURL* easy_;
};

Result<HttpResponse> Transfer(CurlSession& session, const HttpRequest& request, const TlsMaterial& tls,
                              const std::string& user_agent);

}  // namespace lastgood
