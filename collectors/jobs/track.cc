#include "collectors/jobs/track.h"

#include <algorithm>

namespace lastgood::jobs {
namespace {

std::string MethodOf(const JobReport& report) {
  return report.instance.empty() ? "job" : "job on " + report.instance;
}

void SetSuccess(const JobReport& report, Time finish, Track& track) {
  track.last_success_finish = finish;
  track.last_success_duration = report.duration;
  if (report.duration) {
    track.last_success_start = finish - *report.duration;
    // What it read is no newer than its start.
    track.recovery_point = track.last_success_start;
  }
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

// What the report itself says.
Track TrackOf(const JobReport& report) {
  Track track{.method = MethodOf(report)};
  const bool succeeded = report.success == true && !report.doubtful;
  if (succeeded && report.timestamp) SetSuccess(report, *report.timestamp, track);
  if (report.last_success && report.last_success > track.last_success_finish) {
    // Duration and size are those of the last run, which was a good one only if nothing says otherwise.
    const bool same = report.success != false && !report.doubtful &&
                      !(report.last_failure && report.last_failure > report.last_success);
    SetSuccess(same ? report : JobReport(), *report.last_success, track);
  }
  if (report.success == false) SetFailure(report.timestamp, "it reports that its last run failed", track);
  SetFailure(report.last_failure, "it reports a failure", track);
  return track;
}

}  // namespace

Track MakeTrack(const JobReport& report, const ObjectFacts* before, std::string& complaint) {
  Track track = TrackOf(report);
  if (!report.success && !report.doubtful && !report.last_success && !report.last_failure)
    complaint = "it does not report whether it succeeded (backup_success, or a metric of your own)";
  else if (!report.timestamp && !report.last_success && !report.last_failure)
    complaint = "it does not report when it ran (backup_timestamp, or a metric of your own)";
  if (before == nullptr) return track;
  const auto former = std::ranges::find(before->tracks, track.method, &Track::method);
  if (former == before->tracks.end()) return track;
  if (!track.last_success_finish) CopySuccess(*former, track);
  SetFailure(former->last_failure, former->last_failure_message, track);
  return track;
}

}  // namespace lastgood::jobs
