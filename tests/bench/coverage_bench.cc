// How long it takes to join what holds data to what backs it up: done anew whenever a collector's pass ends.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/time.h"
#include "model/assess.h"
#include "model/snapshot.h"

namespace lastgood {
namespace {

const Time kNow = *ParseRfc3339("2026-08-20T12:00:00Z");

void AddDatabase(int i, Facts& facts) {
  const std::string space = fmt::format("team-{}", i), name = "pg";
  ObjectFacts& object = facts.objects.emplace_back();
  object.key = {"cnpg", space, "Cluster", name};
  object.observed = kNow;
  object.protection = Protection::kScheduled;
  object.tracks = {{.method = "plugin", .destination = "store"}};
  object.tracks[0].recovery_point = kNow;
  object.covers = {
      {.namespaces = {space}, .labels = {{"cnpg.io/cluster", Requirement::Operator::kIn, {name}}}}};
  WorkloadFacts& cluster = facts.workloads.emplace_back();
  cluster.key = object.key;
  cluster.claims = object.covers[0];
  for (int claim = 0; claim < 10; ++claim) {
    WorkloadFacts& volume = facts.workloads.emplace_back();
    volume.key = {"kubernetes", space, "PersistentVolumeClaim", fmt::format("data-{}", claim)};
    if (claim < 3) volume.labels = {{"cnpg.io/cluster", name}};
  }
}

// 10,000 claims in 1,000 namespaces, a database in each, 20 schedules that select by globs and labels.
Snapshot LargeCluster() {
  Facts facts;
  for (int i = 0; i < 1000; ++i) AddDatabase(i, facts);
  for (int i = 0; i < 20; ++i) {
    ObjectFacts& object = facts.objects.emplace_back();
    object.key = {"velero", "velero", "Schedule", fmt::format("nightly-{}", i)};
    object.protection = Protection::kScheduled;
    object.covers = {
        {.namespaces = {fmt::format("team-{}*", i)},
         .labels = {{"velero.io/exclude-from-backup", Requirement::Operator::kNotIn, {"true"}}}}};
  }
  Snapshot snapshot;
  snapshot.parts.push_back(std::make_shared<Part>(
      MakePart({.kind = "all", .source = "kubernetes", .finished = true, .success = true}, facts, {}, kNow)));
  return snapshot;
}

void JoinCoverage(benchmark::State& state) {
  const Snapshot snapshot = LargeCluster();
  std::size_t workloads = 0;
  for ([[maybe_unused]] auto _ : state) workloads = Cover(snapshot.parts, {}).workloads.size();
  state.counters["workloads"] = static_cast<double>(workloads);
}
BENCHMARK(JoinCoverage)->Unit(benchmark::kMillisecond);

void AssessWithCoverage(benchmark::State& state) {
  Snapshot snapshot = LargeCluster();
  snapshot.coverage = std::make_shared<Coverage>(Cover(snapshot.parts, {}));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(Assess(snapshot, kNow));
}
BENCHMARK(AssessWithCoverage)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
