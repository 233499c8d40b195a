// What collectors know, to bytes and back, for the process after this one. Nothing that is read back is
// trusted: sizes are bounded, moments of reading that lie ahead count as now, and a part that cannot be read
// is left out. Pure.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/snapshot.h"

namespace lastgood {

// What a collector knew when it was kept.
struct FormerPart {
  CollectorState state;
  Facts facts;
};

std::string PackParts(std::span<const std::shared_ptr<const Part>> parts);

struct UnpackedParts {
  std::vector<FormerPart> parts;
  std::size_t unread = 0;  // parts that cannot be read
};

// kMalformed: it is nothing that PackParts gives.
Result<UnpackedParts> UnpackParts(std::string_view bytes, Time now);

}  // namespace lastgood
