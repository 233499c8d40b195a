// From facts to samples. Pure: what is unknown has no sample, what is 0 is written as 0.
#pragma once

#include <optional>
#include <string>

#include "catalog/samples.h"
#include "model/snapshot.h"

namespace lastgood {

// What the process knows about itself.
struct SelfState {
  std::string version, revision, compiler;
  bool reload_successful = true;
  std::optional<Time> reload_success;
};

// What one collector knows: its facts and itself.
Samples Expose(const Part& part);
Samples Expose(const SelfState& self);

}  // namespace lastgood
