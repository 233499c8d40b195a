#include "collectors/volsync/reads.h"

#include "collectors/volsync/decode.h"

namespace lastgood::volsync {

std::vector<TableRead> ReadsInto(VolsyncTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.sources, kSources, "ReplicationSources", &DecodeSync));
  reads.push_back(ReadInto(tables.destinations, kDestinations, "ReplicationDestinations", &DecodeSync));
  return reads;
}

}  // namespace lastgood::volsync
