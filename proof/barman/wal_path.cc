#include "proof/barman/wal_path.h"

#include <algorithm>

namespace lastgood::proof::barman {

std::uint32_t NewestTimeline(const HistoryFiles& files, std::uint32_t from) {
  std::uint32_t newest = from;
  while (newest < std::numeric_limits<std::uint32_t>::max() && files.contains(newest + 1)) ++newest;
  return newest;
}

std::optional<std::uint64_t> LeftAt(const std::vector<TimelineSwitch>& switches, std::uint32_t timeline) {
  const auto found = std::ranges::find(switches, timeline, &TimelineSwitch::timeline);
  return found == switches.end() ? std::nullopt : std::optional(found->lsn);
}

WalPath PathTo(const std::vector<TimelineSwitch>& switches, std::uint32_t from, std::uint32_t newest,
               SegmentSize size) {
  WalPath path = {{from}};
  for (std::size_t i = 0; i < switches.size(); ++i) {
    if (switches[i].timeline < from) continue;
    const std::uint64_t at = size.IndexOf(switches[i].lsn);
    path.back().end = at;
    path.push_back({i + 1 < switches.size() ? switches[i + 1].timeline : newest, at});
  }
  return path;
}

WalPath PathByNames(const WalRanges& ranges, SegmentSize size) {
  WalPath path;
  std::uint32_t timeline = 0;
  for (const WalRange& range : ranges.ranges()) {
    if (range.timeline == timeline || !size.Has(range.First())) continue;
    timeline = range.timeline;
    const std::uint64_t begin = path.empty() ? 0 : size.IndexOf(range.First());
    while (!path.empty() && path.back().begin >= begin) path.pop_back();
    if (!path.empty()) path.back().end = begin;
    path.push_back({timeline, path.empty() ? 0 : begin});
  }
  return path;
}

}  // namespace lastgood::proof::barman
