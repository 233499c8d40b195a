// What CloudNativePG costs: a page of 500 Backups decoded to rows, and the join of 100,000 Backups in 1,000
// clusters, with the memory that their rows keep. The text is made up, in the shape of real objects: 2.4 kB
// each, of which 43 % are managedFields.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <malloc.h>

#include <string>

#include "collectors/cnpg/assemble.h"
#include "collectors/cnpg/decode.h"
#include "collectors/cnpg/reads.h"
#include "exporter/net/kube_page.h"

namespace lastgood {
namespace {

using namespace cnpg;

constexpr int kPageItems = 500;
constexpr int kClusterCount = 1000;
constexpr int kBackupsEach = 100;
const Time kNow{std::chrono::seconds(1'790'000'000)};

std::string ManagedFields() {
  std::string fields;
  for (int i = 0; i < 34; ++i) fields += fmt::format(R"("f:someFieldOfTheStatus{}":{{}},)", i);
  return fmt::format(
      R"([{{"apiVersion":"postgresql.cnpg.io/v1","fieldsType":"FieldsV1","fieldsV1":{{"f:status":{{{}"f:x":{{}}}}}},"manager":"manager","operation":"Update","subresource":"status","time":"2026-08-20T00:01:10Z"}}])",
      fields);
}

// Backup `n` of cluster `cluster`: one a day.
std::string Backup(int cluster, int n) {
  static const std::string managed = ManagedFields();
  const std::string day = fmt::format("2026-{:02}-{:02}", 4 + n / 28, 1 + n % 28);
  return fmt::format(
      R"({{"apiVersion":"postgresql.cnpg.io/v1","kind":"Backup","metadata":{{"creationTimestamp":"{2}T00:00:00Z","generation":1,"labels":{{"cnpg.io/cluster":"db-{0}","cnpg.io/immediateBackup":"false","cnpg.io/scheduled-backup":"db-{0}-daily"}},"managedFields":{3},"name":"db-{0}-daily-{1:014}","namespace":"team-{0}","ownerReferences":[{{"apiVersion":"postgresql.cnpg.io/v1","controller":true,"kind":"ScheduledBackup","name":"db-{0}-daily","uid":"4d1c7a61-0000-4000-8000-111111111111"}}],"resourceVersion":"1","uid":"4d1c7a61-0000-4000-8000-000000000000"}},"spec":{{"cluster":{{"name":"db-{0}"}},"method":"plugin","pluginConfiguration":{{"name":"barman-cloud.cloudnative-pg.io"}},"target":"prefer-standby"}},"status":{{"backupId":"20260820T000003","backupName":"backup-20260820000000","beginLSN":"0/5000028","beginWal":"000000010000000000000005","endLSN":"0/5000138","endWal":"000000010000000000000005","instanceID":{{"ContainerID":"containerd://8a9b0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f","podName":"db-{0}-2"}},"majorVersion":17,"method":"plugin","online":true,"phase":"completed","pluginMetadata":{{"clusterUID":"z","displayName":"BarmanCloudInstance","name":"n","pluginName":"barman-cloud.cloudnative-pg.io","timeline":"1","version":"0.14.0"}},"reconciliationStartedAt":"{2}T00:00:00Z","reconciliationTerminatedAt":"{2}T00:01:12Z","startedAt":"{2}T00:00:03Z","stoppedAt":"{2}T00:01:10Z"}}}})",
      cluster, n, day, managed);
}

std::string List(const std::string& kind, const std::string& items) {
  return fmt::format(
      R"({{"apiVersion":"postgresql.cnpg.io/v1","items":[{}],"kind":"{}List","metadata":{{"continue":""}}}})",
      items, kind);
}

// Five clusters fill a page.
std::string Page(int first_cluster) {
  std::string items;
  for (int i = 0; i < kPageItems; ++i)
    items += (i > 0 ? "," : "") + Backup(first_cluster + i / kBackupsEach, i % kBackupsEach);
  return List("Backup", items);
}

void Feed(KubePageDecoder& decoder, TableRead& read, std::string page) {
  ProblemList problems;
  if (!decoder.Decode(page, read.reading.resource, read.reading.visit, problems).ok()) std::abort();
}

void Finish(TableRead& read) {
  TableReport report;
  read.finish(ReadOutcome{}, kNow, report);
}

void BM_DecodePage(benchmark::State& state) {
  const std::string page = Page(0);
  KubePageDecoder decoder;
  for (auto _ : state) {
    Table<BackupRow> table;
    TableRead read = ReadInto(table, kBackups, "Backups", &DecodeBackup);
    Feed(decoder, read, page);
    Finish(read);
    benchmark::DoNotOptimize(table.rows.data());
  }
  state.SetItemsProcessed(state.iterations() * kPageItems);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(page.size()));
}
BENCHMARK(BM_DecodePage)->Unit(benchmark::kMicrosecond);

void ReadBackups(KubePageDecoder& decoder, CnpgTables& tables) {
  TableRead read = ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup);
  for (int cluster = 0; cluster < kClusterCount; cluster += kPageItems / kBackupsEach)
    Feed(decoder, read, Page(cluster));
  Finish(read);
}

void ReadTheRest(KubePageDecoder& decoder, CnpgTables& tables) {
  std::string clusters, schedules;
  for (int i = 0; i < kClusterCount; ++i) {
    clusters += fmt::format(
        R"({}{{"metadata":{{"name":"db-{}","namespace":"team-{}","creationTimestamp":"2026-01-01T00:00:00Z"}},"spec":{{"plugins":[{{"name":"barman-cloud.cloudnative-pg.io","parameters":{{"barmanObjectName":"store"}}}}]}}}})",
        i > 0 ? "," : "", i, i);
    schedules += fmt::format(
        R"({}{{"metadata":{{"name":"db-{}-daily","namespace":"team-{}"}},"spec":{{"schedule":"0 0 0 * * *","cluster":{{"name":"db-{}"}},"method":"plugin","pluginConfiguration":{{"name":"barman-cloud.cloudnative-pg.io"}}}}}})",
        i > 0 ? "," : "", i, i, i);
  }
  TableRead cluster_read = ReadInto(tables.clusters, kClusters, "Clusters", &DecodeCluster);
  Feed(decoder, cluster_read, List("Cluster", clusters));
  Finish(cluster_read);
  TableRead schedule_read =
      ReadInto(tables.schedules, kScheduledBackups, "ScheduledBackups", &DecodeScheduledBackup);
  Feed(decoder, schedule_read, List("ScheduledBackup", schedules));
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
  for (int cluster = 0; cluster < kClusterCount; cluster += kPageItems / kBackupsEach)
    Feed(decoder, second, Page(cluster));
  const double both = HeapMiB() - before;
  Finish(second);
  ReadTheRest(decoder, tables);
  for (auto _ : state) {
    const Facts facts = Assemble(tables, kNow);
    if (facts.objects.size() != kClusterCount) std::abort();
    benchmark::DoNotOptimize(facts.objects.data());
  }
  state.counters["kept_MiB"] = kept;
  state.counters["both_MiB"] = both;
}
BENCHMARK(BM_AssembleHundredThousand)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
