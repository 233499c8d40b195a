#include "collectors/jobs/jobs_pass.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/outside_text.h"
#include "base/time.h"
#include "collectors/jobs/values.h"
#include "net/s3/bucket_folder.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxFile = 4 * 1024 * 1024;
constexpr std::size_t kMaxFolder = 16 * 1024 * 1024;
constexpr std::size_t kMaxAnswer = 32 * 1024 * 1024;
constexpr std::size_t kMaxProblems = 1000;

Error ExplainStatus(const HttpResponse& response) {
  const ErrorCode code = response.status == 401   ? ErrorCode::kUnauthorized
                         : response.status == 403 ? ErrorCode::kForbidden
                         : response.status == 404 ? ErrorCode::kNotFound
                         : response.status == 429 ? ErrorCode::kThrottled
                                                  : ErrorCode::kUnavailable;
  return {code, fmt::format("expected metrics, found HTTP status {}: {}", response.status,
                            BodyInWords(response.body))};
}

}  // namespace

JobsPass::JobsPass(JobsPlan plan, std::size_t place, std::shared_ptr<Names> names,
                   const Environment& environment)
    : plan_(std::move(plan)),
      place_(place),
      names_(std::move(names)),
      http_(environment.http),
      clock_(environment.clock),
      since_(environment.clock.Now()) {}

Collected JobsPass::Run(const Pass& pass) {
  Collected collected;
  Remember(pass);
  const Readings readings = Note(Read(pass, collected));
  for (const Source* source : readings.sources)
    for (const Error& complaint : source->report.complaints) Complain(source->name, complaint, collected);
  TellUnknown(readings, collected);
  Assembly assembly = Assemble(plan_, readings, pass.former, clock_.Now());
  for (Error& complaint : assembly.complaints) Complain("", std::move(complaint), collected);
  collected.facts = std::move(assembly.facts);
  collected.memory = Memory();
  return collected;
}

void JobsPass::Remember(const Pass& pass) {
  if (std::exchange(remembers_, true)) return;
  std::optional<JobsMemory> memory = UnpackMemory(pass.memory);
  if (!memory) return;
  since_ = std::min(memory->since, since_);
  sources_ = std::move(memory->sources);
  jobs_.Restore(std::move(memory->jobs), std::move(memory->gone));
  buckets_.Restore(std::move(memory->buckets), std::move(memory->gone_buckets));
  parts_.Restore(std::move(memory->parts));
}

std::string JobsPass::Memory() const {
  return PackMemory(
      {since_, sources_, jobs_.known(), jobs_.gone(), buckets_.known(), buckets_.gone(), parts_.known()});
}

bool JobsPass::Read(const Pass& pass, Collected& collected) {
  Result<bool> all = true;
  if (plan_.url.empty())
    all = ReadFolder(pass, collected);
  else if (Status status = ReadUrl(pass); !status.ok())
    all = std::move(status).error();
  if (all.ok()) return *all;
  collected.failures.push_back(std::move(all).error().In("jobs " + plan_.name));
  return false;
}

Readings JobsPass::Note(bool complete) {
  Readings readings{.complete = complete, .since = since_};
  std::set<JobPlace> jobs;
  std::set<std::string> buckets;
  std::map<JobPlace, Parts> parts;
  for (const auto& [name, source] : sources_) {
    readings.sources.push_back(&source);
    for (const JobReport& report : source.report.jobs) {
      jobs.insert(report.place);
      parts[report.place].insert(report.parts.begin(), report.parts.end());
    }
    for (const BucketReport& report : source.report.buckets) buckets.insert(report.bucket);
  }
  const Time now = clock_.Now();
  jobs_.Note(jobs, now, plan_.forget_after);
  buckets_.Note(buckets, now, plan_.forget_after);
  parts_.Note(parts, now, plan_.forget_after);
  readings.gone = jobs_.gone();
  readings.gone_parts = parts_.Gone();
  readings.gone_buckets = buckets_.gone();
  readings.taken = names_->Claim(place_, NamesIn(plan_, readings));
  return readings;
}

