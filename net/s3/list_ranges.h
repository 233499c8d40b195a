// A complete listing of a whole bucket over several connections at once, each with a range of keys: the same
// objects and the same checks as in one chain of pages (list.h), in no order between the ranges. The ranges
// come from the last pass; the first time from the folders, when the bucket turns out to be long, and are cut
// further while some connection is free. A server that does not list what lies behind a key, or whose ranges
// do not fit together, is listed in one chain. Memory follows the number of connections. From one thread at a
// time.
#pragma once

#include <functional>
#include <string>

#include "net/s3/bucket_types.h"
#include "net/s3/client.h"
#include "net/s3/key_sample.h"

namespace lastgood {

// What a pass leaves to the next: where to cut, and whether cutting works here.
struct RangeMemory {
  KeyHistogram histogram;
  bool one_chain = false;
  int disagreed = 0;  // passes in a row

  // As many ranges as `connections` take turns with, each worth more than a page.
  std::vector<std::string> Cuts(std::size_t connections) const;
};

// Who visits. `open` gives the visitor of the objects behind `start`, which come in the order of their keys;
// it is called by one thread at a time. A worker (below `connections`) has one visitor at a time, and
// different workers visit at the same time. After `restart` all is visited again.
struct RangeVisit {
  std::size_t connections = 1;
  std::function<ObjectVisitor(std::size_t worker, const std::string& start)> open;
  std::function<void()> restart;
};

Result<ListSummary> ListS3InRanges(S3Client& client, const RangeVisit& visit, RangeMemory& memory,
                                   const Deadline& deadline, const ListProgress& progress);

}  // namespace lastgood
