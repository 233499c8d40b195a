// From facts to samples. Pure: what is unknown has no sample, what is 0 is written as 0.
#pragma once

#include <optional>
#include <string>

#include "catalog/samples.h"
#include "model/snapshot.h"

namespace lastgood {

// Of the file that --state.dir keeps.
struct StateFile {
  bool read = true;                  // at the start, or there was none
  bool written = true;               // by the last try
  std::optional<Time> last_written;  // by this process
  std::uint64_t bytes = 0;           // then
};

// What the process knows about itself.
struct SelfState {
  std::string version, revision, compiler;
  bool reload_successful = true;
  std::optional<Time> reload_success;
  std::optional<StateFile> state;  // nullopt: none is kept
};

// What one collector knows: its facts and itself.
Samples Expose(const Part& part);
Samples Expose(const SelfState& self);

}  // namespace lastgood
