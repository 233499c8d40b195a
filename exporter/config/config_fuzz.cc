// Any bytes as lastgood.yaml, settings of `generate` included: a mistake is one line that names the file.
// Nothing that the config names is read, as with `generate`.
// Seeds: lastgood.yaml
#include <cstddef>
#include <cstdint>
#include <string>

#include "exporter/config/config.h"
#include "tests/support/fakes.h"
#include "tests/support/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  static const ScratchFile scratch;
  const FakeClock clock;
  FakeHttp http([](const HttpRequest&) -> Result<HttpResponse> { __builtin_trap(); });
  const Result<Setup> setup = LoadSetup(scratch.Holding(data, size), {.offline = true},
                                        {http, clock, nullptr, [](const char*) { return std::nullopt; }});
  if (setup.ok()) return 0;
  if (setup.error().message.empty() || setup.error().message.find('\n') != std::string::npos)
    __builtin_trap();
  return 0;
}
