#include "exporter/serve/serve_command.h"

#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <future>
#include <thread>

#include "base/build_info.h"
#include "exporter/serve/exporter.h"
#include "exporter/serve/server.h"
#include "net/http/curl_http.h"
#include "net/http/endpoint.h"

namespace lastgood {
namespace {

// Of the five seconds that an end may take: for answers, for collectors, and for all of it.
constexpr Duration kPatience = std::chrono::milliseconds(2000);
constexpr Duration kMostOfTheEnd = std::chrono::milliseconds(4500);

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

WebSettings SettingsOf(const ServeOptions& options, const FileSettings& file) {
  WebSettings settings;
  settings.telemetry_path = Pick(options.telemetry_path, file.telemetry_path, "/metrics");
  if (!settings.telemetry_path.starts_with('/')) settings.telemetry_path.insert(0, "/");
  settings.enable_lifecycle = options.enable_lifecycle || file.enable_lifecycle.value_or(false);
  const Result<Endpoint> reached = ParseEndpoint(file.external_url);
  if (reached.ok()) settings.external_path = reached->path;
  return settings;
}

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

// Everything that the threads of a serving process use. Kept alive by whoever may still use it.
struct Process {
  explicit Process(const ServeOptions& serve) : options(serve) {}

  const ServeOptions options;
  const SystemClock clock;
  Instruments instruments;
  const std::unique_ptr<HttpClient> http =
      MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion), &instruments);
  std::unique_ptr<Logger> log;
  std::unique_ptr<Exporter> exporter;
  std::unique_ptr<Web> web;
  std::unique_ptr<Server> server;

  Status Start();
  // False when a thread was left behind.
  bool Stop();
};

Status Process::Start() {
  LASTGOOD_ASSIGN(Setup setup, Exporter::Load(options, *http, clock));
  const FileSettings file = setup.settings;
  const std::string config = setup.file.empty() ? "none" : setup.file;
  LASTGOOD_ASSIGN(const LogLevel level, ParseLogLevel(Pick(options.log_level, file.log_level, "info")));
  LASTGOOD_ASSIGN(const LogFormat format,
                  ParseLogFormat(Pick(options.log_format, file.log_format, "logfmt")));
  log = std::make_unique<Logger>(stderr, clock, level, format);
  exporter =
      std::make_unique<Exporter>(options, Pick(options.state_dir, file.state_dir, ""), *http, clock, *log);
  web = std::make_unique<Web>(SettingsOf(options, file), clock, instruments,
                              [this] { return exporter->Reload(); });
  exporter->Prepare(std::move(setup), *web);
  LASTGOOD_ASSIGN(server, Server::Start(Pick(options.listen_address, file.listen_address, ":9847"),
                                        Pick(options.web_config_file, file.web_config_file, ""), *web, *log));
  exporter->Go();
  log->Log(LogLevel::kInfo, "listening", {{"url", server->url()}, {"config", config}});
  return Ok();
}

bool Process::Stop() {
  server->Stop(kPatience);
  return exporter->Stop(kPatience);
}

// Runs Stop on a thread of its own, so that nothing that hangs in it can hold up the end.
bool StopInTime(const std::shared_ptr<Process>& process) {
  auto stopped = std::make_shared<std::promise<bool>>();
  std::future<bool> result = stopped->get_future();
  std::thread([process, stopped] { stopped->set_value(process->Stop()); }).detach();
  return result.wait_for(kMostOfTheEnd) == std::future_status::ready && result.get();
}

}  // namespace

Result<Ended> RunServe(const ServeOptions& options) {
  const sigset_t signals = BlockSignals();
  auto process = std::make_shared<Process>(options);
  LASTGOOD_RETURN_IF_ERROR(process->Start());
  WaitForTheEnd(signals, *process->exporter, *process->log);
  return Ended{0, StopInTime(process) ? nullptr : process};
}

}  // namespace lastgood
