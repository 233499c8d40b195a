// Listing a bucket of a million objects over HTTP: the CPU time of this whole process, user and system, and
// its peak memory. The server is a child process, whose work does not count.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <string>

#include "base/memory.h"
#include "collectors/s3/usage_counter.h"
#include "net/http/curl_http.h"
#include "net/s3/bucket.h"
#include "tests/support/child_server.h"
#include "tests/support/s3_pages.h"

namespace lastgood {
namespace {

constexpr int kPages = 1000;
constexpr int kPageSize = 1000;

// Page `number`, about 320 kB as from a real server.
std::string Page(int number) {
  if (number >= kPages) return S3TestPage({});
  std::vector<S3TestObject> objects;
  for (int i = 0; i < kPageSize; ++i)
    objects.push_back({fmt::format("velero/kopia/application-{:03}/p{:08x}c4d5e6f7a8b9c0d1e2f3a4b5-s{:06}",
                                   number / 10, number * kPageSize + i, i),
                       std::to_string(20'000'000 + i), "2026-08-20T00:01:10.123Z"});
  return S3TestPage(objects, number + 1 < kPages, number + 1 < kPages ? std::to_string(number + 1) : "");
}

// Which page a request is for: the token names it, and the probe behind the last key is one more.
int PageOf(const std::string& request) {
  if (request.find("start-after=") != std::string::npos) return kPages;
  const std::size_t token = request.find("continuation-token=");
  return token == std::string::npos ? 0 : std::atoi(request.c_str() + token + 19);
}

double CpuSeconds(const rusage& usage) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + time.tv_usec / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

rusage Usage() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

void ListAMillionObjects(benchmark::State& state) {
  KeepFreedMemory();
  const ChildServer server([](const std::string& request) { return Page(PageOf(request)); });
  const SystemClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient("lastgood/bench");
  const auto keys = [](const char* name) { return std::optional<std::string>(name); };
  const Result<Bucket> bucket =
      Bucket::Open({.url = "s3://backups", .endpoint = server.Url()}, *http, clock, keys);
  const rusage before = Usage();
  for (auto _ : state) {
    UsageCounter usage({"velero/", "pg-dump/"});
    const Result<ListSummary> summary =
        bucket->List({}, {}, [&](const BucketObject& object) { usage.AddCurrent(object); });
    if (!summary.ok()) return state.SkipWithError(summary.error().message.c_str());
    if (summary->objects != kPages * kPageSize) return state.SkipWithError("objects are missing");
    benchmark::DoNotOptimize(usage.UsedBytes());
  }
  const rusage after = Usage();
  state.counters["cpu_seconds"] =
      (CpuSeconds(after) - CpuSeconds(before)) / static_cast<double>(state.iterations());
  state.counters["peak_mib"] = static_cast<double>(after.ru_maxrss) / 1024;
}
BENCHMARK(ListAMillionObjects)->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
