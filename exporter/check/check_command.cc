#include "exporter/check/check_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>

#include "base/build_info.h"
#include "base/read_file.h"
#include "base/text.h"
#include "base/time.h"
#include "exporter/reading/reader.h"
#include "exporter/report/baseline.h"
#include "exporter/report/junit.h"
#include "exporter/report/report.h"
#include "exporter/report/sarif.h"
#include "exporter/report/table.h"

namespace lastgood {
namespace {

// Of looking for the lines that reports point at.
constexpr Duration kLocating = std::chrono::seconds(60);

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

GateContext ContextOf(const CheckOptions& options, const Reader& reader, const Assessment& assessment) {
  const Setup& setup = reader.setup();
  GateContext context{.fail_on = options.fail_on, .version = std::string(kBuildVersion)};
  if (!PointsAtFiles(options.format)) return context;
  std::set<WrittenObject> wanted;
  for (const Row& row : assessment.rows)
    if (!row.findings.empty()) wanted.insert({row.key.kind, row.key.namespace_, row.key.name});
  if (setup.kubernetes.source != nullptr)
    context.places = setup.kubernetes.source->Locate(wanted, Deadline::After(reader.clock(), kLocating));
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

// What is asked for of all that is known.
Result<Assessment> Judge(const CheckOptions& options, const Reader& reader, Time now) {
  const Snapshot snapshot = reader.Known();
  const Thresholds& thresholds = reader.setup().thresholds;
  if (!options.filter.system.empty() || !options.filter.namespace_.empty())
    LASTGOOD_RETURN_IF_ERROR(CheckFilter(options.filter, Assess(snapshot, now, thresholds)));
  return Assess(snapshot, now, thresholds, options.filter);
}

bool Print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return true;
  std::fputs("lastgood: standard output cannot be written\n", stderr);
  return false;
}

Result<int> CheckOnce(const CheckOptions& options, const std::optional<Baseline>& baseline, Reader& reader) {
  reader.ReadOnce();
  const Time now = reader.Now();
  LASTGOOD_ASSIGN(Assessment assessment, Judge(options, reader, now));
  if (baseline) baseline->LeaveOutKnown(assessment);
  GateContext context = ContextOf(options, reader, assessment);
  if (baseline) context.is_new = [&](const Row& row) { return !baseline->Has(row); };
  if (!Print(Render(options, assessment, context, now))) return 2;
  TellNotes(reader.setup().kubernetes.source.get());
  return assessment.ExitCode(options.fail_on);
}

std::string Watched(const CheckOptions& options, const Reader& reader, const Assessment& assessment,
                    Time now) {
  constexpr std::string_view kClear = "\x1b[H\x1b[2J\x1b[3J";
  std::string text(isatty(STDOUT_FILENO) == 1 ? kClear : "");
  text += RenderTable(assessment, now, StyleOf(options));
  const std::vector<std::string> waiting = reader.WaitingFor();
  if (!waiting.empty()) text += fmt::format("Still reading {}.\n", fmt::join(waiting, ", "));
  return text + fmt::format("As of {}; Ctrl-C ends it.\n",
                            FormatRfc3339(std::chrono::floor<std::chrono::seconds>(now)));
}

// Until a signal ends it, which then ends nothing else. A filter may name what is yet to be read.
Result<int> Watch(const CheckOptions& options, Reader& reader) {
  constexpr timespec kPause{.tv_sec = 2, .tv_nsec = 0};
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  reader.Start();
  Assessment assessment;
  do {
    const Time now = reader.Now();
    assessment = Assess(reader.Known(), now, reader.setup().thresholds, options.filter);
    if (!Print(Watched(options, reader, assessment, now))) return 2;
  } while (sigtimedwait(&signals, nullptr, &kPause) < 0);
  return assessment.ExitCode(options.fail_on);
}

}  // namespace

Result<Ended> RunCheck(const CheckOptions& options) {
  LASTGOOD_ASSIGN(const std::optional<Baseline> baseline, ReadBaseline(options.baseline));
  LASTGOOD_ASSIGN(const std::shared_ptr<Reader> reader, Reader::Open(options.common, options.now));
  const Result<int> code = options.watch ? Watch(options, *reader) : CheckOnce(options, baseline, *reader);
  const bool hangs = reader->Stop();
  if (!code.ok()) return code.error();
  return Ended{*code, hangs ? reader : nullptr};
}

}  // namespace lastgood
