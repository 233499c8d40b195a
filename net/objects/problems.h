// The problems of one reading: so many at most, so that a broken dump cannot fill the memory. A value.
#pragma once

#include <utility>
#include <vector>

#include "net/objects/reading.h"

namespace lastgood {

class ProblemList {
 public:
  void Add(Problem problem) {
    if (problems_.size() < kMost) {
      problems_.push_back(std::move(problem));
    } else {
      ++dropped_;
    }
  }

  // With a last one that counts what was dropped.
  std::vector<Problem> Take() && {
    if (dropped_ > 0) {
      problems_.push_back(
          {"", "", "",
           Error{ErrorCode::kMalformed, std::to_string(dropped_) + " more objects have problems"}});
    }
    return std::move(problems_);
  }

 private:
  static constexpr std::size_t kMost = 1000;
  std::vector<Problem> problems_;
  std::size_t dropped_ = 0;
};

}  // namespace lastgood
