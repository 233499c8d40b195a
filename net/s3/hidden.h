// What a bucket keeps beside its current objects, and bills: noncurrent versions, delete markers and the
// parts of uploads that were never completed. Complete listings or an error, as for the objects themselves.
// Functions may be called from any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/s3/bucket_types.h"
#include "net/s3/client.h"

namespace lastgood {

// A version that is not the current one; a delete marker has no bytes. A view.
struct HiddenObject {
  std::string_view key;  // relative to the bucket's base
  std::uint64_t size = 0;
};
using HiddenVisitor = std::function<void(const HiddenObject&)>;

// Noncurrent versions, and all delete markers. Returned is what the same answers call current of the objects
// written before `before`: an ordinary listing that was made before and shows less is wrong.
struct CurrentVersions {
  std::uint64_t objects = 0, bytes = 0;
};
Result<CurrentVersions> ListNoncurrent(S3Client& client, Time before, const Deadline& deadline,
                                       const HiddenVisitor& visit);

// Whether there is a current object under this prefix (the bucket's base included), by the first pages of
// versions: asked when a listing shows none. False also when nobody can tell.
bool HasCurrentVersion(S3Client& client, const std::string& prefix, const Deadline& deadline);

// Incomplete uploads with the bytes of their parts. More than `most` uploads are kTooLarge: each costs a
// request. `proves_none` tells whether this server's empty answer means that there are none.
struct UploadsSummary {
  std::uint64_t uploads = 0;
  bool proves_none = false;
};
Result<UploadsSummary> ListIncomplete(S3Client& client, const Deadline& deadline, std::size_t most,
                                      const HiddenVisitor& visit);

}  // namespace lastgood
