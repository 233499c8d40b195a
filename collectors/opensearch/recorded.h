// A folder of recorded answers in place of a cluster (url file:///folder; README.md names the files). What
// was not recorded is what the cluster does not have. Any other URL goes to `live`, which must outlive it.
// May be called from any thread.
#pragma once

#include <string>

#include "net/http/http.h"

namespace lastgood::opensearch {

class RecordedCluster final : public HttpClient {
 public:
  // `url` of the cluster, without a slash at its end.
  RecordedCluster(std::string url, HttpClient& live) : url_(std::move(url)), live_(live) {}
  Result<HttpResponse> Do(const HttpRequest& request) override;

 private:
  const std::string url_;
  HttpClient& live_;
};

}  // namespace lastgood::opensearch
