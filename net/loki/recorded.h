// A folder of recorded answers in place of a Loki (url file:///folder): `ready`, `index_volume.json`,
// `query_range_<stream>.json`; file:// URLs of metrics are the files themselves. A `ready` that says anything
// but "ready" is a Loki that is not. Every other URL goes to `live`, which must outlive it. May be called
// from any thread.
#pragma once

#include <map>
#include <string>

#include "net/http/http.h"

namespace lastgood {

class RecordedLoki final : public HttpClient {
 public:
  // `streams`: the name of each selector that is asked for.
  RecordedLoki(std::map<std::string, std::string> streams, HttpClient& live)
      : streams_(std::move(streams)), live_(live) {}

  Result<HttpResponse> Do(const HttpRequest& request) override;

 private:
  std::string FileOf(const std::string& path, const std::string& query) const;

  const std::map<std::string, std::string> streams_;
  HttpClient& live_;
};

}  // namespace lastgood
