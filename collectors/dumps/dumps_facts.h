// From judged files to facts. Pure.
#pragma once

#include <string>
#include <vector>

#include "collectors/dumps/dump_reader.h"
#include "collectors/shared/store.h"
#include "net/objects/reading.h"

namespace lastgood {

struct DumpsPlan {
  ObjectKey key;
  StorePlace place;
  StorePromise promise;
  std::string pattern;  // as written
  DumpPattern names;
  Duration settle = std::chrono::minutes(10);
};

// `judged`: the newest first, as the reader left them.
ObjectFacts AssembleDumps(const DumpsPlan& plan, const DumpListing& listing,
                          const std::vector<JudgedDump>& judged, Time now);

// Takes files off that claim to be from a time to come, which prove nothing; what is to be told about them.
std::vector<Problem> TakeFutureOff(const DumpsPlan& plan, Time now, DumpListing& listing);

}  // namespace lastgood
