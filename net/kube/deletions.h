// Objects that a watch said were deleted, held back for a moment: when a CRD is removed, its objects are
// deleted first and the stream ends at once, and what was known of them must not go with it. Used by one
// thread.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"

namespace lastgood {

class HeldDeletions {
 public:
  using Names = std::set<std::pair<std::string, std::string>>;  // namespace and name

  void Add(const std::string& namespace_, const std::string& name, Monotonic now) {
    names_.emplace(namespace_, name);
    newest_ = now;
  }
  // Another one of that name has come.
  void Forget(const std::string& namespace_, const std::string& name) { names_.erase({namespace_, name}); }
  void Clear() { names_.clear(); }

  // When Take has something; the end of time when there is nothing.
  Monotonic Due() const { return names_.empty() ? Monotonic::max() : newest_ + kGrace; }
  // Those that are deleted indeed.
  Names Take(Monotonic now) {
    const bool due = now >= Due() || names_.size() >= kMost;
    return due ? std::exchange(names_, {}) : Names();
  }

 private:
  static constexpr Duration kGrace = std::chrono::seconds(2);  // after the newest of them
  static constexpr std::size_t kMost = 1'000'000;

  Names names_;
  Monotonic newest_;
};

}  // namespace lastgood
