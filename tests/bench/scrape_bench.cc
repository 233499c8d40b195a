// One scrape of 10,000 objects, beside the copying of as many bytes.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "exporter/serve/web.h"
#include "tests/support/fakes.h"

namespace lastgood {
namespace {

ObjectFacts Object(int i, Time now) {
  Track track{.method = "plugin", .destination = "store"};
  track.policies = {{"cnpg", fmt::format("team-{}", i), "ScheduledBackup", "daily"}};
  track.schedules = {*Cron::Parse("0 2 * * *", CronDialect::kStandard)};
  track.counts = BackupCounts{.completed = 30};
  track.last_success_start = track.last_success_finish = track.recovery_point = now;
  track.last_success_duration = track.typical_duration = std::chrono::minutes(5);
  track.last_success_bytes = 123'456'789;
  track.retention = std::chrono::hours(720);
  ObjectFacts object{
      .key = {"cnpg", fmt::format("team-{}", i), "Cluster", "pg"}, .observed = now, .created = now};
  object.protection = Protection::kScheduled;
  object.wal_archiving = true;
  object.tracks = {track};
  return object;
}

// A web that has read 10,000 objects.
struct Served {
  Served() : web({}, clock, instruments, [] { return Ok(); }) {
    Collector collector{.kind = "cnpg", .source = "kubernetes"};
    collector.collect = [this](const Pass&) {
      Collected collected;
      for (int i = 0; i < 10'000; ++i) collected.facts.objects.push_back(Object(i, clock.Now()));
      return collected;
    };
    runner = std::make_shared<Runner>(std::vector{collector}, Objectives{}, clock, log);
    runner->RunOnce({});
    web.Serve(runner, {}, {});
  }
  FakeClock clock;
  Logger log{nullptr, clock, LogLevel::kError, LogFormat::kLogfmt};
  std::shared_ptr<Runner> runner;
  Instruments instruments;
  Web web;
};

void Scrape(benchmark::State& state, const char* encoding) {
  const Served served;
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : state) {
    const WebResponse response = served.web.Answer({"GET", "/metrics", "", "", encoding});
    bytes = response.body.size();
    benchmark::DoNotOptimize(response.body.data());
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK_CAPTURE(Scrape, plain, "")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Scrape, gzip, "gzip")->Unit(benchmark::kMicrosecond);

void CopyOfTheSameBytes(benchmark::State& state) {
  const Served served;
  const std::string text = served.web.Answer({"GET", "/metrics", "", "", ""}).body;
  for ([[maybe_unused]] auto _ : state) {
    std::string copy(text);
    benchmark::DoNotOptimize(copy.data());
  }
}
BENCHMARK(CopyOfTheSameBytes)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
