// What the whole process costs: 100,000 Backups in 1,000 clusters from an API server on loopback, from the
// first byte to the exposition; a scrape; and the start. CPU and memory are those of the lastgood process
// alone.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "tests/support/child_server.h"
#include "tests/support/cnpg_lists.h"
#include "tests/support/demo.h"
#include "tests/support/held.h"

namespace lastgood {
namespace {

constexpr int kClustersPerPage = kCnpgPageItems / kCnpgBackupsEach;

std::string Answer(const std::string& request) {
  const std::string target = request.substr(0, request.find("\r\n"));
  if (target.find("/clusters?") != target.npos) return CnpgClusterPage();
  if (target.find("/scheduledbackups?") != target.npos) return CnpgSchedulePage();
  if (target.find("/backups?") == target.npos) return "";
  const std::size_t token = target.find("continue=");
  const int first = token == target.npos ? 0 : std::atoi(target.c_str() + token + 9);
  const int next = first + kClustersPerPage;
  return CnpgBackupPage(first, next < kCnpgClusters ? std::to_string(next) : "");
}

std::string ConfigFor(const TempDir& folder, const std::string& server) {
  const std::string kubeconfig = folder.Write(
      "kubeconfig",
      "apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{name: c, cluster: {server: \"" + server +
          "\"}}]\nusers: [{name: u, user: {token: t}}]\ncontexts: [{name: c, context: {cluster: c, user: "
          "u}}]\n");
  return folder.Write("lastgood.yaml",
                      "kubernetes: {kubeconfig: " + kubeconfig + "}\ncollectors: {cnpg: {interval: 1h}}\n");
}

void BM_HundredThousandBackupsToExposition(benchmark::State& state) {
  TempDir folder;
  const ChildServer server(Answer);
  const std::string config = ConfigFor(folder, server.Url());
  for ([[maybe_unused]] auto _ : state) {
    const Serving serving(config);
    while (serving.StatusOf(serving.Request("/-/ready")) == 503) usleep(20'000);
    const std::string text = serving.Get("/metrics");
    if (text.find("name=\"db-999\",status=\"completed\"} 100\n") == text.npos)
      return state.SkipWithError(text.substr(0, 500).c_str());
    state.counters["cpu_seconds"] = ValueAfter(text, "process_cpu_seconds_total ");
    state.counters["peak_MiB"] = PeakMib(serving.process->pid());
    state.counters["exposition_MB"] = static_cast<double>(text.size()) / 1e6;
  }
}
BENCHMARK(BM_HundredThousandBackupsToExposition)->Unit(benchmark::kMillisecond)->Iterations(3);

// From exec to the end of `lastgood --version`, and until the server answers on an empty folder of manifests.
void BM_StartToVersion(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    Process process({LASTGOOD_BINARY, "--version"});
    if (process.Wait() != 0) return state.SkipWithError("it failed");
  }
}
BENCHMARK(BM_StartToVersion)->Unit(benchmark::kMillisecond);

void BM_StartToListening(benchmark::State& state) {
  TempDir folder;
  folder.Write("dump/empty.yaml", "apiVersion: v1\nkind: List\nitems: []\n");
  const std::string config =
      folder.Write("lastgood.yaml", "kubernetes: {folder: " + (folder / "dump") + "}\n");
  for ([[maybe_unused]] auto _ : state) {
    const Serving serving(config);
    if (serving.StatusOf(serving.Request("/-/healthy")) != 200)
      return state.SkipWithError("it does not answer");
  }
}
BENCHMARK(BM_StartToListening)->Unit(benchmark::kMillisecond)->Iterations(20);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
