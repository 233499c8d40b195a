#include "collectors/jobs/jobs_pass.h"

#include <fmt/format.h>

#include <filesystem>

#include "exporter/base/time.h"
#include "exporter/net/bucket_folder.h"

namespace lastgood::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 10'000;
constexpr std::size_t kMaxFile = 4 * 1024 * 1024;
constexpr std::size_t kMaxAnswer = 32 * 1024 * 1024;
constexpr std::string_view kExtension = ".prom";

Error ExplainFolder(const std::string& folder, const std::error_code& error) {
  const bool denied = error == std::errc::permission_denied;
  const ErrorCode code = denied                                          ? ErrorCode::kForbidden
                         : error == std::errc::no_such_file_or_directory ? ErrorCode::kNotFound
                                                                         : ErrorCode::kUnavailable;
  return {code,
          fmt::format("{}: {}; check the path, its mount and its permissions", folder, error.message())};
}

Error ExplainStatus(const std::string& url, const HttpResponse& response) {
  const ErrorCode code = response.status == 401   ? ErrorCode::kUnauthorized
                         : response.status == 403 ? ErrorCode::kForbidden
                         : response.status == 404 ? ErrorCode::kNotFound
                         : response.status == 429 ? ErrorCode::kThrottled
                                                  : ErrorCode::kUnavailable;
  return {code, fmt::format("{}: expected metrics, found HTTP status {}: {}", url, response.status,
                            Cut(response.body))};
}

}  // namespace

JobsPass::JobsPass(JobsPlan plan, const Environment& environment)
    : plan_(std::move(plan)),
      http_(environment.http),
      clock_(environment.clock),
      since_(environment.clock.Now()) {
  for (const auto& [name, bucket] : environment.buckets) listed_buckets_.insert(name);
}

Collected JobsPass::Run(const Pass& pass) {
  Collected collected;
  bool complete = true;
  if (!plan_.url.empty()) {
    if (Status status = ReadUrl(pass); !status.ok()) {
      complete = false;
      collected.failures.push_back(std::move(status).error().In("jobs " + plan_.name));
    }
  } else {
    Result<bool> all = ReadFolder(pass, collected);
    complete = all.ok() && *all;
    if (!all.ok()) collected.failures.push_back(std::move(all).error().In("jobs " + plan_.name));
  }
  std::vector<const Source*> sources;
  for (const auto& [name, source] : sources_) {
    sources.push_back(&source);
    for (const std::string& complaint : source.report.complaints)
      Complain(name, {ErrorCode::kMalformed, complaint}, collected);
  }
  Assembly assembly = Assemble(plan_, sources, pass.former, listed_buckets_, complete, since_, clock_.Now());
  for (std::string& complaint : assembly.complaints)
    Complain("", {ErrorCode::kMalformed, std::move(complaint)}, collected);
  collected.facts = std::move(assembly.facts);
  return collected;
}

Status JobsPass::ReadUrl(const Pass& pass) {
  const HttpRequest request{.url = plan_.url, .max_body = kMaxAnswer, .deadline = pass.deadline};
  LASTGOOD_ASSIGN(const HttpResponse response,
                  AskWithAccess(request, plan_.access, http_, clock_).In("reading " + plan_.url));
  if (response.status != 200) return ExplainStatus(plan_.url, response);
  return Take(plan_.url, response.body, {.now = clock_.Now()}).In(plan_.url);
}

Result<bool> JobsPass::ReadFolder(const Pass& pass, Collected& collected) {
  LASTGOOD_ASSIGN(const std::vector<File> files, ListFiles(collected));
  std::set<std::string> there;
  bool all = true;
  for (const File& file : files) {
    there.insert(file.name);
    if (pass.progress) pass.progress("reading " + plan_.folder, there.size());
    Status status = ReadFile(file, pass);
    if (status.ok()) continue;
    all = false;
    Complain(file.name, std::move(status).error().In(plan_.folder + "/" + file.name), collected);
  }
  std::erase_if(sources_, [&](const auto& source) { return !there.contains(source.first); });
  return all;
}

Result<std::vector<JobsPass::File>> JobsPass::ListFiles(Collected& collected) const {
  std::vector<File> files;
  std::error_code error;
  for (fs::directory_iterator at(plan_.folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!name.ends_with(kExtension)) continue;
    std::error_code gone;
    const fs::file_time_type written = at->last_write_time(gone);
    if (gone) continue;  // replaced at this moment: the next pass meets the new one
    if (!fs::is_regular_file(at->symlink_status(gone)))
      Complain(name, {ErrorCode::kMalformed, plan_.folder + "/" + name + ": not a regular file"}, collected);
    else
      files.push_back({name, std::chrono::floor<Duration>(std::chrono::file_clock::to_sys(written))});
    if (files.size() > kMaxFiles)
      return Error{ErrorCode::kTooLarge, plan_.folder + ": more than 10,000 .prom files"};
  }
  if (error) return ExplainFolder(plan_.folder, error);
  return files;
}

Status JobsPass::ReadFile(const File& file, const Pass& pass) {
  const FolderBucket folder(plan_.folder, clock_);
  LASTGOOD_ASSIGN(const std::string text, folder.Get(file.name, {.most = kMaxFile}, pass.deadline));
  ReportContext context{.now = clock_.Now(), .written = file.written};
  // A file's time may lie a little ahead of ours, not more: it would make a dead job look alive.
  if (file.written > context.now + std::chrono::minutes(5)) context.written = std::nullopt;
  context.fallback_job = file.name.substr(0, file.name.size() - kExtension.size());
  return Take(file.name, text, std::move(context));
}

Status JobsPass::Take(const std::string& name, const std::string& text, ReportContext context) {
  LASTGOOD_ASSIGN(Report report, DecodeReport(text, plan_.metrics, context));
  sources_[name] = {.name = name, .read = context.now, .report = std::move(report)};
  return Ok();
}

void JobsPass::Complain(const std::string& name, Error error, Collected& collected) const {
  if (!error.message.starts_with('/')) error = std::move(error).In(name.empty() ? plan_.name : name);
  collected.problems.push_back({"Job", "", name, std::move(error).In("jobs " + plan_.name)});
}

}  // namespace lastgood::jobs
