#include "exporter/serve/exporter.h"

#include "base/build_info.h"
#include "exporter/serve/web_config_file.h"

namespace lastgood {

Exporter::Exporter(const ServeOptions& options, const std::string& state_dir, HttpClient& http,
                   const Clock& clock, Logger& log)
    : options_(options), http_(http), clock_(clock), log_(log) {
  if (!state_dir.empty()) keeper_.emplace(state_dir, clock, log);
}

void Exporter::Prepare(Setup setup, Web& web) {
  web_ = &web;
  self_ = {.version = std::string(kBuildVersion),
           .revision = std::string(kBuildRevision),
           .compiler = std::string(kBuildCompiler),
           .reload_successful = true,
           .reload_success = clock_.Now()};
  std::vector<FormerPart> former;
  if (keeper_) {
    former = keeper_->Read();
    self_.state = keeper_->state();
  }
  kubernetes_ = std::move(setup.kubernetes);
  runner_ = std::make_shared<Runner>(std::move(setup.collectors), std::move(setup.objectives), clock_, log_,
                                     former);
  web_->Serve(runner_, setup.generator, self_);
}

void Exporter::Go() {
  runner_->Start();
  if (keeper_) keeping_thread_ = std::jthread([this](const std::stop_token& stop) { KeepState(stop); });
}

Status Exporter::Reload() {
  const std::lock_guard lock(mutex_);
  Result<Setup> setup = Load(options_, http_, clock_, kubernetes_);
  self_.reload_successful = setup.ok();
  if (!setup.ok()) {
    web_->SetSelf(self_);
    log_.Log(LogLevel::kError, "the config was not reloaded; the old one stays in force",
             {{"error", setup.error().message}});
    return setup.error();
  }
  self_.reload_success = clock_.Now();
  kubernetes_ = std::move(setup->kubernetes);
  const Runner::Reloaded reloaded = runner_->Reload(std::move(setup->collectors), setup->objectives);
  web_->Serve(runner_, setup->generator, self_);
  log_.Log(LogLevel::kInfo, "reloaded the config",
           {{"unchanged", std::to_string(reloaded.kept)}, {"begun", std::to_string(reloaded.begun)}});
  return Ok();
}

// What is known is written first: whatever hangs afterwards, it is kept.
bool Exporter::Stop(Duration patience) {
  keeping_thread_.request_stop();
  if (keeping_thread_.joinable()) keeping_thread_.join();
  if (keeper_) WriteState();
  return runner_->Stop(patience);
}

Result<Setup> Exporter::Load(const ServeOptions& options, HttpClient& http, const Clock& clock,
                             const KubernetesSource& former) {
  LASTGOOD_ASSIGN(const std::string file, FindConfigFile(options.common.config));
  LASTGOOD_ASSIGN(
      Setup setup,
      LoadSetup(
          file, options.common.collectors,
          {.http = http, .clock = clock, .kubernetes = nullptr, .getenv = ReadEnvironment, .follow = true},
          former));
  if (setup.collectors.empty())
    return Error{ErrorCode::kConfig,
                 "nothing to read: name a kubernetes, buckets or logs source in lastgood.yaml"};
  LASTGOOD_RETURN_IF_ERROR(
      WebConfigFile::Open(options.web_config_file.value_or(setup.settings.web_config_file.value_or(""))));
  return setup;
}

void Exporter::KeepState(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    clock_.Sleep(std::chrono::seconds(1), stop);
    bool due = false;
    {
      const std::lock_guard lock(keeping_);
      due = !stop.stop_requested() && keeper_->IsDue(runner_->Current(), runner_->Ready());
    }
    if (due) WriteState();
  }
}

void Exporter::WriteState() {
  const std::lock_guard one(keeping_);
  keeper_->Write(runner_->Current());
  const std::lock_guard lock(mutex_);
  self_.state = keeper_->state();
  web_->SetSelf(self_);
}

}  // namespace lastgood
