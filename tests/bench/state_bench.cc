// How long it takes to write what is known for the next process, and to read it: done at most once a minute,
// and at the start.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/time.h"
#include "exporter/state/state_codec.h"

namespace lastgood {
namespace {

const Time kNow = *ParseRfc3339("2026-08-20T12:00:00Z");

ObjectFacts Database(int i) {
  ObjectFacts object{.key = {"cnpg", fmt::format("team-{}", i), "Cluster", fmt::format("pg-{}", i)},
                     .observed = kNow,
                     .created = kNow,
                     .protection = Protection::kScheduled};
  Track& track = object.tracks.emplace_back();
  track.method = "plugin";
  track.destination = "store";
  track.policies = {{"cnpg", object.key.namespace_, "ScheduledBackup", "daily"}};
  track.schedules = {Cron::Parse("0 0 0 * * *", CronDialect::kSecondsFirst).value()};
  track.counts = BackupCounts{.completed = 10, .failed = 1};
  track.last_success_start = track.last_success_finish = track.recovery_point = track.last_failure = kNow;
  track.last_failure_message = "cannot upload: the bucket is full";
  track.last_success_bytes = track.typical_bytes = 123'456'789;
  object.covers = {{.namespaces = {object.key.namespace_},
                    .labels = {{"cnpg.io/cluster", Requirement::Operator::kIn, {object.key.name}}}}};
  object.inspect = "kubectl -n team get backups.postgresql.cnpg.io";
  return object;
}

std::vector<std::shared_ptr<const Part>> TenThousand() {
  Part part;
  part.state.kind = "cnpg";
  for (int i = 0; i < 10'000; ++i) part.facts.objects.push_back(Database(i));
  return {std::make_shared<const Part>(std::move(part))};
}

void Pack(benchmark::State& state) {
  const auto parts = TenThousand();
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : state) bytes = PackParts(parts).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(Pack)->Unit(benchmark::kMillisecond);

void Unpack(benchmark::State& state) {
  const std::string bytes = PackParts(TenThousand());
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(UnpackParts(bytes, kNow));
}
BENCHMARK(Unpack)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
