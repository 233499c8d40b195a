// Any bytes as Prometheus' answer to each question of `verify`, whole and as the data of a good answer.
// Subject: net/prometheus/api
#include <cstddef>
#include <cstdint>
#include <string>

#include "net/prometheus/api.h"
#include "tests/support/fakes.h"

namespace {

using namespace lastgood;

void AskAll(int status, const std::string& body) {
  FakeHttp http([&](const HttpRequest&) -> Result<HttpResponse> { return HttpResponse{status, {}, body}; });
  Prometheus prometheus({"http://prometheus:9090", {}, "", ""}, http);
  (void)prometheus.Count("up");
  (void)prometheus.Existing({"up", "lastgood_object_info"});
  (void)prometheus.Rules();
  (void)prometheus.Alertmanagers();
  (void)prometheus.Formatted("up");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  AskAll(200, body);
  AskAll(422, "{" + body);
  AskAll(500, body);
  AskAll(200, R"({"status":"success","data":)" + body + "}");
  return 0;
}
