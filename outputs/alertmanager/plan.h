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

inline constexpr const char* kHeartbeat = "lastgood-heartbeat";
inline constexpr const char* kPager = "lastgood-pager";
inline constexpr const char* kChat = "lastgood-chat";

// The heartbeat goes nowhere but to its receiver; critical alerts to the pager, if there is one, and to chat;
// the rest to chat. `receivers` are those that are written, examples included.
Route RootRoute(const GeneratorSettings& settings, const Receivers& receivers);

// Matches the alerts of the settings' rules and no others, for files that are merged into a config.
Matcher OurAlerts(const GeneratorSettings& settings);

// Alertmanager takes two absent labels for equal. So a rule covers only alerts whose series have all the
// labels that it compares, and the source must have the one that tells its objects apart.
std::vector<InhibitRule> InhibitRules(const GeneratorSettings& settings);

// The alerts that InhibitRules names by itself.
std::vector<std::string> AlertsNamedInInhibitRules();

}  // namespace lastgood::alertmanager
