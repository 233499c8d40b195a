#include "exporter/story/runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/outside_text.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "model/recent_runs.h"

namespace lastgood {
namespace {

std::string SizeOf(const Track& track) {
  std::string text = track.last_success_bytes ? FormatSize(*track.last_success_bytes) : "";
  if (track.typical_bytes)
    text += fmt::format("{}typical are {}", text.empty() ? "" : ", ", FormatSize(*track.typical_bytes));
  return text;
}

std::string TookOf(const Track& track) {
  std::string text =
      track.last_success_duration ? fmt::format("took {}", FormatDuration(*track.last_success_duration)) : "";
  if (track.typical_duration)
    text +=
        fmt::format("{}typical are {}", text.empty() ? "" : ", ", FormatDuration(*track.typical_duration));
  return text;
}

std::string CountsOf(const BackupCounts& counts) {
  std::string text;
  const auto add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
  };
  add(counts.completed, "completed");
  add(counts.partial, "partial");
  add(counts.failed, "failed");
  add(counts.running, "running");
  add(counts.pending, "pending");
  return text.empty() ? "none" : text;
}

// Without a list of runs, what is known of the newest good and the newest bad one.
std::vector<StoryRun> KnownRuns(const Track& track) {
  std::vector<StoryRun> runs;
  for (const Run& run : track.runs)
    runs.push_back({run.ended, static_cast<StoryRun::Kind>(run.outcome), run.bytes});
  if (!runs.empty()) return runs;
  if (track.last_success_finish)
    runs.push_back({*track.last_success_finish, StoryRun::Kind::kGood, track.last_success_bytes});
  if (track.last_failure) runs.push_back({*track.last_failure, StoryRun::Kind::kFailed, std::nullopt});
  std::ranges::sort(runs, {}, &StoryRun::at);
  return runs;
}

// Of several schedules whichever is due first.
std::optional<Time> NextRun(const Track& track, Time after) {
  std::optional<Time> next;
  for (const Cron& cron : track.schedules) {
    const std::optional<Time> due = cron.Next(after);
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

class FactList {
 public:
  void Add(std::string what, std::string text, const std::string& note = "") {
    if (!text.empty()) facts_.push_back({std::move(what), std::move(text), std::nullopt, Safe(note)});
  }
  void Add(std::string what, const std::optional<Time>& time, const std::string& note = "") {
    if (time) facts_.push_back({std::move(what), "", time, Safe(note)});
  }
  std::vector<StoryFact> Take() { return std::move(facts_); }

 private:
  static std::string Safe(const std::string& text) { return WithoutSecrets(text); }
  std::vector<StoryFact> facts_;
};

}  // namespace

std::vector<StoryFact> FactsOf(const Track& track, Time now) {
  FactList facts;
  facts.Add("Newest good backup", track.last_success_finish, TookOf(track));
  facts.Add("No newer than", track.last_success_at_most, "its store does not tell more");
  facts.Add("Size", SizeOf(track));
  facts.Add("Newest failure", track.last_failure, track.last_failure_message);
  facts.Add("Running since", track.running_since, track.running_detail);
  facts.Add("Next run", NextRun(track, now), track.why_late);
  if (track.counts) facts.Add("Backups that exist", CountsOf(*track.counts));
  facts.Add("Oldest that restores", track.recovery_window_start);
  if (track.retention) facts.Add("Kept for", FormatDuration(*track.retention), "as its policy promises");
  if (track.retention_backups) facts.Add("Kept", fmt::format("{} backups", *track.retention_backups));
  facts.Add("Deleted at", track.expires, "the newest good one, whether or not a newer one follows");
  if (track.stored) facts.Add("The store holds", FormatSize(track.stored->bytes));
  if (track.endpoint && !track.endpoint->empty()) facts.Add("Endpoint", WithoutSecrets(*track.endpoint));
  if (track.beside_data) facts.Add("Where", "beside the data: kept by the same storage");
  return facts.Take();
}

std::vector<StoryRun> RunsOf(const Track& track, Duration grace, Time observed) {
  std::vector<StoryRun> runs = KnownRuns(track);
  if (runs.empty() || track.running_since) return runs;
  Time last = std::max(runs.back().at, track.schedules_from.value_or(runs.back().at));
  for (std::size_t missed = 0; missed < RecentRuns::kMost; ++missed) {
    const std::optional<Time> due = NextRun(track, last);
    if (!due || *due + grace > observed) break;
    runs.push_back({*due, StoryRun::Kind::kMissed, std::nullopt});
    last = *due;
  }
  return runs;
}

}  // namespace lastgood
