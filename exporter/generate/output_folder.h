// The folder that `generate` writes into. A list in it (.lastgood-files) says which files an earlier run
// wrote and for which target, so that those which it would not write any more can go. Nothing else is
// removed: only regular files, under plain relative names, reached without following a link. Errors are
// kConfig and name the path. One thread at a time.
#pragma once

#include <map>
#include <string>

#include "base/files.h"
#include "base/result.h"

namespace lastgood {

// Writes the files of some targets and removes what the same targets wrote before; how many were removed.
Result<std::size_t> WriteOutputs(const std::string& folder, const std::map<std::string, Files>& by_target);

}  // namespace lastgood
