// How long the generator takes. A rule is written over labels, so that the number of clusters and objects does
// not matter; what grows with a config are its sources, which name collectors only.
#include <benchmark/benchmark.h>

#include "exporter/generate.h"

namespace lastgood {
namespace {

void GenerateAll(benchmark::State& state) {
  std::size_t bytes = 0, files = 0;
  for (auto _ : state) {
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

// The namespaces of 1,000 clusters, each in a matcher.
void GenerateForAThousandNamespaces(benchmark::State& state) {
  GeneratorSettings settings;
  for (int i = 0; i < 1000; ++i) settings.names.namespaces.push_back("team-" + std::to_string(i));
  for (auto _ : state) benchmark::DoNotOptimize(Generate("all", settings));
}
BENCHMARK(GenerateForAThousandNamespaces)->Unit(benchmark::kMillisecond);

void GenerateWhat(benchmark::State& state, const char* what) {
  for (auto _ : state) benchmark::DoNotOptimize(Generate(what, {}));
}
BENCHMARK_CAPTURE(GenerateWhat, rules, "rules")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GenerateWhat, dashboards, "dashboards")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GenerateWhat, kubernetes, "kubernetes")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(GenerateWhat, docs, "docs")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
