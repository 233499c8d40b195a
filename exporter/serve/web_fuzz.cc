// Any bytes as a request: "METHOD path?query", then Accept and Accept-Encoding, a line each. Every answer has
// a status that is served here, and no header of two lines.
// Subject: exporter/serve/web.cc exporter/serve/page
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "exporter/serve/web.h"
#include "tests/support/fakes.h"

namespace {

using namespace lastgood;

// What stands before `end`, which is taken away with it.
std::string Take(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  std::string taken(text.substr(0, at));
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

Collected OneObject(const Pass&) {
  Collected collected;
  collected.facts.objects = {
      {.key = {"s3", "app", "Cluster", "<script>alert(1)</script>"}, .observed = Time()}};
  return collected;
}

struct Served {
  FakeClock clock;
  Logger log{nullptr, clock, LogLevel::kError, LogFormat::kLogfmt};
  std::shared_ptr<Runner> runner =
      std::make_shared<Runner>(std::vector{Collector{.kind = "s3", .source = "test", .collect = &OneObject}},
                               Objectives{}, clock, log);
  Instruments instruments;
  Web web{{.enable_lifecycle = true}, clock, instruments, [] { return Ok(); }};

  Served() {
    runner->RunOnce({});
    web.Serve(runner, {}, {"1", "r", "c", true, clock.Now()});
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Served served;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string request_line = Take(text, '\n');
  std::string_view line = request_line;
  WebRequest request;
  request.method = Take(line, ' ');
  request.path = Take(line, '?');
  request.query = std::string(line);
  request.accept = Take(text, '\n');
  request.accept_encoding = std::string(text);
  const WebResponse response = served.web.Answer(request);
  if (response.status < 200 || response.status > 503) __builtin_trap();
  for (const auto& [name, value] : response.headers)
    if (value.find_first_of("\r\n") != std::string::npos) __builtin_trap();
  const bool is_page = response.content_type.starts_with("text/html");
  if (is_page && response.body.find("<script>alert(1)") != std::string::npos) __builtin_trap();
  return 0;
}
