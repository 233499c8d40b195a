// What the values of a metric mapped to `success` mean: 1 and 0, or what the config or a preset says of its
// codes. Values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/config_reader.h"
#include "base/result.h"

namespace lastgood::jobs {

enum class Outcome : std::uint8_t { kFailure, kPartial, kSuccess };

struct OutcomeCodes {
  std::map<double, Outcome> codes;
  std::optional<Outcome> other;  // of every other number
};

class OutcomeMap {
 public:
  // With the presets of exporters whose codes are known.
  OutcomeMap();

  // `outcomes:` of an entry: a metric to its codes. Mistakes are complained about to the reader.
  void Read(ConfigReader& entry);
  // kMalformed says what was expected.
  Result<Outcome> Of(std::string_view metric, double value) const;

 private:
  std::map<std::string, OutcomeCodes, std::less<>> metrics_;
};

}  // namespace lastgood::jobs
