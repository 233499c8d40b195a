#include "model/future.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/time.h"

namespace lastgood {
namespace {

// Walks both lists, sorted by `key`, and gives each fresh one its former self, or null.
template <typename T, typename Key, typename Visit>
void WithFormer(std::vector<T>& fresh, const std::vector<T>* former, Key key, Visit visit) {
  std::size_t at = 0;
  for (T& one : fresh) {
    const T* same = nullptr;
    if (former != nullptr) {
      while (at < former->size() && key((*former)[at]) < key(one)) ++at;
      if (at < former->size() && key((*former)[at]) == key(one)) same = &(*former)[at];
    }
    visit(one, same);
  }
}

void KeepEarlier(std::optional<Time>& moment, const std::optional<Time>& other) {
  if (other && (!moment || *other < *moment)) moment = other;
}

// The newest moment by which a track could count as good.
std::optional<Time> Claim(const Track& track) {
  return std::max({track.last_success_finish, track.last_success_start, track.last_success_at_most,
                   track.recovery_point});
}

void BoundTrack(Track& track, const ObjectFacts* former, Time now) {
  const std::optional<Time> claim = Claim(track);
  const Track* same = nullptr;
  if (former != nullptr)
    for (const Track& other : former->tracks)
      if (other.method == track.method && other.destination == track.destination) same = &other;
  const bool known = claim && same != nullptr && same->ahead == claim;
  if (!IsAhead(claim, now) && !known) return;
  track.ahead = claim;
  if (IsAhead(track.recovery_point, now)) track.recovery_point.reset();
  KeepEarlier(track.last_success_at_most, now);
  if (known) KeepEarlier(track.last_success_at_most, same->last_success_at_most);
}

void BoundTest(RestoreTestFacts& test, const RestoreTestFacts* former, Time now) {
  if (IsAhead(test.recovered_to, now)) test.recovered_to.reset();
  if (IsAhead(test.last_success, now)) test.last_success_at_most = now;
  if (former != nullptr && former->last_success == test.last_success)
    KeepEarlier(test.last_success_at_most, former->last_success_at_most);
}

// A deadline that lies so long after `moment` counts from now instead.
void BoundDeadline(const std::optional<Time>& moment, std::optional<Time>& deadline,
                   const std::optional<Time>& former_moment, const std::optional<Time>& former_deadline,
                   Time now) {
  if (!deadline || !IsAhead(moment, now)) return;
  *deadline -= *moment - now;
  if (former_moment == moment) KeepEarlier(deadline, former_deadline);
}

void BoundStreams(LogsFacts& logs, const LogsFacts* former, Time now) {
  for (StreamFacts& stream : logs.streams) {
    StreamFacts none;
    const StreamFacts* same = &none;
    if (former != nullptr)
      for (const StreamFacts& other : former->streams)
        if (other.name == stream.name) same = &other;
    std::optional<Time> deadline = stream.deadline;
    BoundDeadline(stream.newest_entry, deadline, same->newest_entry, same->deadline, now);
    stream.deadline = *deadline;
  }
}

template <typename T>
const std::vector<T>* In(const Facts* facts, std::vector<T> Facts::* list) {
  return facts == nullptr ? nullptr : &(facts->*list);
}

}  // namespace

std::string AheadInWords(std::string_view what, Time dated, Time now) {
  return fmt::format(
      "{} is dated {}, which is {} from now: a clock is wrong, there or here, and nobody knows how old it is",
      what, FormatRfc3339(dated), FormatDuration(dated - now));
}

void BoundFuture(Facts& facts, const Facts* former, Time now) {
  const auto by_key = [](const auto& one) -> const ObjectKey& { return one.key; };
  const auto by_name = [](const auto& one) -> const std::string& { return one.name; };
  const auto by_place = [](const DestinationFacts& one) {
    return std::tie(one.system, one.namespace_, one.name);
  };
  WithFormer(facts.objects, In(former, &Facts::objects), by_key,
             [&](ObjectFacts& object, const ObjectFacts* same) {
               for (Track& track : object.tracks) BoundTrack(track, same, now);
             });
  WithFormer(facts.restore_tests, In(former, &Facts::restore_tests), by_key,
             [&](RestoreTestFacts& test, const RestoreTestFacts* same) { BoundTest(test, same, now); });
  WithFormer(facts.destinations, In(former, &Facts::destinations), by_place,
             [&](DestinationFacts& one, const DestinationFacts* same) {
               const DestinationFacts none;
               if (same == nullptr) same = &none;
               BoundDeadline(one.last_check, one.check_deadline, same->last_check, same->check_deadline, now);
               BoundDeadline(one.maintenance, one.maintenance_deadline, same->maintenance,
                             same->maintenance_deadline, now);
             });
  WithFormer(facts.copies, In(former, &Facts::copies), by_name, [&](CopyFacts& one, const CopyFacts* same) {
    const CopyFacts none;
    if (same == nullptr) same = &none;
    BoundDeadline(one.oldest_missing, one.deadline, same->oldest_missing, same->deadline, now);
  });
  for (std::size_t i = 0; i < facts.logs.size(); ++i)
    BoundStreams(facts.logs[i], former != nullptr && i < former->logs.size() ? &former->logs[i] : nullptr,
                 now);
}

}  // namespace lastgood
