// What can be wrong about policies, destinations, buckets, logs and collectors.
#include "model/assess_system.h"

#include <fmt/format.h>

#include "base/time.h"
#include "model/alerts.h"
#include "model/future.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxUnreadShown = 20;

std::string_view AdviceFor(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUnauthorized:
      return "renew the credentials";
    case ErrorCode::kForbidden:
      return "grant the right that is named";
    case ErrorCode::kNotFound:
      return "check the name and that it exists";
    case ErrorCode::kTls:
      return "check the certificate and the configured CA";
    case ErrorCode::kClockSkew:
      return "set the clock (NTP) on this machine or the server";
    case ErrorCode::kWrongRegion:
      return "set the region that is named";
    case ErrorCode::kMalformed:
    case ErrorCode::kTruncated:
    case ErrorCode::kTooLarge:
      return "look at the object or answer that is named";
    case ErrorCode::kConfig:
      return "correct the configuration";
    default:
      return "check that the source is up and reachable; lastgood tries again by itself";
  }
}

std::string WhyOverdue(const RestoreTestFacts& test) {
  std::string why = "none has ever succeeded";
  if (test.last_success)
    why = fmt::format("the last good one ended at {}", FormatRfc3339(*test.last_success));
  if (test.recovered_to)
    why = fmt::format("{} restored data of {}", test.last_success ? why + " and" : "it last",
                      FormatRfc3339(*test.recovered_to));
  if (test.untested_since)
    why += fmt::format("; a newer backup waits untested since {}", FormatRfc3339(*test.untested_since));
  return test.detail.empty() ? why : fmt::format("{}; {}", why, test.detail);
}

std::string WhyNotMaintained(const DestinationFacts& destination, Time now) {
  std::string why = "no maintenance has ever succeeded";
  if (destination.maintenance)
    why =
        fmt::format("its last maintenance was {} ago, at {}", FormatDuration(now - *destination.maintenance),
                    FormatRfc3339(*destination.maintenance));
  if (!destination.maintenance_detail.empty()) why += fmt::format("; {}", destination.maintenance_detail);
  return why;
}

}  // namespace

std::vector<Finding> FindingsOf(const RestoreTestFacts& test, const std::optional<Time>& deadline, Time now) {
  std::vector<Finding> findings;
  const bool failing = test.last_failure && (!test.last_success || *test.last_failure > *test.last_success);
  if (failing)
    findings.push_back({Level::kCritical, alerts::kRestoreTestFailed, "restore drill failed",
                        test.last_failure, test.last_failure_message, test.inspect});
  if (IsAhead(test.last_success, now))
    findings.push_back({Level::kWarning, alerts::kSuccessInFuture, "dated in the future", std::nullopt,
                        AheadInWords("the last good drill", *test.last_success, now),
                        std::string(kClockAdvice)});
  if (deadline && *deadline < now && *deadline < test.observed)
    findings.push_back({Level::kWarning, alerts::kRestoreTestStale, "restore drill overdue", deadline,
                        WhyOverdue(test), test.inspect});
  for (const std::string& what : test.unread)
    findings.push_back(
        {Level::kUnknown, {}, "cannot tell", std::nullopt, what, "give lastgood what it could not read"});
  return findings;
}

std::vector<Finding> FindingsOf(const CopyFacts& copy, Time now) {
  if (!copy.checked) return {{Level::kUnknown, {}, "not compared yet", std::nullopt, "", ""}};
  if (!copy.deadline || *copy.deadline >= now || *copy.deadline >= *copy.checked) return {};
  return {{Level::kWarning, alerts::kCopyBehind, "the copy is behind", copy.oldest_missing,
           copy.detail.empty() ? fmt::format("{} objects are missing", copy.missing_objects.value_or(0))
                               : copy.detail,
           "look at what copies it"}};
}

