// What it costs to read lists of CNPG Backups: the bytes of 100,000 of them, in pages of 500, through the
// page decoder with a visitor that reads what a collector reads.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <functional>
#include <string>

#include "net/kube/page.h"
#include "net/objects/reading.h"
#include "tests/support/cnpg_lists.h"

namespace lastgood {
namespace {

constexpr Resource kBackups{"postgresql.cnpg.io", "v1", "backups", "Backup"};

Status ReadName(const Fields& fields) {
  benchmark::DoNotOptimize(fields.Name());
  return Ok();
}

// About as much as the CNPG collector looks at.
Status ReadAll(const Fields& fields) {
  benchmark::DoNotOptimize(fields.Namespace());
  benchmark::DoNotOptimize(fields.Name());
  benchmark::DoNotOptimize(fields.String({"spec", "cluster", "name"}));
  benchmark::DoNotOptimize(fields.String({"spec", "method"}));
  benchmark::DoNotOptimize(fields.String({"status", "phase"}));
  benchmark::DoNotOptimize(fields.Timestamp({"status", "startedAt"}));
  benchmark::DoNotOptimize(fields.Timestamp({"status", "stoppedAt"}));
  benchmark::DoNotOptimize(fields.Timestamp({"metadata", "creationTimestamp"}));
  return fields.status();
}

// 200 pages, that is 100,000 Backups, per iteration.
void BM_HundredThousandBackups(benchmark::State& state, Status (*visit)(const Fields&)) {
  const std::string page = CnpgBackupPage(0);
  KubePageDecoder decoder;
  std::size_t items = 0, bytes = 0;
  for ([[maybe_unused]] auto _ : state) {
    for (int i = 0; i < 200; ++i) {
      std::string body = page;
      ProblemList problems;
      const auto decoded = decoder.Decode(body, kBackups, visit, problems);
      if (!decoded.ok()) return state.SkipWithError(decoded.error().message.c_str());
      items += decoded->items;
      bytes += page.size();
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.SetItemsProcessed(static_cast<std::int64_t>(items));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.counters["peak_MiB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}
BENCHMARK_CAPTURE(BM_HundredThousandBackups, name_only, &ReadName)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_HundredThousandBackups, what_a_collector_reads, &ReadAll)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
