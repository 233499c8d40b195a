// Prometheus' text format 0.0.4 (and what OpenMetrics adds to it), read line by line from what other programs
// expose. A line that cannot be read costs no other line: it is counted, and the first one is told with its
// number. Bounded: lines of 64 KiB, 64 labels, a million samples. Pure; nothing is kept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

// A view: valid only during the visit.
struct ExpositionSample {
  std::string_view name;
  std::vector<std::pair<std::string, std::string>> labels;  // in the order of the line, unescaped
  double value = 0;
  std::optional<Time> timestamp;

  // "" when absent.
  std::string_view Label(std::string_view label) const;
};

struct ExpositionOutcome {
  std::size_t samples = 0, bad_lines = 0;
  std::optional<Error> first_error;  // kMalformed or kTooLarge, with the line's number
};

ExpositionOutcome ReadExposition(std::string_view text,
                                 const std::function<void(const ExpositionSample&)>& visit);

}  // namespace lastgood
