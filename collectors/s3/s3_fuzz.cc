// Any bytes as the keys of a bucket, one per line, added up by prefix: no object is lost, and none is counted
// twice.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/s3/s3.h"
#include "collectors/s3/usage_counter.h"
#include "tests/support/fakes.h"

namespace {

using namespace lastgood;

void CountKeys(std::string_view keys) {
  UsageCounter counter({"a/", "b", "cc/d/"});
  std::uint64_t objects = 0;
  while (!keys.empty()) {
    const std::string_view key = keys.substr(0, keys.find('\n'));
    keys.remove_prefix(std::min(keys.size(), key.size() + 1));
    counter.AddCurrent({.key = key, .size = key.size()});
    counter.AddNoncurrent(key, 1);
    counter.AddIncomplete(key, 1);
    ++objects;
  }
  std::uint64_t in_prefixes = 0;
  for (std::size_t i = 1; i < counter.prefixes().size(); ++i)
    in_prefixes += counter.prefixes()[i].current.objects;
  if (in_prefixes != objects || counter.prefixes()[0].current.objects != objects) __builtin_trap();
}

// The same bytes as each answer of a server.
void Collect(std::string_view body) {
  const FakeClock clock;
  FakeHttp http(
      [&](const HttpRequest&) -> Result<HttpResponse> { return HttpResponse{200, {}, std::string(body)}; });
  Result<ConfigReader> section = ConfigReader::Parse(
      "b: {url: \"s3://backups\", endpoint: \"http://s3\", anonymous: true, limit: 1GiB, prefixes: [a/, b]}",
      "fuzz");
  if (!section.ok()) __builtin_trap();
  const Result<std::vector<Collector>> made =
      MakeS3Collectors(*section, {http, clock, nullptr, [](const char*) { return std::nullopt; }});
  if (!made.ok() || made->size() != 1) __builtin_trap();
  const Facts& former = made->front().initial;
  const Collected collected =
      made->front().collect({Deadline::After(clock, std::chrono::minutes(30)), former, {}});
  if (collected.facts.buckets.size() != 1) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CountKeys(input);
  Collect(input);
  return 0;
}
