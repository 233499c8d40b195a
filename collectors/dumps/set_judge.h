// Whether a folder that is one backup is whole: all that its table of contents names is there, and what was
// read of its files ends as it should. Bounded in what is read. Errors: those of the bucket.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "collectors/dumps/dump_set.h"
#include "collectors/dumps/ending.h"
#include "collectors/dumps/judge.h"

namespace lastgood {

// The files of a folder: names below it, and their sizes.
using SetFiles = std::map<std::string, std::uint64_t, std::less<>>;
// The bytes of one of them.
using OpenSetFile = std::function<DumpBytes(const std::string& name, std::uint64_t size)>;

Result<EndingVerdict> JudgeDumpSet(DumpSetKind kind, const SetFiles& files, const OpenSetFile& open);

}  // namespace lastgood
