#include "collectors/shared/carry.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace lastgood {
namespace {

bool HasHistory(const ObjectFacts& object, const Track& track) {
  return std::ranges::any_of(object.tracks, [&](const Track& other) {
    return other.method == track.method && other.destination == track.destination && other.counts.has_value();
  });
}

bool KnowsLess(const ObjectFacts& fresh, const ObjectFacts& former) {
  const bool history = std::ranges::all_of(
      former.tracks, [&](const Track& track) { return !track.counts || HasHistory(fresh, track); });
  return !history || fresh.observed < former.observed || (former.protection && !fresh.protection) ||
         (former.unread.empty() && !fresh.unread.empty());
}

bool KnowsLess(const RestoreTestFacts& fresh, const RestoreTestFacts& former) {
  return fresh.observed < former.observed || (former.unread.empty() && !fresh.unread.empty()) ||
         (former.backups_known && !fresh.backups_known);
}

bool KnowsLess(const PolicyFacts& fresh, const PolicyFacts& former) {
  return (former.valid && !fresh.valid) || (former.suspended && !fresh.suspended);
}

template <typename T>
bool KnowsLess(const T& fresh, const T& former) {
  return fresh.observed < former.observed;
}

template <typename T, typename Key>
void Carry(const std::vector<T>& former, std::vector<T>& fresh, Key key) {
  std::map<std::decay_t<decltype(key(former.front()))>, std::size_t> places;
  for (std::size_t i = 0; i < fresh.size(); ++i) places.emplace(key(fresh[i]), i);
  for (const T& one : former) {
    const auto found = places.find(key(one));
    if (found == places.end())
      fresh.push_back(one);
    else if (KnowsLess(fresh[found->second], one))
      fresh[found->second] = one;
  }
}

bool Holds(std::span<const std::string> names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::vector<std::string> LostKinds(const TableReport& report, std::span<const std::string> before) {
  std::vector<std::string> lost;
  std::ranges::copy_if(report.blind, std::back_inserter(lost),
                       [&](const std::string& kind) { return Holds(before, kind); });
  return lost;
}

std::vector<std::string> KindsOf(std::vector<std::string> kinds, std::span<const std::string> before) {
  for (const std::string& kind : before)
    if (!Holds(kinds, kind)) kinds.push_back(kind);
  return kinds;
}

void TellLost(const std::vector<std::string>& lost, TableReport& report) {
  if (!report.failures.empty()) return;
  report.failures.push_back(
      {ErrorCode::kNotFound,
       fmt::format(
           "{}: they were read before this start, and now there are none; what was known of them is kept. "
           "If they were removed on purpose, start without this collector once, or without the state",
           fmt::join(lost, ", "))});
}

void CarryOver(const Facts& former, Facts& fresh) {
  const auto by_key = [](const auto& one) { return one.key; };
  Carry(former.objects, fresh.objects, by_key);
  Carry(former.policies, fresh.policies, by_key);
  Carry(former.restore_tests, fresh.restore_tests, by_key);
  Carry(former.workloads, fresh.workloads, by_key);
  Carry(former.destinations, fresh.destinations,
        [](const DestinationFacts& one) { return std::tuple(one.system, one.namespace_, one.name); });
}

}  // namespace lastgood
