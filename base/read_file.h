// Reads a file whole, and never waits for what is no file: a pipe that lies among files is refused. What the
// user named himself may be a pipe or a device (`<(...)`, a FIFO, /dev/null), and is read for as long as
// something arrives. Errors are about the cause alone, so that the caller names the file: kNotFound,
// kForbidden, kUnavailable, kTooLarge, kTimeout. Functions may be called from any thread.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

struct FileLimits {
  std::size_t most = 0;  // bytes
  bool named = true;     // by the user; else it was found in a folder, and must be a regular file
  std::optional<Duration> patience = std::chrono::seconds(10);  // for a pipe that is silent; nullopt: any
};

Result<std::string> ReadFile(const std::string& path, const FileLimits& limits);
// The same of what is open already.
Result<std::string> ReadDescriptor(int file, const FileLimits& limits);

// A config file that the user named: kConfig, with the place that a mistake in it would have.
Result<std::string> ReadConfigText(const std::string& path);

// The content of a secret's file, trailing newline removed, at most 64 KiB. kConfig names the file.
Result<std::string> ReadSecretFile(const std::string& path);

// A path as a config writes it: a relative one counts from the folder of `file`, the config; "" and "~/..."
// stay as they are. No slash stands at its end.
std::string PathFrom(const std::string& path, const std::string& file);

}  // namespace lastgood
