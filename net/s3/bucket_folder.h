// A folder as a bucket: every regular file below it is an object, whose key is its path relative to the
// folder. Keys come in the order of their bytes, as S3 gives them. Symbolic links below the folder are not
// followed (they would count twice, or lead out), nor are devices, sockets and pipes opened. What is deleted
// during the walk is left out; a subfolder that cannot be read is an error that names it. Memory follows
// the largest subfolder (at most a million entries). Stateless: calls may come from any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

class FolderBucket {
 public:
  // `root` is an absolute path. `clock` must outlive the bucket.
  FolderBucket(std::string root, const Clock& clock) : root_(std::move(root)), clock_(&clock) {}

  Result<ListSummary> List(const ListQuery& query, const Deadline& deadline, const ObjectVisitor& visit,
                           const ListProgress& progress = {}) const;
  Result<std::string> Get(std::string_view key, const ByteRange& range, const Deadline& deadline) const;

  const std::string& root() const { return root_; }

 private:
  std::string root_;
  const Clock* clock_;
};

}  // namespace lastgood
