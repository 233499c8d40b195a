// Keeps what the collectors know in a file (--state.dir) for the process after this one: read once at the
// start, written when something changed. A file that cannot be read is ignored with one warning; one that
// cannot be written is tried again. One thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "catalog/expose.h"
#include "exporter/serve/runner.h"
#include "exporter/state/state_codec.h"

namespace lastgood {

class StateKeeper {
 public:
  // `clock` and `log` must outlive it.
  StateKeeper(std::string folder, const Clock& clock, Logger& log)
      : folder_(std::move(folder)), clock_(clock), log_(log), tried_(clock.Steady()) {}

  // What was kept; nothing where nothing can be taken.
  std::vector<FormerPart> Read();
  // Whether a write would tell something new, and the last one was long enough ago; the first one waits until
  // every collector has looked (`ready`), for as long.
  bool IsDue(const View& view, bool ready) const;
  void Write(const View& view);

  const StateFile& state() const { return state_; }

 private:
  bool HasNews(const View& view) const;

  const std::string folder_;
  const Clock& clock_;
  Logger& log_;
  StateFile state_;
  std::vector<std::weak_ptr<const Part>> kept_;  // those that the file holds
  Monotonic tried_;                              // the last write; the start before the first
};

}  // namespace lastgood
