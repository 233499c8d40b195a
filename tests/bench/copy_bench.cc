// A bucket of millions of objects compared with its copy, both listed in step over HTTP: the CPU time of this
// whole process, user and system, and its peak memory so far (the small comparison runs first: that the large
// one adds little shows that memory does not follow the objects). The server is a child process.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <string>

#include "base/memory.h"
#include "collectors/copy/copy_compare.h"
#include "net/http/curl_http.h"
#include "tests/support/child_server.h"
#include "tests/support/s3_pages.h"

namespace lastgood {
namespace {

constexpr int kPageSize = 1000;

bool Lacks(int number) { return number % 5000 == 17; }

// A page of one side. The copy has all but every 5,000th object, and each page begins where the other's does.
std::string Page(int page, int pages, bool copy) {
  if (page >= pages) return S3TestPage({});
  std::vector<S3TestObject> objects;
  for (int i = page * kPageSize; i < (page + 1) * kPageSize; ++i)
    if (!copy || !Lacks(i))
      objects.push_back(
          {fmt::format("uploads/2026/{:08}/7f3c9a1e5b2d4860-{:06}.jpeg", i / 100, i % 1'000'000),
           std::to_string(20'000 + i % 977), "2026-08-20T00:01:10.123Z"});
  const bool more = page + 1 < pages;
  return S3TestPage(objects, more, more ? std::to_string(page + 1) : "");
}

// Which page a request is for: the token names it, and the probe behind the last key is one more.
std::string Answer(const std::string& request, int pages) {
  const bool copy = request.starts_with("GET /copy");
  if (request.find("start-after=") != std::string::npos) return Page(pages, pages, copy);
  const std::size_t token = request.find("continuation-token=");
  return Page(token == std::string::npos ? 0 : std::atoi(request.c_str() + token + 19), pages, copy);
}

struct Spent {
  double cpu = 0, peak_mib = 0;
};

Spent Now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + time.tv_usec / 1e6;
  };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

void CompareWithTheCopy(benchmark::State& state) {
  KeepFreedMemory();
  const int pages = static_cast<int>(state.range(0)) / kPageSize;
  const ChildServer server([pages](const std::string& request) { return Answer(request, pages); });
  const SystemClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient("lastgood/bench");
  const auto keys = [](const char* name) {
    return std::string_view(name).ends_with("_KEY_ID") || std::string_view(name).ends_with("_ACCESS_KEY")
               ? std::optional<std::string>(name)
               : std::nullopt;
  };
  const auto open = [&](const char* url) {
    return Bucket::Open({.url = url, .endpoint = server.Url()}, *http, clock, keys).value();
  };
  const Bucket from = open("s3://uploads"), to = open("s3://copy");
  const Spent before = Now();
  for ([[maybe_unused]] auto _ : state) {
    const auto side = [&](const Bucket& bucket) { return CopySide{BucketCursor(bucket, {}, clock)}; };
    const Result<CopyComparison> result = CompareCopies(side(from), side(to), {}, [](std::size_t) {});
    if (!result.ok()) return state.SkipWithError(result.error().message.c_str());
    const auto all = static_cast<std::uint64_t>(state.range(0));
    if (result->compared != all || result->missing.objects != all / 5000)
      return state.SkipWithError("the comparison is wrong");
  }
  const Spent after = Now();
  state.counters["cpu_seconds"] = after.cpu - before.cpu;
  state.counters["peak_mib"] = after.peak_mib;
}
BENCHMARK(CompareWithTheCopy)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
