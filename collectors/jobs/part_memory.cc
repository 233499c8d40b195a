#include "collectors/jobs/part_memory.h"

#include <algorithm>

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMostGone = 1000;  // of one job
constexpr std::size_t kMostPlaces = 10'000;

bool IsGone(const Parts::value_type& part) { return part.second.gone.has_value(); }

void Note(const Parts& there, Time now, Duration forget_after, Parts& known) {
  std::size_t stayed = 0, came = 0, went = 0;
  for (const auto& [labels, part] : there) ++(known.contains(labels) ? stayed : came);
  for (const auto& part : known) went += !IsGone(part) && !there.contains(part.first) ? 1 : 0;
  const bool renamed = stayed == 0 || came >= went;
  std::erase_if(known, [&](const auto& part) {
    if (there.contains(part.first)) return false;
    return IsGone(part) ? now - *part.second.gone > forget_after : renamed;
  });
  auto gone = static_cast<std::size_t>(std::ranges::count_if(known, IsGone));
  for (auto& [labels, part] : known)
    if (!part.gone && !there.contains(labels) && gone++ < kMostGone) part.gone = now;
  for (const auto& [labels, part] : there) known[labels] = part;
}

}  // namespace

void PartMemory::Note(const std::map<JobPlace, Parts>& there, Time now, Duration forget_after) {
  for (const auto& [place, parts] : there)
    if (known_.contains(place) || known_.size() < kMostPlaces)
      jobs::Note(parts, now, forget_after, known_[place]);
}

std::map<JobPlace, Parts> PartMemory::Gone() const {
  std::map<JobPlace, Parts> gone;
  for (const auto& [place, parts] : known_)
    for (const auto& part : parts)
      if (IsGone(part)) gone[place].insert(part);
  return gone;
}

}  // namespace lastgood::jobs
