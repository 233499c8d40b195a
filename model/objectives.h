// What the user wants: of objects (`objectives:` in the config, annotations), and of the service as a whole
// (`components:`). Values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/facts.h"

namespace lastgood {

// What the user wants of an object; unset fields fall through to the next source.
struct Objective {
  std::optional<Duration> max_age;               // replaces the schedule
  std::optional<Duration> max_duration;          // of one backup; replaces max(1 h, 4 x typical)
  std::optional<Duration> grace;                 // default 1 h
  std::optional<Duration> restore_test_max_age;  // since the last good restore drill
  std::optional<Duration> restore_grace;         // so long a restored object may be without a policy; 1 d
  std::optional<int> tolerate_missed;            // scheduled runs that may be missed; default 1
  std::optional<int> copies, copies_apart;       // how many there must be of a workload's data
};

struct ObjectiveMatch {
  std::optional<std::string> system, namespace_, kind, name;  // all that are set must be equal
  Objective objective;
};

// Which keys are meant; an empty field is any, names may be globs.
struct KeyPattern {
  std::string system, namespace_, kind, name;
  bool Matches(const ObjectKey& key) const;
};

struct Component {
  std::string name;
  std::vector<KeyPattern> needs;  // objects: each pattern must find at least one, and all count
  std::vector<KeyPattern> holds;  // workloads whose data it is; what it needs covers them
  bool ephemeral = false;
  std::optional<std::string> ignore;  // why it is not backed up, by design
  std::optional<Duration> max_age;    // of its recovery point
};

struct Objectives {
  Objective fallback;                 // objectives.default
  std::vector<ObjectiveMatch> match;  // the first entry that sets a field wins
  std::vector<Component> components;
};

}  // namespace lastgood
