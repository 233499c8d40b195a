// What CloudNativePG costs: a page of 500 Backups decoded to rows, and the join of 100,000 Backups in 1,000
// clusters, with the memory that their rows keep.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <string>

#include "collectors/cnpg/assemble.h"
#include "collectors/cnpg/decode.h"
#include "collectors/cnpg/reads.h"
#include "net/kube/page.h"
#include "net/objects/reading.h"
#include "tests/support/cnpg_lists.h"

namespace lastgood {
namespace {

using namespace cnpg;

const Time kNow{std::chrono::seconds(1'790'000'000)};

void Feed(KubePageDecoder& decoder, TableRead& read, std::string page) {
  ProblemList problems;
  if (!decoder.Decode(page, read.reading.resource, read.reading.visit, problems).ok()) std::abort();
}

void Finish(TableRead& read) {
  TableReport report;
  read.finish(ReadOutcome{}, kNow, report);
}

void BM_DecodePage(benchmark::State& state) {
  const std::string page = CnpgBackupPage(0);
  KubePageDecoder decoder;
  for ([[maybe_unused]] auto _ : state) {
    Table<BackupRow> table;
    TableRead read = ReadInto(table, kBackups, "Backups", &DecodeBackup);
    Feed(decoder, read, page);
    Finish(read);
    benchmark::DoNotOptimize(table.rows.data());
  }
  state.SetItemsProcessed(state.iterations() * kCnpgPageItems);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(page.size()));
}
BENCHMARK(BM_DecodePage)->Unit(benchmark::kMicrosecond);

void ReadBackups(KubePageDecoder& decoder, CnpgTables& tables) {
  TableRead read = ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup);
  for (int cluster = 0; cluster < kCnpgClusters; cluster += kCnpgPageItems / kCnpgBackupsEach)
    Feed(decoder, read, CnpgBackupPage(cluster));
  Finish(read);
}

void ReadTheRest(KubePageDecoder& decoder, CnpgTables& tables) {
  TableRead cluster_read = ReadInto(tables.clusters, kClusters, "Clusters", &DecodeCluster);
  Feed(decoder, cluster_read, CnpgClusterPage());
  Finish(cluster_read);
  TableRead schedule_read =
      ReadInto(tables.schedules, kScheduledBackups, "ScheduledBackups", &DecodeScheduledBackup);
  Feed(decoder, schedule_read, CnpgSchedulePage());
  Finish(schedule_read);
}

double HeapMiB() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd) / (1024 * 1024);
}

// kept_MiB: rows of one reading; both_MiB: while a second reading holds its own beside the former ones.
void BM_AssembleHundredThousand(benchmark::State& state) {
  KubePageDecoder decoder;
  CnpgTables tables;
  ReadBackups(decoder, tables);  // warms the decoder's own memory
  tables.backups = {};
  const double before = HeapMiB();
  ReadBackups(decoder, tables);
  const double kept = HeapMiB() - before;
  TableRead second = ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup);
  for (int cluster = 0; cluster < kCnpgClusters; cluster += kCnpgPageItems / kCnpgBackupsEach)
    Feed(decoder, second, CnpgBackupPage(cluster));
  const double both = HeapMiB() - before;
  Finish(second);
  ReadTheRest(decoder, tables);
  for ([[maybe_unused]] auto _ : state) {
    const Facts facts = Assemble(tables, kNow);
    if (facts.objects.size() != kCnpgClusters) std::abort();
    benchmark::DoNotOptimize(facts.objects.data());
  }
  state.counters["kept_MiB"] = kept;
  state.counters["both_MiB"] = both;
}
BENCHMARK(BM_AssembleHundredThousand)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
