#include "proof/barman/route.h"

#include <fmt/format.h>

#include <algorithm>

#include "proof/barman/unpacker.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::uint64_t kMostHistory = 256 * 1024;
constexpr std::size_t kMostNotes = 64;

// nullopt: damaged.
std::optional<std::string> Unpack(Packing packing, std::string_view packed) {
  constexpr std::size_t kStep = 4096;
  Unpacker unpacker(packing);
  std::string text;
  for (; !packed.empty(); packed.remove_prefix(std::min(kStep, packed.size()))) {
    const bool sound = unpacker.Add(packed.substr(0, kStep), [&](std::string_view piece) { text += piece; });
    if (!sound || text.size() > 64 * kMostHistory) return std::nullopt;
  }
  return unpacker.IsWhole() ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

Router::Read Router::ReadHistory(std::uint32_t timeline) {
  const HistoryFile& file = listing_.histories.at(timeline);
  if (file.size > kMostHistory)
    return {Error{ErrorCode::kTooLarge, "it is larger than any that PostgreSQL writes"}, true};
  const Result<std::string> packed =
      reader_.Part(HistoryKey(listing_.root, timeline, file.packing), 0, file.size);
  if (!packed.ok()) return {packed.error(), true};
  const std::optional<std::string> text = Unpack(file.packing, *packed);
  if (!text) return {Error{ErrorCode::kMalformed, "it is cut off or damaged"}, false};
  return {ParseHistory(*text, timeline), false};
}

const Router::Read& Router::History(std::uint32_t timeline) {
  const auto found = histories_.find(timeline);
  if (found != histories_.end()) return found->second;
  const Read& read = histories_.emplace(timeline, ReadHistory(timeline)).first->second;
  if (!read.switches.ok() && notes_.size() < kMostNotes)
    notes_.push_back(
        fmt::format("{:08X}.history could not be followed: {}; a recovery to the latest timeline "
                    "ends there, and older backups need an explicit recovery_target_timeline",
                    timeline, read.switches.error().message));
  return read;
}

bool Router::Follows(const Base& base, std::uint32_t newest) {
  const std::uint32_t timeline = base.info->begin_wal->timeline;
  const Read& read = History(newest);
  if (!read.switches.ok()) return false;
  const std::optional<std::uint64_t> left = LeftAt(*read.switches, timeline);
  const std::uint64_t end = base.info->end_lsn.value_or(base.info->begin_lsn.value_or(0));
  if (left && end <= *left) return true;
  if (notes_.size() < kMostNotes)
    notes_.push_back(
        fmt::format("{}: timeline {} does not hold it, so that it recovers only with "
                    "recovery_target_timeline = {}",
                    base.files->id, newest, timeline));
  return false;
}

void Router::Add(Base& base) {
  const std::uint32_t timeline = base.info->begin_wal->timeline;
  const std::uint32_t newest = NewestTimeline(listing_.histories, timeline);
  Route route;
  route.size = base.info->segment_size;
  route.path = {{timeline}};
  route.unsure = listing_.wal.lost() > 0;
  if (newest != timeline) {
    if (Follows(base, newest))
      route.path = PathTo(*History(newest).switches, timeline, newest, route.size);
    else
      route.unsure = route.unsure || History(newest).unsure;
  }
  for (Route& known : routes_) {
    if (known.size != route.size || known.path != route.path) continue;
    known.bases.push_back(&base);
    return;
  }
  if (routes_.size() == kMostRoutes) {
    base.finding.And(Finding::Unknown("the store has more timelines than are looked at"));
    return;
  }
  route.bases.push_back(&base);
  routes_.push_back(std::move(route));
}

Route RouteByNames(const Listing& listing) {
  Route route;
  route.size = listing.wal.GuessSize();
  route.path = PathByNames(listing.wal, route.size);
  route.unsure = true;
  return route;
}

}  // namespace lastgood::proof::barman
