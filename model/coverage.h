// Which data in the cluster is covered by what: the claims, clusters and stateful sets that were found,
// joined to the objects whose backups hold them, with how many copies there are and where; and the components
// that the config declares. Pure; of all parts at once, without the time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/components.h"
#include "model/evidence.h"
#include "model/facts.h"
#include "model/names.h"

namespace lastgood {

// One mechanism that covers a workload, or could and does not.
struct Layer {
  std::string by;  // a system: "velero"
  bool covers = false;
  std::string why;  // in words: what covers it, or why not
  std::optional<Time> recovery_point;
  ObjectKey object;  // whose backups hold it; empty when there is none
};

struct CoveredWorkload {
  ObjectKey key;
  std::optional<ObjectKey> part_of;  // the Cluster or StatefulSet that a claim belongs to
  std::vector<Layer> layers;         // by system, at most one each; those that cover come first
  bool deliberate = false;           // not to be covered, on purpose
  std::string why;                   // of what is deliberate
  bool annotated = false;            // with lastgood.dev/max-age, and no object of its name is held to it
  bool held = false;                 // a declared component holds it, or needs an object that is called so
  bool told = false;                 // not covered, and an object's own verdict says so already
  std::string unknown;               // why lastgood cannot tell whether it is covered; "" when it can
  Restorability what;                // by the newest of what covers it
  // Recovery points by different methods and destinations, and those of them that are not beside the data.
  // Absent when that is not known.
  std::optional<int> copies, copies_apart;
  std::optional<int> copies_objective, copies_apart_objective;

  bool IsClaim() const;
  bool Covered() const;
};

// An object whose backups lie in a bucket that endangers them, in so many ways.
struct Endangered {
  ObjectKey key;
  std::size_t risks = 0;
};

// How the recovery point of an object is known.
struct KnownObjectPoint {
  ObjectKey key;
  Known known;
};

struct Coverage {
  std::vector<CoveredWorkload> workloads;  // sorted by key
  std::vector<ComponentState> components;  // in the order of the config
  std::vector<Endangered> endangered;
  std::vector<KnownObjectPoint> known;  // sorted by key
};

Coverage Cover(const Parts& parts, const Objectives& objectives);

}  // namespace lastgood
