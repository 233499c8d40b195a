// What following costs: CNPG Backups from an API server on loopback that streams their changes. CPU and
// memory are those of the lastgood process alone. The argument is the number of clusters, of 100 Backups
// each.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/support/changing_cluster.h"
#include "tests/support/demo.h"
#include "tests/support/held.h"
#include "tests/support/kube_server.h"

namespace lastgood {
namespace {

using Seconds = std::chrono::duration<double>;

double CpuShareFor(pid_t pid, std::chrono::seconds length) {
  const double before = CpuOf(pid);
  std::this_thread::sleep_for(length);
  return (CpuOf(pid) - before) / Seconds(length).count() * 100;
}

std::string ConfigFor(const TempDir& folder, const std::string& server) {
  return folder.Write("lastgood.yaml",
                      "kubernetes: {kubeconfig: " + WriteKubeconfig(folder, server, "token: t") +
                          "}\ncollectors: {cnpg: {}}\n");
}

// How long until /metrics shows a change after the server told it.
double SecondsUntilShown(const Serving& serving, ChangingCluster& cluster) {
  cluster.ChangeOnce();
  const auto start = std::chrono::steady_clock::now();
  while (serving.Get("/metrics").find("status=\"completed\"} 101\n") == std::string::npos)
    if (std::chrono::steady_clock::now() - start > std::chrono::seconds(20)) break;
  return Seconds(std::chrono::steady_clock::now() - start).count();
}

void BM_Following(benchmark::State& state) {
  const TempDir folder;
  ChangingCluster cluster(static_cast<int>(state.range(0)));
  const std::string config = ConfigFor(folder, cluster.Url());
  for ([[maybe_unused]] auto _ : state) {
    const Serving serving(config);
    const pid_t pid = serving.process->pid();
    while (serving.StatusOf(serving.Request("/-/ready")) == 503) usleep(20'000);
    state.counters["sync_cpu_seconds"] = CpuOf(pid);
    state.counters["sync_peak_MiB"] = PeakMib(pid);
    const auto asked = std::chrono::steady_clock::now();
    state.counters["exposition_MB"] = static_cast<double>(serving.Get("/metrics").size()) / 1e6;
    state.counters["scrape_ms"] = Seconds(std::chrono::steady_clock::now() - asked).count() * 1000;
    state.counters["idle_cpu_percent"] = CpuShareFor(pid, std::chrono::seconds(10));
    state.counters["shown_after_seconds"] = SecondsUntilShown(serving, cluster);
    cluster.ChangeEvery(std::chrono::milliseconds(100));
    state.counters["cpu_percent_at_10_changes_a_second"] = CpuShareFor(pid, std::chrono::seconds(20));
    cluster.ChangeEvery(std::chrono::milliseconds(0));
    state.counters["peak_MiB"] = PeakMib(pid);
    state.counters["lists"] = cluster.lists();
  }
}
BENCHMARK(BM_Following)->Unit(benchmark::kMillisecond)->Iterations(1)->Arg(1'000)->Arg(10'000);

}  // namespace
}  // namespace lastgood

BENCHMARK_MAIN();
