// Lists ranges of keys side by side, each by a chain of pages of its own: as many threads as connections,
// which end before the call does. The first error ends them all. What the chains visit must be thrown away
// unless the outcome is kComplete.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/s3/key_ranges.h"

namespace lastgood {

// The pages behind a key. Used by one thread.
struct RangeChain {
  std::function<Result<PageSpan>(const Deadline&)> read;
  std::function<Result<PageTaken>(const std::string& end)> take;
};

struct RangeWork {
  std::size_t connections = 1;
  std::string end;                // of all keys; "" is no end
  std::vector<std::string> cuts;  // as known from earlier, rising
  // Asked once for cuts behind a key when there are none and the listing turns out to be long. May be empty.
  std::function<std::vector<std::string>(const std::string& position)> explore;
  // A chain of the pages behind `start`. Called by one thread at a time; `worker` is below `connections`, and
  // works on one chain at a time.
  std::function<RangeChain(std::size_t worker, const std::string& start)> open;
};

enum class RangeOutcome : std::uint8_t {
  kComplete,
  kIgnoresStart,  // the server lists from the beginning, wherever it is told to start
  kDisagree,      // neighbours did not see the same key where they meet
};

Result<RangeOutcome> ListInRanges(const RangeWork& work, const Deadline& deadline);

}  // namespace lastgood
