#include "exporter/reading/reader.h"

#include <fmt/format.h>

#include "base/build_info.h"
#include "base/progress_line.h"
#include "exporter/serve/runner.h"
#include "net/http/curl_http.h"

namespace lastgood {
namespace {

// The machine's clock, with the date set by --now.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(std::optional<Time> now) : shift_(now ? *now - system_.Now() : Duration::zero()) {}
  Time Now() const override { return system_.Now() + shift_; }
  Time Wall() const override { return system_.Now(); }
  Monotonic Steady() const override { return system_.Steady(); }
  void Sleep(Duration duration, const std::stop_token& stop) const override { system_.Sleep(duration, stop); }

 private:
  SystemClock system_;
  Duration shift_;
};

}  // namespace

struct Reader::Tools {
  explicit Tools(const std::optional<Time>& now) : clock(now) {}

  const ShiftedClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  // What fails is in the report; a log beside it would say it twice.
  Logger log{nullptr, clock, LogLevel::kError, LogFormat::kLogfmt};
  Setup setup;
  std::optional<Runner> runner;
};

Reader::Reader(std::unique_ptr<Tools> tools) : tools_(std::move(tools)) {}
// What a hung pass uses must outlive its thread, however the command ends.
Reader::~Reader() {
  if (hangs_) static_cast<void>(tools_.release());
}

Result<std::shared_ptr<Reader>> Reader::Open(const CommonOptions& options, const std::optional<Time>& now) {
  auto tools = std::make_unique<Tools>(now);
  LASTGOOD_ASSIGN(const std::string file, FindConfigFile(options.config));
  LASTGOOD_ASSIGN(tools->setup, LoadSetup(file, options.collectors,
                                          {*tools->http, tools->clock, nullptr, ReadEnvironment}));
  if (tools->setup.collectors.empty())
    return Error{
        ErrorCode::kConfig,
        fmt::format("{}: there is nothing to read; name a source there (lastgood discover writes one), or "
                    "give a dump",
                    file.empty() ? "no config and no kubeconfig was found" : file + " names no source")};
  tools->runner.emplace(std::move(tools->setup.collectors), tools->setup.objectives, tools->clock,
                        tools->log);
  return std::shared_ptr<Reader>(new Reader(std::move(tools)));
}

void Reader::ReadOnce() {
  ProgressLine progress;
  tools_->runner->RunOnce([&](std::string_view source, std::string_view what, std::size_t count) {
    progress.Show(source, what, count);
  });
}

void Reader::Start() { tools_->runner->Start(); }
Snapshot Reader::Known() const { return SnapshotOf(tools_->runner->Current()); }
std::vector<std::string> Reader::WaitingFor() const { return tools_->runner->WaitingFor(); }
Time Reader::Now() const { return tools_->clock.Now(); }
const Clock& Reader::clock() const { return tools_->clock; }
const Setup& Reader::setup() const { return tools_->setup; }
bool Reader::Stop() {
  hangs_ = !tools_->runner->Stop(Duration::zero());
  return hangs_;
}

}  // namespace lastgood
