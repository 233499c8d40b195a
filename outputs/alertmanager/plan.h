// Where alerts go and which alerts silence which, before it is written down: the routing tree and the inhibit
// rules for the alerts that the settings' rules raise. Values; building them is pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/rule.h"

namespace lastgood::alertmanager {

struct Matcher {
  std::string label, op, value;  // = != =~ !~
};

struct Route {
  std::string remark;  // for people, "" for none
  std::vector<Matcher> matchers;
  std::string receiver;
  bool goes_on = false;  // `continue`: the next routes see the alert too
  std::vector<std::string> group_by;
  std::optional<Duration> group_wait, group_interval, repeat_interval;
  std::vector<Route> routes;
};

struct InhibitRule {
  std::string remark;
  std::vector<Matcher> source, target;
  std::vector<std::string> equal;
};

}  // namespace lastgood::alertmanager
