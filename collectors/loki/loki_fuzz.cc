// Any bytes as what a Loki answers, in two passes: the answers to one pass's requests are parted by form
// feeds, and the last one serves all that come after it.
// Seeds: loki
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/loki/loki.h"
#include "tests/support/fakes.h"

namespace {

using namespace lastgood;

constexpr std::string_view kSection = R"(
main:
  url: "http://loki:3100"
  metrics: ["http://loki:3100/metrics"]
  expect: [{name: shop, selector: '{namespace="shop"}', max_silence: 15m}]
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view answers(reinterpret_cast<const char*>(data), size);
  FakeClock clock;
  FakeHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.url.ends_with("/ready") && answers.size() % 2 == 0) return HttpResponse{200, {}, "ready\n"};
    const std::size_t end = answers.find('\f');
    HttpResponse response{200, {}, std::string(answers.substr(0, end))};
    if (end != std::string_view::npos) answers.remove_prefix(end + 1);
    return response;
  });
  Result<ConfigReader> section = ConfigReader::Parse(kSection, "fuzz");
  if (!section.ok()) __builtin_trap();
  const Result<std::vector<Collector>> made =
      MakeLokiCollectors(*section, {http, clock, nullptr, [](const char*) { return std::nullopt; }});
  if (!made.ok() || made->size() != 1) __builtin_trap();
  Facts former = made->front().initial;
  for (int pass = 0; pass < 2; ++pass) {
    former = made->front().collect({Deadline::After(clock, std::chrono::minutes(2)), former, {}}).facts;
    if (former.logs.size() != 1) __builtin_trap();
    clock.Advance(std::chrono::minutes(1));
  }
  return 0;
}
