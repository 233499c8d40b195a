// soak [SECONDS]: lastgood beside sources that come and go, reloads and hostile clients. Prints what its
// process holds over time and how fast it is scraped; ends with 1 when a scrape failed or something grew.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <thread>

#include "tests/support/changing_cluster.h"
#include "tests/support/demo.h"
#include "tests/support/held.h"
#include "tests/support/hostile_clients.h"
#include "tests/support/kube_server.h"

namespace lastgood {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr int kClusters = 100;
constexpr std::size_t kHostile = 200;

// What the process holds at a moment.
struct Holding {
  double memory_mib = 0;
  int threads = 0;
  std::size_t files = 0;
};

Holding HoldingOf(pid_t pid) { return {ResidentMib(pid), ThreadsOf(pid), DescriptorsOf(pid)}; }

// The most of each over some of the moments.
Holding MostOf(const std::vector<Holding>& moments, std::size_t from, std::size_t to) {
  Holding most;
  for (std::size_t i = from; i < to; ++i) {
    most.memory_mib = std::max(most.memory_mib, moments[i].memory_mib);
    most.threads = std::max(most.threads, moments[i].threads);
    most.files = std::max(most.files, moments[i].files);
  }
  return most;
}

void Print(const char* when, const Holding& holding) {
  fmt::print("{:<12} {:6.1f} MiB  {:3} threads  {:4} descriptors\n", when, holding.memory_mib,
             holding.threads, holding.files);
}

class Soak {
 public:
  explicit Soak(seconds length) : length_(length) {}

  int Run() {
    cluster_.ChangeEvery(std::chrono::milliseconds(100));
    HostileClients hostile({.port = Port(),
                            .clients = kHostile,
                            .manners = {std::begin(kPlainManners), std::end(kPlainManners)},
                            .path = "/metrics",
                            .headers = ""});
    const Steady::time_point end = Steady::now() + length_;
    for (int second = 0; Steady::now() < end; ++second) {
      Disturb(second);
      Scrape();
      moments_.push_back(HoldingOf(serving_.process->pid()));
      std::this_thread::sleep_for(seconds(1));
    }
    fmt::print("the server ended {} hostile connections and refused {}\n", hostile.ended(),
               hostile.refused());
    return Report();
  }

 private:
  std::uint16_t Port() const {
    return static_cast<std::uint16_t>(std::atoi(serving_.url.c_str() + serving_.url.rfind(':') + 1));
  }

  std::string Config(int bucket) const {
    return folder_.Write("lastgood.yaml",
                         fmt::format("kubernetes: {{kubeconfig: {}}}\n"
                                     "collectors: {{cnpg: {{interval: 1s}}}}\n"
                                     "buckets: {{b{}: {{url: \"file://{}\", interval: 1s}}}}\n"
                                     "jobs: {{push: {{url: \"{}/metrics\", interval: 1s}}}}\n",
                                     WriteKubeconfig(folder_, cluster_.Url(), "token: t"), bucket,
                                     folder_.path(), pushgateway_.Url()));
  }

  // The API server is away for 5 of 20 seconds, every other answer of the Pushgateway is none, and every 7
  // seconds the config names another bucket.
  void Disturb(int second) {
    cluster_.SetDown(second % 20 >= 15);
    if (second % 7 != 6) return;
    Config(second % 2);
    serving_.process->Signal(SIGHUP);
    ++reloads_;
  }

  void Scrape() {
    const Steady::time_point asked = Steady::now();
    const HttpRequest request = serving_.Request("/metrics");
    if (serving_.StatusOf(request) != 200) ++failed_;
    took_.push_back(std::chrono::duration<double, std::milli>(Steady::now() - asked).count());
  }

  double Percentile(double share) const {
    std::vector<double> sorted = took_;
    std::sort(sorted.begin(), sorted.end());
    return sorted[std::min(sorted.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
  }

  // The last third may hold no more than the second one did, but for what varies from moment to moment.
  int Report() const {
    const std::size_t third = moments_.size() / 3;
    const Holding before = MostOf(moments_, third, 2 * third);
    const Holding after = MostOf(moments_, 2 * third, moments_.size());
    Print("second third", before);
    Print("last third", after);
    fmt::print("{} scrapes, {} failed: p50 {:.1f} ms, p99 {:.1f} ms, slowest {:.1f} ms; {} reloads\n",
               took_.size(), failed_, Percentile(0.5), Percentile(0.99), Percentile(1), reloads_);
    const bool flat = after.memory_mib <= before.memory_mib * 1.1 + 4 &&
                      after.threads <= before.threads + 2 && after.files <= before.files + 20;
    if (!flat) fmt::print("it grew\n");
    return flat && failed_ == 0 ? 0 : 1;
  }

  const seconds length_;
  TempDir folder_;
  ChangingCluster cluster_{kClusters};
  std::atomic<int> pushes_ = 0;
  TestServer pushgateway_{[this](const TestServer::Request&) -> TestServer::Reply {
    if (++pushes_ % 2 == 0) return {.status = 503, .body = "down\n"};
    return {.body = "backup_last_success_timestamp_seconds{job=\"dump\"} 1700000000\n"};
  }};
  const Serving serving_{Config(0), {"--state.dir=" + (folder_ / "state")}};
  std::vector<Holding> moments_;
  std::vector<double> took_;
  int failed_ = 0, reloads_ = 0;
};

}  // namespace
}  // namespace lastgood

int main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);
  lastgood::AllowDescriptors(4000);
  return lastgood::Soak(std::chrono::seconds(argc > 1 ? std::atoi(argv[1]) : 600)).Run();
}
