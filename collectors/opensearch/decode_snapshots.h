// Snapshots as the API lists them and as the repository itself keeps them. Pure: bytes in, rows out;
// kMalformed says what was expected, and a snapshot that cannot be read is a Problem.
#pragma once

#include "collectors/opensearch/rows.h"
#include "net/objects/reading.h"

namespace lastgood::opensearch {

struct SnapshotList {
  std::vector<SnapshotRow> snapshots;
  std::vector<Problem> problems;
  std::string cluster;                 // that wrote it last, of an index-N
  std::string unknown_uuid, in_index;  // a snapshot that an index names and the list lacks
};

// GET _snapshot/<repository>/<names>.
Result<SnapshotList> DecodeSnapshots(std::string body);

// index-N of a repository.
Result<SnapshotList> DecodeRepositoryIndex(std::string text);

// index.latest: eight bytes, the highest first.
Result<std::uint64_t> DecodeGeneration(std::string_view bytes);

}  // namespace lastgood::opensearch
