#include "exporter/check/check_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>
#include <set>

#include "base/build_info.h"
#include "base/read_file.h"
#include "base/text.h"
#include "base/time.h"
#include "exporter/report/baseline.h"
#include "exporter/report/junit.h"
#include "exporter/report/report.h"
#include "exporter/report/sarif.h"
#include "exporter/report/table.h"
#include "exporter/serve/runner.h"
#include "net/http/curl_http.h"

namespace lastgood {
namespace {

// Of looking for the lines that reports point at.
constexpr Duration kLocating = std::chrono::seconds(60);

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

// What collectors use: one that hangs may use it longer than the pass.
struct Tools {
  explicit Tools(const CheckOptions& options) : clock(options.now) {}
  const ShiftedClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  // What fails is in the report; a log beside it would say it twice.
  Logger log{nullptr, clock, LogLevel::kError, LogFormat::kLogfmt};
};

// One line on a terminal that is written over; nothing elsewhere.
class ProgressLine {
 public:
  ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}
  ~ProgressLine() {
    if (terminal_ && written_) fmt::print(stderr, "\r\x1b[K");
  }
  void Show(std::string_view source, std::string_view what, std::size_t count) {
    const std::lock_guard lock(mutex_);
    const Monotonic now = std::chrono::steady_clock::now();
    if (!terminal_ || now - shown_ < std::chrono::milliseconds(100)) return;
    shown_ = now;
    written_ = true;
    fmt::print(stderr, "\r\x1b[K{}: {} {}", source, what, count);
    std::fflush(stderr);
  }

 private:
  std::mutex mutex_;
  bool terminal_;
  bool written_ = false;
  Monotonic shown_;
};

TableStyle StyleOf(const CheckOptions& options) {
  TableStyle style = StyleOfOutput();
  style.all = options.all;
  style.quiet = options.quiet;
  return style;
}

// As a report names it: below the current folder by its path from there.
std::string ShownPath(const std::string& file) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path normal = fs::path(file).lexically_normal();
  const fs::path relative = fs::relative(normal, fs::current_path(error), error);
  return error || relative.empty() || *relative.begin() == ".." ? normal.string() : relative.string();
}

bool PointsAtFiles(ReportFormat format) {
  return format == ReportFormat::kSarif || format == ReportFormat::kJUnit;
}

GateContext ContextOf(const CheckOptions& options, const Setup& setup, const Assessment& assessment,
                      const Clock& clock) {
  GateContext context{.fail_on = options.fail_on, .version = std::string(kBuildVersion)};
  if (!PointsAtFiles(options.format)) return context;
  std::set<WrittenObject> wanted;
  for (const Row& row : assessment.rows)
    if (!row.findings.empty()) wanted.insert({row.key.kind, row.key.namespace_, row.key.name});
  if (setup.kubernetes.source != nullptr)
    context.places = setup.kubernetes.source->Locate(wanted, Deadline::After(clock, kLocating));
  for (auto& [object, place] : context.places) place.file = ShownPath(place.file);
  const std::string& dump = options.common.collectors.dump;
  context.source = ShownPath(dump.empty() || dump == "-" ? setup.file : dump);
  if (context.source.empty() || context.source == ".") context.source = "lastgood.yaml";
  return context;
}

std::string Render(const CheckOptions& options, const Assessment& assessment, const GateContext& context,
                   Time now) {
  switch (options.format) {
    case ReportFormat::kJson:
      return RenderJson(assessment, now, options.fail_on);
    case ReportFormat::kMarkdown:
      return RenderMarkdown(assessment, now);
    case ReportFormat::kSarif:
      return RenderSarif(assessment, context);
    case ReportFormat::kJUnit:
      return RenderJUnit(assessment, context);
    case ReportFormat::kTable:
      break;
  }
  return RenderTable(assessment, now, StyleOf(options));
}

