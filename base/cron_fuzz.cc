// Any text as a schedule, in both dialects: no crash, and a run that is found is later than the start.
// Subject: base/cron
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/cron.h"

namespace {

void Try(std::string_view text, lastgood::CronDialect dialect) {
  const lastgood::Result<lastgood::Cron> cron = lastgood::Cron::Parse(text, dialect);
  if (!cron.ok()) return;
  const lastgood::Time start{std::chrono::seconds(1'790'000'000)};
  const std::optional<lastgood::Time> next = cron->Next(start);
  if (next && *next <= start) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Try(text, lastgood::CronDialect::kStandard);
  Try(text, lastgood::CronDialect::kSecondsFirst);
  (void)lastgood::SecondsFirstTrap(text);
  return 0;
}
