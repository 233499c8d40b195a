#include "collectors/dumps/dumps_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "model/recent_runs.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

constexpr std::size_t kTypicalOf = 10;
// A name may be meant in a time zone that the config does not tell.
constexpr Duration kZones = std::chrono::hours(14);

// A name that tells the hour tells the start.
std::optional<Time> StartOf(const DumpFile& file) {
  if (!file.named || file.named->precision > std::chrono::hours(1)) return std::nullopt;
  return file.DataFrom();
}

std::optional<std::uint64_t> MedianSize(const std::vector<JudgedDump>& judged, const JudgedDump* newest) {
  std::vector<std::uint64_t> sizes;
  for (const JudgedDump& dump : judged)
    if (&dump > newest && dump.IsGood() && sizes.size() < kTypicalOf) sizes.push_back(dump.file.size);
  if (sizes.empty()) return std::nullopt;
  std::ranges::sort(sizes);
  const std::size_t half = sizes.size() / 2;
  return sizes.size() % 2 == 1 ? sizes[half] : sizes[half - 1] + (sizes[half] - sizes[half - 1]) / 2;
}

void AddSuccess(const std::vector<JudgedDump>& judged, const JudgedDump& newest, bool all, Track& track) {
  track.last_success_start = StartOf(newest.file);
  track.last_success_finish = newest.file.Finished();
  track.last_success_bytes = newest.file.size;
  track.typical_bytes = MedianSize(judged, &newest);
  track.recovery_point = newest.file.DataFrom();
  if (!all) return;
  for (const JudgedDump& dump : judged)
    if (dump.IsGood()) track.recovery_window_start = dump.file.DataFrom();
}

// What is still being written has not ended.
std::vector<Run> RunsOf(const std::vector<JudgedDump>& judged) {
  RecentRuns runs;
  for (const JudgedDump& dump : judged)
    if (dump.state != DumpState::kWriting)
      runs.Add(
          {dump.file.Finished(), dump.IsGood() ? RunOutcome::kGood : RunOutcome::kFailed, dump.file.size});
  return runs.Take();
}

void AddOthers(const std::vector<JudgedDump>& judged, const DumpListing& listing, Track& track) {
  BackupCounts counts{.completed = static_cast<std::int64_t>(listing.matched - listing.older_empty),
                      .failed = static_cast<std::int64_t>(listing.older_empty)};
  for (const JudgedDump& dump : judged) {
    if (dump.IsGood()) continue;
    --counts.completed;
    if (dump.state == DumpState::kBroken) {
      ++counts.failed;
      if (track.last_failure) continue;
      track.last_failure = dump.file.Finished();
      track.last_failure_message = fmt::format("{}: {}", dump.file.key, dump.detail);
    } else if (dump.state == DumpState::kWriting) {
      ++counts.running;
      track.running_since = StartOf(dump.file);
      track.running_detail = fmt::format("{} is being written", dump.file.key);
    }
  }
  track.counts = counts;
  track.runs = RunsOf(judged);
}

std::string NothingDetail(const DumpsPlan& plan, const DumpListing& listing) {
  if (plan.pattern.empty() || listing.others == 0)
    return fmt::format("no dump at {}: nothing is there; is the storage mounted, is `prefix` right?",
                       plan.place.Url());
  return fmt::format("no dump at {}: none of {} files there matches the pattern {}, {} for one",
                     plan.place.Url(), listing.others, plan.pattern, Cut(listing.other, 200));
}

}  // namespace

std::vector<Problem> TakeFutureOff(const DumpsPlan& plan, Time now, DumpListing& listing) {
  std::vector<Problem> problems;
  std::erase_if(listing.files, [&](const DumpFile& file) {
    const bool future = IsFromTheFuture(file.modified, now) || IsFromTheFuture(file.When(), now + kZones);
    if (!future) return false;
    --listing.matched;
    problems.push_back(
        {"Folder",
         "",
         plan.key.name,
         {ErrorCode::kClockSkew,
          fmt::format("dumps {}: {} is from a time to come ({}): it proves nothing; compare the "
                      "clocks and the pattern",
                      plan.key.name, file.key, FormatRfc3339(std::max(file.modified, file.When())))}});
    return true;
  });
  return problems;
}

ObjectFacts AssembleDumps(const DumpsPlan& plan, const DumpListing& listing,
                          const std::vector<JudgedDump>& judged, Time now) {
  ObjectFacts object = StoreObject(plan.key, "dump", plan.place, plan.promise);
  object.observed = now;
  Track& track = object.tracks.front();
  AddOthers(judged, listing, track);
  if (listing.files.empty()) {
    object.protection = Protection::kImpossible;
    object.protection_detail = NothingDetail(plan, listing);
    return object;
  }
  const auto newest = std::ranges::find_if(judged, &JudgedDump::IsGood);
  const auto unclear = std::find_if(judged.begin(), newest,
                                    [](const JudgedDump& dump) { return dump.state == DumpState::kUnclear; });
  if (unclear != newest) object.unread.push_back(fmt::format("{}: {}", unclear->file.key, unclear->detail));
  if (newest == judged.end()) {
    // None is good, and the oldest tells since when one should be.
    object.created = listing.files.back().modified;
    if (unclear == newest) return object;
    track.counts.reset();
    track.last_success_at_most = unclear->file.Finished();
    return object;
  }
  AddSuccess(judged, *newest, judged.size() == listing.matched, track);
  if (newest->state == DumpState::kGood)
    object.proofs = {{newest->all_read ? "content" : "ends", true, now, newest->detail}};
  if (newest->state == DumpState::kUnread)
    object.unread.push_back(fmt::format("{}: {}", newest->file.key, newest->detail));
  if (newest->state == DumpState::kAssumed)
    object.notes.push_back(
        fmt::format("{}: nothing proves that it is whole: {}", newest->file.key, newest->detail));
  if (!newest->note.empty()) object.notes.push_back(fmt::format("{}: {}", newest->file.key, newest->note));
  return object;
}

}  // namespace lastgood
