// What the ConfigMap of a drill says, whatever its keys are called: pairs of text in, a Record out. A key may
// lead into a JSON text: "state.json/last/success". Pure; what cannot be understood is complained about and
// costs nothing else.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace lastgood::restore_tests {

using Data = std::vector<std::pair<std::string, std::string>>;  // key and value, as in the ConfigMap

// Which key holds what; all empty: what the keys are called decides.
struct RecordKeys {
  std::string success, failure;  // a moment
  std::string tested;            // the moment of the last run, whose outcome `result` tells
  std::string backup;            // the name of the tested backup
  std::string recovered_to;      // the moment of the restored data
  std::string data_age;          // or its age when the drill ended
  std::string duration, result, message;

  bool operator==(const RecordKeys&) const = default;
};

struct Record {
  std::optional<Time> success, failure, tested, recovered_to;
  std::string backup;
  std::optional<Duration> data_age, duration;
  std::optional<bool> passed;  // the outcome of the last run
  std::string unclear;         // what stands where its outcome should, and is not understood; "" otherwise
  std::string message;
  std::vector<std::string> complaints;

  // Nothing of it is of use: no drill has written it.
  bool Blank() const {
    return !success && !failure && !tested && !recovered_to && backup.empty() && !passed && unclear.empty();
  }
};

// Moments are RFC 3339 or seconds (or milliseconds) since 1970, not later than `now` but for skewed clocks;
// durations are "5m30s" or seconds.
Record ReadRecord(const Data& data, const RecordKeys& keys, Time now);

}  // namespace lastgood::restore_tests
