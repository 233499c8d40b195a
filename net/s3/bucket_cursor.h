// One listing of a bucket, object by object, for who reads two of them in step. Memory follows one page (in a
// folder, the names of the open folders). An error ends it: what was read is not all. The bucket's `http` and
// `clock` must outlive it; not for sharing between threads.
#pragma once

#include <memory>
#include <string>

#include "net/s3/bucket.h"

namespace lastgood {

class BucketCursor {
 public:
  struct Object {
    std::string key;  // relative to the bucket's base
    std::uint64_t size = 0;
    Time modified;
    std::string etag;
  };

  BucketCursor(const Bucket& bucket, ListQuery query, const Clock& clock);
  BucketCursor(BucketCursor&&) noexcept;
  ~BucketCursor();

  // Goes to the next object, in the order of the keys' bytes. False at the end.
  Result<bool> Next(const Deadline& deadline);
  // Where it stands; valid until Next, and only after it was true.
  const Object& object() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
