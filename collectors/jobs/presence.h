// What was there and is gone, since when, and when that is to be forgotten. One thread at a time.
#pragma once

#include <map>
#include <set>

#include "base/clock.h"

namespace lastgood::jobs {

template <typename Key>
class Presence {
 public:
  void Note(const std::set<Key>& there, Time now, Duration forget_after) {
    for (const Key& key : known_)
      if (!there.contains(key) && gone_.size() < kMost) gone_.try_emplace(key, now);
    std::erase_if(gone_, [&](const auto& gone) {
      return there.contains(gone.first) || now - gone.second > forget_after;
    });
    known_ = there;
    for (const auto& [key, since] : gone_) known_.insert(key);
  }
  const std::map<Key, Time>& gone() const { return gone_; }
  const std::set<Key>& known() const { return known_; }
  // As a process before this one left it.
  void Restore(std::set<Key> known, std::map<Key, Time> gone) {
    known_ = std::move(known);
    gone_ = std::move(gone);
  }

 private:
  static constexpr std::size_t kMost = 10'000;  // names that change with each pass are not kept for ever

  std::set<Key> known_;  // those that are gone included
  std::map<Key, Time> gone_;
};

}  // namespace lastgood::jobs
