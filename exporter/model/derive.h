// From facts to deadlines: which of an object's tracks is the worst, when its next good backup must exist,
// and whether it counts as protected. The formulas are those of the contract ("Deadline"). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exporter/model/facts.h"
#include "exporter/model/objectives.h"

namespace lastgood {

// The fields that apply to `key`: objectives.match, then objectives.default.
Objective ObjectiveFor(const Objectives& objectives, const ObjectKey& key);

struct Derived {
  std::optional<Protection> reason;  // after annotations and objectives; nullopt when unknown
  std::optional<bool> is_protected;
  bool deliberate = false;           // not backed up, or not judged, on purpose
  std::optional<std::size_t> worst;  // index into ObjectFacts::tracks
  std::optional<Time> deadline, critical_deadline, running_deadline;
};

// By when a restore drill must have succeeded again: its own objective, `restore_test_max_age`, else its
// schedule as for backups; from the last success, else from its creation.
std::optional<Time> RestoreTestDeadline(const RestoreTestFacts& test, const Objectives& objectives);

// `now` decides only which of several tracks is the worst.
Derived Derive(const ObjectFacts& object, const Objectives& objectives, Time now);

}  // namespace lastgood
