// The one verdict: what is at risk, since when, why and what to do. `check`, the status page and the JSON
// show what Assess says, and the alert rules are generated from the same thresholds and condition names.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/alerts.h"
#include "model/evidence.h"
#include "model/snapshot.h"
#include "model/thresholds.h"

namespace lastgood {

// From the best to the worst.
enum class Level {
  kGood,
  kNotice,    // deliberate, or too new to judge: told, not counted
  kUnknown,   // could not tell
  kWarning,   // at risk
  kCritical,  // at risk
};

std::string_view ToString(Level level);

// One thing that is wrong (or worth telling) about a subject.
struct Finding {
  Level level = Level::kGood;
  AlertName condition;  // and the alert that tells of it; none for notices
  std::string what;     // "overdue", "WAL archiving fails"
  std::optional<Time> since;
  std::string why;         // the cause in the source's own words
  std::string todo;        // the next thing to do or to look at
  std::string_view state;  // of an object, that a notice gives (model/object_state.h); "" for others
};

enum class Subject {
  kComponent,
  kObject,
  kWorkload,
  kRestoreTest,
  kPolicy,
  kDestination,
  kBucket,
  kCopy,
  kLogs,
  kCollector
};

std::string_view ToString(Subject subject);

struct Row {
  Subject subject = Subject::kObject;
  Level level = Level::kGood;
  ObjectKey key;                  // system, namespace, kind, name of whatever the subject is
  std::vector<Finding> findings;  // worst first; empty when good
  std::string_view state;         // of an object (model/object_state.h)
  // What an object has; unknown is absent.
  std::string method, destination, protection;
  std::optional<Time> recovery_point, deadline;
  std::optional<Known> known;  // how the recovery point is
  // Without a recovery point: the newest can be no later than this; or nobody can tell whether there is one.
  std::optional<Time> recovery_at_most;
  bool recovery_unknown = false;
  std::optional<std::uint64_t> size_bytes;
};

// One line of the service's table: a declared component; else a cluster, stateful set or claim that was found
// and belongs to none.
struct ServiceLine {
  Level level = Level::kGood;  // the worst of its own and of the objects that it relies on
  bool declared = false;
  ObjectKey key;                                        // of a component only the name
  std::vector<std::string> covered_by, not_covered_by;  // systems
  Restorability what;
  std::string state;  // "good", "not covered", "missing"
};

struct Assessment {
  std::vector<Row> rows;             // worst first, then by system, namespace, name
  std::vector<ServiceLine> service;  // declared components in their order, then what was found, worst first
  std::size_t objects = 0, objects_at_risk = 0, objects_unknown = 0;
  Level worst = Level::kGood;
  bool nothing_found = false;  // no object, bucket or log is known
  // Findings that were left out, since a baseline has them; rows that have no other are not among `rows`.
  std::optional<std::size_t> in_baseline;

  // 0 good, 1 something is as bad as `fail_on`, 2 could not tell; 1 beats 2.
  int ExitCode(Level fail_on = Level::kWarning) const;
  // "2 of 14 objects are at risk."
  std::string Answer() const;
};

// What to assess; empty fields take everything. A namespace leaves out what has none.
struct Filter {
  std::string system, namespace_;
};

Assessment Assess(const Snapshot& snapshot, Time now, const Thresholds& thresholds = {},
                  const Filter& filter = {});

}  // namespace lastgood
