// What a service is made of, as the config says (`components:`), and how each of its parts stands: what
// Kubernetes cannot know, and what would otherwise be missing without a word. Pure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/facts.h"
#include "model/objectives.h"

namespace lastgood {

// What could be restored of something, and what is wanted of it.
struct Restorability {
  std::optional<Time> observed;  // when its backups were last read
  std::optional<Time> recovery_point;
  bool recovery_unknown = false;             // without one: nobody can tell whether there is one
  std::optional<Time> deadline;              // the next good backup must exist by then
  std::optional<Duration> objective;         // the greatest age of its recovery point
  std::optional<Time> restored;              // when a restore was last proven
  std::optional<Duration> restore_duration;  // how long that took
};

struct ComponentState {
  std::string name;
  std::optional<bool> is_protected;  // nullopt: could not tell
  std::string reason;                // as lastgood_object_protected's, and "missing"; "" when not known
  std::string detail;
  bool deliberate = false;
  std::vector<ObjectKey> objects;  // what it needs and was found
  // As far as the whole of it can be restored: the oldest of the objects' newest recovery points, absent when
  // one has none, and so the proof; the longest restore.
  Restorability what;
};

struct Part;
using Parts = std::vector<std::shared_ptr<const Part>>;

std::vector<ComponentState> StatesOf(const Parts& parts, const Objectives& objectives);

}  // namespace lastgood