Result<std::optional<Baseline>> ReadBaseline(const std::string& file) {
  constexpr std::size_t kLargest = 256 * 1024 * 1024;
  if (file.empty()) return std::optional<Baseline>();
  LASTGOOD_ASSIGN(const std::string text, ReadFile(file, {.most = kLargest}).In("--baseline: " + file));
  LASTGOOD_ASSIGN(Baseline baseline, Baseline::Parse(text).In("--baseline: " + file));
  return std::optional(std::move(baseline));
}

std::string AFew(const std::set<std::string>& names) {
  constexpr std::size_t kMost = 20;
  std::string text;
  std::size_t count = 0;
  for (const std::string& name : names)
    if (++count <= kMost) text += (text.empty() ? "" : ", ") + Cut(OneLine(name));
  return count > kMost ? fmt::format("{} and {} more", text, count - kMost) : text;
}

// A namespace or system of which nothing is known is a slip of the pen, where others are known.
Status CheckFilter(const Filter& filter, const Assessment& whole) {
  std::set<std::string> namespaces, systems;
  for (const Row& row : whole.rows) {
    if (!row.key.namespace_.empty()) namespaces.insert(row.key.namespace_);
    if (!row.key.system.empty()) systems.insert(row.key.system);
  }
  const auto missing = [](const std::string& wanted, const std::set<std::string>& known) {
    return !wanted.empty() && !known.empty() && !known.contains(wanted);
  };
  if (missing(filter.system, systems))
    return Error{ErrorCode::kConfig, fmt::format("--system {}: nothing is known of it; there are {}",
                                                 Cut(OneLine(filter.system)), AFew(systems))};
  if (missing(filter.namespace_, namespaces))
    return Error{ErrorCode::kConfig, fmt::format("--namespace {}: nothing is known in it; there are {}",
                                                 Cut(OneLine(filter.namespace_)), AFew(namespaces))};
  return Ok();
}

// Beside the report, so that a program can read that.
void TellNotes(const KubeSource* source) {
  if (source == nullptr) return;
  for (const std::string& note : source->Notes()) fmt::print(stderr, "note: {}\n", note);
}

}  // namespace

Result<Ended> RunCheck(const CheckOptions& options) {
  auto tools = std::make_shared<Tools>(options);
  LASTGOOD_ASSIGN(const std::optional<Baseline> baseline, ReadBaseline(options.baseline));
  LASTGOOD_ASSIGN(const std::string file, FindConfigFile(options.common.config));
  LASTGOOD_ASSIGN(Setup setup, LoadSetup(file, options.common.collectors,
                                         {*tools->http, tools->clock, nullptr, ReadEnvironment}));
  Runner runner(std::move(setup.collectors), setup.objectives, tools->clock, tools->log);
  {
    ProgressLine progress;
    runner.RunOnce([&](std::string_view source, std::string_view what, std::size_t count) {
      progress.Show(source, what, count);
    });
  }
  // What hangs may use the tools for longer than this function runs, however that ends.
  const std::shared_ptr<void> still_in_use = runner.Stop(Duration::zero()) ? nullptr : tools;
  const Time now = tools->clock.Now();
  const Snapshot snapshot = SnapshotOf(runner.Current());
  if (!options.filter.system.empty() || !options.filter.namespace_.empty())
    LASTGOOD_RETURN_IF_ERROR(CheckFilter(options.filter, Assess(snapshot, now, setup.thresholds)));
  Assessment assessment = Assess(snapshot, now, setup.thresholds, options.filter);
  if (baseline) baseline->LeaveOutKnown(assessment);
  GateContext context = ContextOf(options, setup, assessment, tools->clock);
  if (baseline) context.is_new = [&](const Row& row) { return !baseline->Has(row); };
  const std::string text = Render(options, assessment, context, now);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    std::fputs("lastgood: standard output cannot be written\n", stderr);
    return Ended{2, still_in_use};
  }
  TellNotes(setup.kubernetes.source.get());
  return Ended{assessment.ExitCode(options.fail_on), still_in_use};
}

}  // namespace lastgood
