// What is kept of VolSync's objects (volsync.backube/v1alpha1): the input of Assemble. Pure values.
#pragma once

#include <optional>
#include <string>

#include "collectors/shared/kubernetes.h"
#include "collectors/shared/table.h"

namespace lastgood::volsync {

// A ReplicationSource or a ReplicationDestination: both tell of their syncs in the same way.
struct SyncRow {
  ObjectId id;
  std::string namespace_, name, claim;  // the claim that it reads; "" of a destination
  std::string mover, destination;       // "restic", and the name of the Secret of its repository
  bool known_mover = true;              // false: there is one, of which lastgood knows only the name
  std::string cron, manual;             // of spec.trigger
  std::string last_manual;              // the manual trigger that was last served
  bool paused = false, has_status = false;
  std::optional<Time> created, next;
  std::optional<Time> started;  // of the sync that runs now; VolSync tries until it succeeds
  std::optional<Time> synced;   // of the last sync that succeeded
  std::optional<Duration> duration;
  bool failed = false;  // the newest try
  std::string message;  // why
  std::optional<Time> failed_at;
  std::string nothing;  // the newest sync "succeeded" and did nothing: the mover's own words
  ObjectiveAnnotations annotations;
};

struct VolsyncTables {
  Table<SyncRow> sources, destinations;
};

}  // namespace lastgood::volsync
