// A document with many snapshots, walked without building it: the API's list, and index-N of a repository.
// Pure; the text is followed by kTextPadding readable bytes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood::opensearch {

struct SnapshotDocument {
  bool has_snapshots = false, has_indices = false;
  std::string error;    // of a cluster that answers for several repositories at once (Elasticsearch 7)
  std::string cluster;  // the uuid of the cluster that wrote an index-N last; "" when it does not say
};

struct SnapshotVisitor {
  std::function<Status(std::string_view json)> snapshot;  // each one's text; a view into the document
  // Each snapshot that an index names; may be empty.
  std::function<void(std::string_view index, std::string_view uuid)> reference = {};
};

// kMalformed or kTruncated when the structure breaks, possibly after some snapshots.
Result<SnapshotDocument> WalkSnapshots(std::string_view json, const SnapshotVisitor& visitor);

}  // namespace lastgood::opensearch
