// What a bucket keeps beside its current objects, and bills: noncurrent versions and delete markers
// (versions.h), and the parts of uploads that were never completed. Complete listings or an error, as for the
// objects themselves. Functions may be called from any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

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

struct KnownUpload {
  std::string key, id;  // the key is whole
  auto operator<=>(const KnownUpload&) const = default;
};

// Incomplete uploads with the bytes of their parts. More than `most` uploads are kTooLarge: each costs a
// request. Some servers forget in a restart what they told, and then show none: those that are `known` from
// earlier are asked for by name where no answer proves that they are gone. `proves_none` tells whether this
// server's empty answer means that there are none.
struct UploadsSummary {
  std::vector<KnownUpload> uploads;
  bool proves_none = false;
};
Result<UploadsSummary> ListIncomplete(S3Client& client, const std::vector<KnownUpload>& known,
                                      const Deadline& deadline, std::size_t most, const HiddenVisitor& visit);

}  // namespace lastgood