void JobsPass::TellUnknown(const Readings& readings, Collected& collected) const {
  constexpr std::size_t kMostNames = 20;
  std::set<std::string> names;
  for (const Source* source : readings.sources) {
    if (!source->report.jobs.empty() || !source->report.buckets.empty()) return;
    names.insert(source->report.unknown.begin(), source->report.unknown.end());
  }
  if (names.empty()) return;
  const std::vector<std::string> some(
      names.begin(),
      std::next(names.begin(), static_cast<std::ptrdiff_t>(std::min(names.size(), kMostNames))));
  Complain(
      "",
      {ErrorCode::kConfig,
       fmt::format("no metric that is there is known: say in jobs.{}.metrics what they mean; there are {}{}",
                   plan_.name, fmt::join(some, ", "), some.size() < names.size() ? " and more" : "")},
      collected);
}

Status JobsPass::ReadUrl(const Pass& pass) {
  const HttpRequest request{.url = plan_.url, .max_body = kMaxAnswer, .deadline = pass.deadline};
  LASTGOOD_ASSIGN(const HttpResponse response, AskWithAccess(request, plan_.access, http_, clock_));
  if (response.status != 200) return ExplainStatus(response).In(plan_.place());
  return Take(plan_.place(), response.body,
              {.now = clock_.Now(), .live = true, .fallback_job = plan_.name, .job_label = plan_.job_label})
      .In(fmt::format("{}: expected metrics, as at a Pushgateway's /metrics", plan_.place()));
}

Result<bool> JobsPass::ReadFolder(const Pass& pass, Collected& collected) {
  LASTGOOD_ASSIGN(const PromFiles files, ListPromFiles(plan_.folder));
  for (const auto& [name, error] : files.unfit) Complain(name, error, collected);
  std::set<std::string> there;
  for (const PromFile& file : files.files) there.insert(file.name);
  std::erase_if(sources_, [&](const auto& source) { return !there.contains(source.first); });
  std::size_t bytes = 0;
  bool all = true;
  for (const PromFile& file : files.files) {
    if (pass.deadline.Over(clock_))
      return Error{ErrorCode::kTimeout, plan_.folder + ": the time for a pass was over: raise `timeout`"};
    if (bytes > kMaxFolder)
      return Error{ErrorCode::kTooLarge, plan_.folder + ": more than 16 MiB of .prom files"};
    Result<std::size_t> read = ReadFile(file, pass, collected);
    if (read.ok()) bytes += *read;
    if (read.ok()) continue;
    all = false;
    Complain(file.name, std::move(read).error(), collected);
  }
  return all;
}

Result<std::size_t> JobsPass::ReadFile(const PromFile& file, const Pass& pass, Collected& collected) {
  const FolderBucket folder(plan_.folder, clock_);
  LASTGOOD_ASSIGN(const std::string text, folder.Get(file.name, {.most = kMaxFile}, pass.deadline));
  ReportContext context{
      .now = clock_.Now(), .written = file.written, .fallback_job = file.job, .job_label = plan_.job_label};
  LASTGOOD_RETURN_IF_ERROR(Take(file.name, text, context));
  if (file.written <= context.now + kClocksDiffer) return text.size();
  // Its time would make a dead job look alive.
  context.written = std::nullopt;
  Complain(file.name,
           {ErrorCode::kClockSkew, fmt::format("written at {}, which is yet to come: its time counts for "
                                               "nothing; compare the clocks",
                                               FormatRfc3339(file.written))},
           collected);
  LASTGOOD_RETURN_IF_ERROR(Take(file.name, text, context));
  return text.size();
}

Status JobsPass::Take(const std::string& name, const std::string& text, const ReportContext& context) {
  if (IsHtmlPage(text)) return Error{ErrorCode::kMalformed, "found " + BodyInWords(text)};
  LASTGOOD_ASSIGN(Report report, DecodeReport(text, plan_.vocabulary, context));
  sources_[name] = {.name = name, .read = context.now, .report = std::move(report)};
  return Ok();
}

void JobsPass::Complain(const std::string& name, Error error, Collected& collected) const {
  if (collected.problems.size() == kMaxProblems) return;
  const std::string context = fmt::format("jobs {}{}", plan_.name, name.empty() ? "" : ", " + name);
  collected.problems.push_back({plan_.url.empty() ? "File" : "Metrics", "", name.empty() ? plan_.name : name,
                                std::move(error).In(context)});
}

}  // namespace lastgood::jobs