std::vector<Finding> FindingsOf(const PolicyFacts& policy) {
  if (policy.valid.value_or(true)) {
    if (!policy.suspended.value_or(false)) return {};
    return {{Level::kNotice, alerts::kScheduleSuspended, "suspended", std::nullopt, policy.detail, ""}};
  }
  if (!policy.fault.empty())
    return {{Level::kWarning, alerts::kScheduleInvalid, policy.fault, std::nullopt, policy.detail,
             policy.remedy}};
  return {{Level::kWarning, alerts::kScheduleInvalid, "schedule invalid", std::nullopt,
           policy.detail.empty() ? fmt::format("\"{}\" does not parse", policy.schedule) : policy.detail,
           "correct the cron expression"}};
}

std::vector<Finding> FindingsOf(const DestinationFacts& destination, Time now) {
  if (!destination.available.value_or(true))
    return {{Level::kCritical, alerts::kDestinationUnavailable, "unavailable", destination.last_check,
             destination.detail.empty() ? "the backup system cannot use it" : destination.detail,
             fmt::format("check that {} is reachable and its credentials are valid", destination.url)}};
  std::vector<Finding> findings;
  if (destination.check_deadline && *destination.check_deadline < now &&
      *destination.check_deadline < destination.observed)
    findings.push_back({Level::kWarning, alerts::kDestinationUnavailable, "not checked lately",
                        destination.last_check,
                        "the backup system has not reached it for several of its own poll intervals",
                        "look at the backup system's log"});
  if (destination.maintenance_deadline && *destination.maintenance_deadline < now &&
      *destination.maintenance_deadline < destination.observed)
    findings.push_back({Level::kWarning, alerts::kRepositoryNotMaintained, "not maintained",
                        destination.maintenance, WhyNotMaintained(destination, now),
                        "until it is maintained, what backups no longer need is not deleted: it grows, and "
                        "becomes slow; see that the maintenance runs"});
  return findings;
}

namespace {

// Where some of it cannot be counted: what was.
std::uint64_t LeastUsed(const BucketFacts& bucket) {
  std::uint64_t bytes = 0;
  for (const PrefixFacts& prefix : bucket.prefixes) {
    if (!prefix.prefix.empty()) continue;  // counted in the whole bucket
    bytes += prefix.current.bytes;
    for (const std::optional<Usage>& hidden : {prefix.noncurrent, prefix.incomplete})
      if (hidden) bytes += hidden->bytes;
  }
  return bytes;
}

void CheckRoom(const BucketFacts& bucket, const Thresholds& thresholds, std::vector<Finding>& findings) {
  if (!bucket.limit_bytes || *bucket.limit_bytes == 0) return;
  const std::uint64_t used = bucket.used_bytes.value_or(LeastUsed(bucket));
  const std::string_view least = bucket.used_bytes ? "" : "at least ";
  const double ratio = static_cast<double>(used) / static_cast<double>(*bucket.limit_bytes);
  if (ratio < thresholds.bucket_warning) return;
  findings.push_back(
      {ratio >= thresholds.bucket_critical ? Level::kCritical : Level::kWarning, alerts::kBucketNearLimit,
       fmt::format("{}{:.0f} % full", least, 100 * ratio), std::nullopt,
       fmt::format("{}{} of {} used", least, FormatSize(used), FormatSize(*bucket.limit_bytes)),
       "raise the limit, or shorten retention: backups fail when it is full"});
}

// Against a limit it matters how much it is; else it is only good to know.
void CheckCounted(const BucketFacts& bucket, std::vector<Finding>& findings) {
  for (const std::string& what : bucket.unread) {
    const std::string least = fmt::format("at least {} used: {}", FormatSize(LeastUsed(bucket)), what);
    if (bucket.limit_bytes)
      findings.push_back({Level::kUnknown,
                          {},
                          "cannot tell how full",
                          std::nullopt,
                          least,
                          "grant the right that is named"});
    else
      findings.push_back({Level::kNotice, {}, "not all is counted", std::nullopt, least, ""});
  }
}

// Nothing is what a wrong name, or a folder that is not mounted, looks like.
void CheckNotEmpty(const BucketFacts& bucket, std::vector<Finding>& findings) {
  for (const PrefixFacts& prefix : bucket.prefixes) {
    const bool whole = prefix.prefix.empty();
    if (prefix.current.objects > 0 || prefix.prefix == "(other)") continue;
    if (whole)
      findings.push_back({Level::kNotice,
                          {},
                          "empty",
                          std::nullopt,
                          fmt::format("{} holds no object", bucket.url),
                          "check that it is the right one, and that a folder is mounted"});
    else
      findings.push_back({Level::kNotice,
                          {},
                          fmt::format("nothing under {}", prefix.prefix),
                          std::nullopt,
                          fmt::format("no object's key begins with \"{}\"", prefix.prefix),
                          "check the spelling in `prefixes`"});
    if (whole) return;
  }
}

}  // namespace

