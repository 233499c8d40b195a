// The files of a dump: which there are, and what is in them. Bounded in number, depth and size. Functions may
// be called from any thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace lastgood {

struct ManifestFiles {
  std::vector<std::string> paths;  // sorted
  std::vector<Error> unread;       // folders that could not be looked into
};

// The path itself when it is a file; else every *.json, *.yaml and *.yml below the folder. Hidden names are
// left out (mounted ConfigMaps hold their files twice). kNotFound when there is no such path or no such file.
Result<ManifestFiles> FindManifests(const std::string& path);

// The content, padded with Pad(); at most 1 GiB, else kTooLarge. What was not `named` by the user must be a
// regular file.
Result<std::string> ReadManifestFile(const std::string& path, bool named);
Result<std::string> ReadStandardInput();

}  // namespace lastgood
