#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "exporter/build_info.h"
#include "exporter/commands.h"
#include "exporter/net/curl_http.h"
#include "exporter/server.h"

namespace lastgood {
namespace {

constexpr Duration kPatience =
    std::chrono::milliseconds(2000);  // of each half of the 5 s that an end may take

sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

std::string Pick(const std::optional<std::string>& flag, const std::optional<std::string>& file,
                 const char* fallback) {
  return flag ? *flag : file.value_or(fallback);
}

// The exporter while it runs: the runner of the config in force, and what reloads it.
class Exporter {
 public:
  Exporter(const ServeOptions& options, HttpClient& http, const Clock& clock, Logger& log)
      : options_(options), http_(http), clock_(clock), log_(log) {}

  void Start(Setup setup, Web& web) {
    web_ = &web;
    self_ = {std::string(kBuildVersion), std::string(kBuildRevision), std::string(kBuildCompiler), true,
             clock_.Now()};
    Run(std::move(setup), {});
  }

  // The old config stays in force when the new one has a mistake.
  Status Reload() {
    const std::lock_guard lock(mutex_);
    Result<Setup> setup = Load(options_, http_, clock_);
    self_.reload_successful = setup.ok();
    if (!setup.ok()) {
      log_.Log(LogLevel::kError, "the config was not reloaded; the old one stays in force",
               {{"error", setup.error().message}});
      web_->SetSelf(self_);
      return setup.error();
    }
    self_.reload_success = clock_.Now();
    const View former = runner_->Current();
    runner_->Stop(kPatience);
    Run(*std::move(setup), former);
    log_.Log(LogLevel::kInfo, "reloaded the config");
    return Ok();
  }

  bool Stop() {
    const std::lock_guard lock(mutex_);
    return runner_->Stop(kPatience);
  }

  static Result<Setup> Load(const ServeOptions& options, HttpClient& http, const Clock& clock) {
    LASTGOOD_ASSIGN(const std::string file, FindConfigFile(options.common.config));
    LASTGOOD_ASSIGN(Setup setup,
                    LoadSetup(file, options.common.collectors, {http, clock, nullptr, ReadEnvironment}));
    if (setup.collectors.empty())
      return Error{ErrorCode::kConfig,
                   "nothing to read: name a kubernetes, buckets or logs source in lastgood.yaml"};
    return setup;
  }

 private:
  void Run(Setup setup, const View& former) {
    runner_ = std::make_shared<Runner>(std::move(setup.collectors), setup.objectives, clock_, log_, former);
    runner_->Start();
    web_->Serve(runner_, setup.thresholds, self_);
  }

  const ServeOptions& options_;
  HttpClient& http_;
  const Clock& clock_;
  Logger& log_;
  Web* web_ = nullptr;
  std::mutex mutex_;
  SelfState self_;
  std::shared_ptr<Runner> runner_;
};

// Returns at SIGTERM or SIGINT.
void WaitForTheEnd(const sigset_t& signals, Exporter& exporter, Logger& log) {
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) return log.Log(LogLevel::kInfo, "ending", {{"signal", std::to_string(signal)}});
    // The outcome is logged and in lastgood_config_last_reload_successful.
    static_cast<void>(exporter.Reload());
  }
}

}  // namespace

Result<int> RunServe(const ServeOptions& options) {
  const sigset_t signals = BlockSignals();
  const SystemClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  LASTGOOD_ASSIGN(Setup setup, Exporter::Load(options, *http, clock));
  const FileSettings file = setup.settings;
  const std::string config = setup.file.empty() ? "none" : setup.file;
  LASTGOOD_ASSIGN(const LogLevel level,
                  ParseLogLevel(Pick(options.common.log_level, file.log_level, "info")));
  LASTGOOD_ASSIGN(const LogFormat format,
                  ParseLogFormat(Pick(options.common.log_format, file.log_format, "logfmt")));
  Logger log(stderr, clock, level, format);

  Exporter exporter(options, *http, clock, log);
  Web web({Pick(options.telemetry_path, file.telemetry_path, "/metrics"),
           options.enable_lifecycle || file.enable_lifecycle.value_or(false)},
          clock, [&exporter] { return exporter.Reload(); });
  exporter.Start(std::move(setup), web);
  Result<std::unique_ptr<Server>> server =
      Server::Start(Pick(options.listen_address, file.listen_address, ":9847"),
                    Pick(options.web_config_file, file.web_config_file, ""), web, log);
  if (server.ok()) {
    log.Log(LogLevel::kInfo, "listening", {{"url", (*server)->url()}, {"config", config}});
    WaitForTheEnd(signals, exporter, log);
    (*server)->Stop(kPatience);
  }
  const bool ended = exporter.Stop();
  // A thread that hangs in a source still uses what this function owns, so it must not return.
  if (!ended && server.ok()) std::_Exit(0);
  if (!server.ok()) return std::move(server).error();
  return 0;
}

}  // namespace lastgood
