// How long the generator takes. Rules are written over labels, so that the number of clusters and objects
// does not matter.
#include <benchmark/benchmark.h>

#include "exporter/generate/generate.h"

namespace lastgood {
namespace {

void GenerateAll(benchmark::State& state) {
  std::size_t bytes = 0, files = 0;
  for ([[maybe_unused]] auto _ : state) {
    const Files written = Generate("all", {});
    files = written.size();
    bytes = 0;
    for (const auto& [path, text] : written) bytes += text.size();
    benchmark::DoNotOptimize(bytes);
  }
  state.counters["files"] = static_cast<double>(files);
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(GenerateAll)->Unit(benchmark::kMillisecond);

void GenerateWhat(benchmark::State& state, const char* what) {
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(Generate(what, {}));
}
BENCHMARK_CAPTURE(GenerateWhat, rules, "rules")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GenerateWhat, dashboards, "dashboards")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GenerateWhat, kubernetes, "kubernetes")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GenerateWhat, docs, "docs")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
