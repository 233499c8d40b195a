#include "collectors/jobs/track.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::jobs {
namespace {

void SetSuccess(const JobReport& report, Time finish, Track& track) {
  track.last_success_finish = finish;
  track.last_success_duration = report.duration;
  if (report.start && *report.start <= finish) {
    track.last_success_start = report.start;
    if (!report.duration) track.last_success_duration = finish - *report.start;
  } else if (report.duration) {
    track.last_success_start = finish - *report.duration;
  }
  // What it read is no newer than its start.
  track.recovery_point = track.last_success_start;
  track.last_success_bytes = report.size;
  track.last_success_transferred_bytes = report.transferred;
  track.files_new = report.files_new;
  track.files_changed = report.files_changed;
}

void CopySuccess(const Track& from, Track& to) {
  to.last_success_start = from.last_success_start;
  to.last_success_finish = from.last_success_finish;
  to.last_success_duration = from.last_success_duration;
  to.recovery_point = from.recovery_point;
  to.last_success_bytes = from.last_success_bytes;
  to.last_success_transferred_bytes = from.last_success_transferred_bytes;
  to.files_new = from.files_new;
  to.files_changed = from.files_changed;
}

void SetFailure(std::optional<Time> at, std::string message, Track& track) {
  if (!at || (track.last_failure && *track.last_failure >= *at)) return;
  track.last_failure = at;
  track.last_failure_message = std::move(message);
}

// Duration and size are those of the last run, which was a good one only if nothing says otherwise.
bool LastRunWasGood(const JobReport& report) {
  return report.success != false && !report.doubtful &&
         !(report.last_failure && report.last_failure > report.last_good);
}

void AddSuccess(const JobReport& report, Track& track) {
  if (report.last_good) SetSuccess(LastRunWasGood(report) ? report : JobReport(), *report.last_good, track);
}

bool IsFailing(const Track& track) {
  return track.last_failure &&
         (!track.last_success_finish || *track.last_failure > *track.last_success_finish);
}

std::string HowItEnded(const JobReport& report) {
  const bool partial = std::ranges::all_of(
      report.parts, [](const auto& entry) { return entry.second.success != false || entry.second.partial; });
  return fmt::format("it reports that its last run {}{}", partial ? "ended with warnings" : "failed",
                     FailedParts(report.parts));
}

// A job that says it failed is failing, even when the time beside it is that of its last success.
void AddFailure(const JobReport& report, const Track* former, Time read, Track& track) {
  SetFailure(report.last_failure, "it reports a failure", track);
  const bool failed = report.success == false;
  const std::string message = failed ? HowItEnded(report) : "";
  if (failed) SetFailure(report.failed, message, track);
  if (former != nullptr) SetFailure(former->last_failure, former->last_failure_message, track);
  if (failed && !IsFailing(track)) SetFailure(report.failure_written, message, track);
  if (failed && !IsFailing(track)) SetFailure(read, message, track);
}

}  // namespace

std::string MethodOf(const JobPlace& place) {
  return place.instance.empty() ? "job" : "job on " + place.instance;
}

Track MakeTrack(const JobReport& report, const Track* former, Time read) {
  Track track{.method = MethodOf(report.place)};
  AddSuccess(report, track);
  if (!track.last_success_finish && former != nullptr) CopySuccess(*former, track);
  AddFailure(report, former, read, track);
  if (report.recovery_point) track.recovery_point = report.recovery_point;
  return track;
}

std::string WhatIsMissing(const JobReport& report) {
  if (report.told || report.doubtful || report.last_success || report.last_failure) return "";
  if (!report.success)
    return "it does not report whether it succeeded: map one of its metrics to success or last_success";
  if (report.success == true && !report.ended)
    return "it does not report when it succeeded: map one of its metrics to timestamp or last_success";
  return "";
}

}  // namespace lastgood::jobs
