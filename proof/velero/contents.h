// <name>.tar.gz, which holds the objects of a backup: is it there to its end?
#pragma once

#include <cstdint>
#include <string>

#include "proof/proof.h"
#include "proof/velero/judgement.h"

namespace lastgood::proof::velero {

// Reads all of a file of up to 4 MiB (at kContent 256 MiB), and the first and last bytes of a larger one.
Judgement JudgeContents(const std::string& key, std::uint64_t size, const ReadPart& read, Depth depth);

}  // namespace lastgood::proof::velero
