// Any bytes as what jobs left behind, twice, so that the second pass meets the facts of the first.
// Seeds: textfile
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/jobs/assemble.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = input.find('\0');
  const Time now{std::chrono::seconds(1'790'000'000)};
  const jobs::JobsPlan plan{.name = "fuzz",
                            .expect = {{.job = "a", .promise = {.max_age = std::chrono::hours(1)}}}};
  Facts former;
  for (const std::string_view text :
       {input.substr(0, cut), cut == std::string_view::npos ? std::string_view() : input.substr(cut + 1)}) {
    Result<jobs::Report> report = jobs::DecodeReport(
        text, plan.vocabulary, {.now = now, .written = now - std::chrono::hours(1), .fallback_job = "a"});
    if (!report.ok()) continue;
    const jobs::Source source{"file", now, std::move(report).value()};
    former = jobs::Assemble(plan, {.sources = {&source}}, former, now).facts;
    for (const ObjectFacts& object : former.objects)
      for (const Track& track : object.tracks)
        if (track.last_success_finish > now + std::chrono::minutes(5)) __builtin_trap();
  }
  return 0;
}
