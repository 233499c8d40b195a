// The noncurrent versions and delete markers of a bucket, over several connections at once as its objects are
// (list_ranges.h): a complete listing or an error. Functions may be called from any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "net/s3/client.h"
#include "net/s3/hidden.h"

namespace lastgood {

// Who visits: as RangeVisit. `cuts` are keys relative to the bucket's base.
struct VersionsVisit {
  std::size_t connections = 1;
  std::vector<std::string> cuts;
  std::function<HiddenVisitor(std::size_t worker)> open;
  std::function<void()> restart;
};

// Noncurrent versions, and all delete markers. Returned is what the same answers call current of the objects
// written before `before`: an ordinary listing that was made before and shows less is wrong.
struct CurrentVersions {
  std::uint64_t objects = 0, bytes = 0;
};
Result<CurrentVersions> ListNoncurrent(S3Client& client, Time before, const VersionsVisit& visit,
                                       const Deadline& deadline);

// Whether there is a current object under this prefix (the bucket's base included), by the first pages of
// versions: asked when a listing shows none. False also when nobody can tell.
bool HasCurrentVersion(S3Client& client, const std::string& prefix, const Deadline& deadline);

}  // namespace lastgood
