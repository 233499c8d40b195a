// The exporter while it runs: the runner of the config in force, what reloads it, and what keeps its state.
// For several threads at once; the threads that it starts end with Stop.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "exporter/config/options.h"
#include "exporter/serve/runner.h"
#include "exporter/serve/state_keeper.h"
#include "exporter/serve/web.h"

namespace lastgood {

class Exporter {
 public:
  // All must outlive it. `state_dir` "" keeps no state.
  Exporter(const ServeOptions& options, const std::string& state_dir, HttpClient& http, const Clock& clock,
           Logger& log);

  // What to serve before the first pass ends; Go starts to collect.
  void Prepare(Setup setup, Web& web);
  void Go();
  // The old config stays in force when the new one has a mistake; what it does not change goes on.
  Status Reload();
  // False when a thread hangs and was left behind.
  bool Stop(Duration patience);

  // What the config asks for, its web config read too; `former` is the source of Kubernetes that runs.
  static Result<Setup> Load(const ServeOptions& options, HttpClient& http, const Clock& clock,
                            const KubernetesSource& former = {});

 private:
  void KeepState(const std::stop_token& stop);
  void WriteState();

  const ServeOptions& options_;
  HttpClient& http_;
  const Clock& clock_;
  Logger& log_;
  Web* web_ = nullptr;
  std::shared_ptr<Runner> runner_;  // the same one whatever is reloaded
  std::mutex keeping_;              // for `keeper_`; taken before `mutex_`
  std::optional<StateKeeper> keeper_;
  std::mutex mutex_;  // for what follows
  SelfState self_;
  KubernetesSource kubernetes_;
  std::jthread keeping_thread_;
};

}  // namespace lastgood
