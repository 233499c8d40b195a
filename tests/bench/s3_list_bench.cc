// Listing a bucket of a million objects over HTTP: the CPU time of this whole process, user and system, and
// its peak memory, in one chain of pages and over several connections. The server is a child process, whose
// work does not count.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <ranges>
#include <string>

#include "base/coding.h"
#include "base/memory.h"
#include "collectors/s3/bucket_tally.h"
#include "net/http/curl_http.h"
#include "net/s3/bucket.h"
#include "tests/support/child_server.h"
#include "tests/support/s3_pages.h"

namespace lastgood {
namespace {

constexpr int kObjects = 1'000'000;
constexpr int kPageSize = 1000;

std::string Key(int number) {
  return fmt::format("velero/kopia/application-{:03}/p{:08x}c4d5e6f7a8b9c0d1e2f3a4b5-s{:06}", number / 10'000,
                     number, number % kPageSize);
}

// The page that begins with this object, about 320 kB as from a real server.
std::string Page(int first) {
  const int end = std::min(first + kPageSize, kObjects);
  std::vector<S3TestObject> objects;
  for (int i = first; i < end; ++i)
    objects.push_back({Key(i), std::to_string(20'000'000 + i % kPageSize), "2026-08-20T00:01:10.123Z"});
  return S3TestPage(objects, end < kObjects, end < kObjects ? std::to_string(end) : "");
}

std::string Value(const std::string& request, const std::string& name) {
  const std::size_t at = request.find(name + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 1;
  return DecodeUrl(request.substr(begin, request.find_first_of("& ", begin) - begin));
}

int ObjectBehind(const std::string& start) {
  const auto numbers = std::views::iota(0, kObjects);
  return static_cast<int>(std::ranges::upper_bound(numbers, start, {}, &Key) - numbers.begin());
}

std::string Folders(const std::string& prefix) {
  std::vector<std::string> folders;
  if (prefix.empty()) folders = {"velero/"};
  if (prefix == "velero/") folders = {"velero/kopia/"};
  for (int i = 0; prefix == "velero/kopia/" && i < 100; ++i)
    folders.push_back(fmt::format("velero/kopia/application-{:03}/", i));
  std::string page = "<ListBucketResult><IsTruncated>false</IsTruncated>";
  for (const std::string& folder : folders)
    page += "<CommonPrefixes><Prefix>" + folder + "</Prefix></CommonPrefixes>";
  return page + "</ListBucketResult>";
}

std::string Answer(const std::string& request) {
  if (!Value(request, "delimiter").empty()) return Folders(Value(request, "prefix"));
  const std::string start = Value(request, "start-after"), token = Value(request, "continuation-token");
  if (!start.empty()) return Page(ObjectBehind(start));
  return Page(token.empty() ? 0 : std::atoi(token.c_str()));
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

// One complete listing, added up as the collector does it.
Status ListOnce(const Bucket& bucket, std::size_t connections, RangeMemory& memory) {
  BucketTally tally({"velero/", "pg-dump/"}, connections, Time());
  LASTGOOD_ASSIGN(const ListSummary summary, bucket.ListAll(tally.Objects(), memory, {}));
  tally.Join();
  const std::uint64_t objects = tally.usage.prefixes()[0].current.objects;
  if (summary.objects == kObjects && objects == kObjects) return Ok();
  return Error{ErrorCode::kInternal, "objects are missing"};
}

// Arguments: milliseconds that the server waits before each answer, connections, and whether the bucket was
// listed before.
void ListAMillionObjects(benchmark::State& state) {
  KeepFreedMemory();
  const ChildServer server(&Answer, std::chrono::milliseconds(state.range(0)));
  const auto connections = static_cast<std::size_t>(state.range(1));
  const SystemClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient("lastgood/bench");
  const auto keys = [](const char* name) {
    return std::string_view(name).ends_with("_KEY_ID") || std::string_view(name).ends_with("_ACCESS_KEY")
               ? std::optional<std::string>(name)
               : std::nullopt;
  };
  const Result<Bucket> bucket =
      Bucket::Open({.url = "s3://backups", .endpoint = server.Url()}, *http, clock, keys);
  RangeMemory known;
  if (state.range(2) != 0) (void)ListOnce(*bucket, connections, known);
  const rusage before = Usage();
  const std::uint64_t requests_before = bucket->requests();
  for ([[maybe_unused]] auto _ : state) {
    RangeMemory memory = known;
    const Status status = ListOnce(*bucket, connections, memory);
    if (!status.ok()) return state.SkipWithError(status.error().message.c_str());
  }
  const rusage after = Usage();
  const auto passes = static_cast<double>(state.iterations());
  state.counters["cpu_seconds"] = (CpuSeconds(after) - CpuSeconds(before)) / passes;
  state.counters["requests"] = static_cast<double>(bucket->requests() - requests_before) / passes;
  state.counters["peak_mib"] = static_cast<double>(after.ru_maxrss) / 1024;
}
BENCHMARK(ListAMillionObjects)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3)
    ->ArgNames({"pause_ms", "connections", "known"})
    ->Args({0, 1, 0})
    ->Args({20, 1, 0})
    ->Args({20, 8, 0})
    ->Args({20, 8, 1})
    ->Args({20, 16, 0})
    ->Args({20, 16, 1})
    ->UseRealTime();

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
