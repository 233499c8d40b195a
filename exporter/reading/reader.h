// What commands read by that look once, or watch, and then leave: the sources of the config, or a dump, with
// all that reading them takes. An error is one line for main to print. Used by one thread.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "exporter/config/options.h"
#include "model/snapshot.h"

namespace lastgood {

class Reader {
 public:
  // `now` shifts the clock by which all is judged; nullopt is the machine's.
  static Result<std::shared_ptr<Reader>> Open(const CommonOptions& options, const std::optional<Time>& now);
  ~Reader();

  // Every source once; progress on standard error if that is a terminal.
  void ReadOnce();
  // From now on, each at its interval or as it changes.
  void Start();

  Snapshot Known() const;
  // Of which no pass has ended yet.
  std::vector<std::string> WaitingFor() const;
  Time Now() const;
  const Clock& clock() const;
  const Setup& setup() const;

  // Ends the reading. True when a pass hangs: then this must outlive the process (Ended::still_in_use).
  bool Stop();

 private:
  struct Tools;
  explicit Reader(std::unique_ptr<Tools> tools);

  std::unique_ptr<Tools> tools_;
  bool hangs_ = false;
};

}  // namespace lastgood
