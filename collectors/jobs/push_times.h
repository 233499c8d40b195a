// When the groups of a Pushgateway were last written to, and which group a sample belongs to: the one with
// the most labels among those whose labels the sample has. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood::jobs {

// Sorted by name, without empty values: an empty label is an absent one.
using LabelList = std::vector<std::pair<std::string, std::string>>;

// "a="1",b="2"".
std::string ToText(const LabelList& labels);

class PushTimes {
 public:
  // kTooLarge: more kinds of groups than a Pushgateway can have in earnest.
  Status AddPush(const LabelList& group, Time time);
  void AddRefusal(const LabelList& group, Time time);

  // nullopt: no group has it.
  std::optional<Time> Of(const LabelList& sample) const;
  // Of each group whose last push was refused: what it still shows is older.
  std::vector<Error> Refusals() const;

 private:
  struct Times {
    std::optional<Time> pushed, refused;
  };
  std::set<std::vector<std::string>> names_;  // the sets of labels that groups have
  std::map<LabelList, Times> groups_;
};

}  // namespace lastgood::jobs
