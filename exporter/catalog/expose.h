// From a snapshot to samples. Pure: what is unknown has no sample, what is 0 is written as 0.
#pragma once

#include <functional>
#include <string>

#include "exporter/catalog/samples.h"
#include "exporter/model/snapshot.h"

namespace lastgood {

// What the process knows about itself.
struct SelfState {
  std::string version, revision, compiler;
  bool reload_successful = true;
  std::optional<Time> reload_success;
};

// Everything in the snapshot. `pick` tells which collectors' parts to write; empty: all.
Samples Expose(const Snapshot& snapshot, const SelfState& self,
               const std::function<bool(const CollectorState&)>& pick = {});

}  // namespace lastgood
