// Any bytes as exposition text; what is read must be consistent with the outcome.
// Subject: net/prometheus/exposition
// Seeds: textfile
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/prometheus/exposition.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t samples = 0;
  const lastgood::ExpositionOutcome outcome =
      lastgood::ReadExposition(text, [&](const lastgood::ExpositionSample& sample) {
        ++samples;
        if (sample.name.empty()) __builtin_trap();
      });
  if (samples != outcome.samples) __builtin_trap();
  if ((outcome.bad_lines != 0) != outcome.first_error.has_value()) __builtin_trap();
  return 0;
}
