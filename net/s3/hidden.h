// What a bucket keeps beside its current objects, and bills: noncurrent versions, delete markers and the
// parts of uploads that were never completed. Complete listings or an error, as for the objects themselves.
// Functions may be called from any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "net/s3/bucket_types.h"
#include "net/s3/client.h"

namespace lastgood {

// A version that is not the current one; a delete marker has no bytes. A view.
struct HiddenObject {
  std::string_view key;  // relative to the bucket's base
  std::uint64_t size = 0;
};
using HiddenVisitor = std::function<void(const HiddenObject&)>;

// Noncurrent versions, and all delete markers.
Status ListNoncurrent(S3Client& client, const Deadline& deadline, const HiddenVisitor& visit);

// Incomplete uploads with the bytes of their parts. More than `most` uploads are kTooLarge: each costs a
// request. `proves_none` tells whether this server's empty answer means that there are none.
struct UploadsSummary {
  std::uint64_t uploads = 0;
  bool proves_none = false;
};
Result<UploadsSummary> ListIncomplete(S3Client& client, const Deadline& deadline, std::size_t most,
                                      const HiddenVisitor& visit);

}  // namespace lastgood
