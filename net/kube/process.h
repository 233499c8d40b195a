// Runs a program without a shell and collects what it prints, bounded in time and size. The program and its
// children are killed when the time is over. May be called from any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

struct ProcessOutput {
  int exit_code = 0;           // 128 + the signal when it was killed by one
  std::string output, errors;  // at most 1 MiB and 4 KiB; the rest is read and dropped
};

// `command` without a slash is looked up in PATH. `env` is added to our own environment. kNotFound when there
// is no such program, kTimeout when it does not end by the deadline.
Result<ProcessOutput> RunProcess(const std::string& command, const std::vector<std::string>& args,
                                 const std::vector<std::pair<std::string, std::string>>& env,
                                 const Clock& clock, const Deadline& deadline);

}  // namespace lastgood
