// The .prom files of a folder, as node_exporter's textfile collector reads them: those directly in it. Links
// and pipes are told and not read: they could lead anywhere. Pure but for the file system.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood::jobs {

struct PromFile {
  std::string name;
  std::string job;  // the name without .prom
  Time written;
};

struct PromFiles {
  std::vector<PromFile> files;  // by name
  std::vector<std::pair<std::string, Error>> unfit;
};

// kNotFound, kForbidden, kUnavailable: the folder cannot be read. kTooLarge: too many files.
Result<PromFiles> ListPromFiles(const std::string& folder);

}  // namespace lastgood::jobs
