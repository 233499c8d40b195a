// Any bytes as the two listings that a comparison reads in step, parted by the first zero byte: each of them
// page by page, with pages parted by form feeds. What is missing is never more than what was listed.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/copy/copy.h"
#include "tests/support/fakes.h"

namespace {

using namespace lastgood;

// The next page of what is left.
HttpResponse NextPage(std::string_view& pages) {
  const std::size_t end = pages.find('\f');
  std::string body(pages.substr(0, end));
  pages = end == std::string_view::npos ? std::string_view() : pages.substr(end + 1);
  return {200, {}, std::move(body)};
}

Result<std::vector<Collector>> Make(const Environment& environment) {
  LASTGOOD_ASSIGN(
      ConfigReader section,
      ConfigReader::Parse("c: {from: {bucket: a, prefix: x/}, to: {bucket: b, prefix: y/}, max_behind: 26h}",
                          "fuzz"));
  return MakeCopyCollectors(section, environment);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = std::min(input.find('\0'), input.size());
  std::string_view from = input.substr(0, cut);
  std::string_view to = input.substr(std::min(cut + 1, input.size()));
  const FakeClock clock;
  FakeHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
    return NextPage(request.url.find("http://from") == 0 ? from : to);
  });
  const auto bucket = [](const char* endpoint) {
    return BucketConfig{.url = "s3://backups", .endpoint = endpoint, .credentials = {.anonymous = true}};
  };
  const Result<std::vector<Collector>> made =
      Make({http,
            clock,
            nullptr,
            [](const char*) { return std::nullopt; },
            {{"a", bucket("http://from")}, {"b", bucket("http://to")}}});
  if (!made.ok() || made->size() != 1) __builtin_trap();
  Facts former;
  const Collected collected =
      made->front().collect({Deadline::After(clock, std::chrono::minutes(30)), former, {}});
  if (collected.facts.copies.size() != 1) __builtin_trap();
  const CopyFacts& copy = collected.facts.copies.front();
  if (collected.failures.empty() != copy.checked.has_value()) __builtin_trap();
  if (copy.oldest_missing && copy.missing_objects.value_or(0) == 0) __builtin_trap();
  return 0;
}