std::vector<Finding> FindingsOf(const BucketFacts& bucket, Time now, const Thresholds& thresholds) {
  std::vector<Finding> findings;
  CheckRoom(bucket, thresholds, findings);
  for (const BucketRisk& risk : bucket.risks)
    findings.push_back({Level::kWarning, alerts::kBucketUnsafe, "will not keep what it holds", std::nullopt,
                        risk.what, "correct the bucket's lifecycle rules, or move what is named"});
  CheckCounted(bucket, findings);
  CheckNotEmpty(bucket, findings);
  for (const std::string& note : bucket.notes)
    findings.push_back({Level::kNotice, {}, "note", std::nullopt, note, ""});
  if (bucket.listing_deadline < now)
    findings.push_back({Level::kWarning, alerts::kBucketListingStale, "listing is old", bucket.listed,
                        "no complete listing has ended in time", "look at the collector of this bucket"});
  else if (!bucket.listed)
    findings.push_back(
        {Level::kUnknown, {}, "not listed yet", std::nullopt, "no complete listing has ended", ""});
  return findings;
}

std::vector<Finding> FindingsOf(const LogsFacts& logs, Time now) {
  std::vector<Finding> findings;
  findings.reserve(logs.notes.size());
  for (const std::string& note : logs.notes)
    findings.push_back({Level::kNotice, {}, "note", std::nullopt, note, ""});
  if (!logs.ready.value_or(true))
    findings.push_back({Level::kCritical, alerts::kLogsIngestionDown, "not ready", std::nullopt,
                        logs.detail.empty() ? "Loki says that it is not ready" : logs.detail,
                        "look at Loki's own log"});
  for (const StreamFacts& stream : logs.streams)
    if (stream.checked && stream.deadline < now && stream.deadline < *stream.checked)
      findings.push_back({Level::kWarning, alerts::kLogsSilent, fmt::format("{} is silent", stream.name),
                          stream.newest_entry,
                          stream.newest_entry ? fmt::format("its newest entry is from {}",
                                                            FormatRfc3339(*stream.newest_entry))
                                              : "no entry was found",
                          "check that the workload runs and that its logs are collected"});
    else if (!stream.checked)
      findings.push_back({Level::kUnknown,
                          {},
                          fmt::format("{} was not read", stream.name),
                          std::nullopt,
                          "Loki has not answered for this stream yet",
                          ""});
  return findings;
}

std::vector<Finding> FindingsOf(const CollectorState& state) {
  std::vector<Finding> findings;
  findings.reserve(state.failures.size());
  for (const Error& failure : state.failures)
    findings.push_back({Level::kUnknown, alerts::kCollectorFailing,
                        fmt::format("{} ({})", kCannotRead, ToString(failure.code)), state.last_success,
                        failure.message, std::string(AdviceFor(failure.code))});
  for (std::size_t i = 0; i < state.unread.size() && i < kMaxUnreadShown; ++i) {
    const Error& error = state.unread[i].error;
    findings.push_back({Level::kUnknown, alerts::kCollectorFailing,
                        fmt::format("{} ({})", kNotRead, ToString(error.code)), std::nullopt, error.message,
                        std::string(AdviceFor(error.code))});
  }
  if (state.unread.size() > kMaxUnreadShown)
    findings.push_back({Level::kUnknown, alerts::kCollectorFailing,
                        fmt::format("{} more objects not read", state.unread.size() - kMaxUnreadShown),
                        std::nullopt, "", ""});
  return findings;
}

}  // namespace lastgood
