// A bucket, behind an S3 endpoint or in a folder, read through one interface.
// Errors name the bucket's URL and what to do. A Bucket is shared by copying; `http` and `clock` must outlive
// it. All methods may be called from any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "net/http/retry.h"
#include "net/s3/bucket_config.h"
#include "net/s3/bucket_folder.h"
#include "net/s3/bucket_types.h"
#include "net/s3/client.h"
#include "net/s3/list_ranges.h"

namespace lastgood {

class Bucket {
 public:
  // Nothing is read yet. kConfig: the URL or the endpoint is wrong.
  static Result<Bucket> Open(const BucketConfig& config, HttpClient& http, const Clock& clock,
                             const Getenv& getenv, const RetryPolicy& retry = {});

  // Visits what lies under query.prefix in the order of the keys' bytes, in one chain of pages: copies, dumps
  // and repositories read a part of a bucket, and rely on the order. An error: what was visited is not all.
  Result<ListSummary> List(const ListQuery& query, const Deadline& deadline, const ObjectVisitor& visit,
                           const ListProgress& progress = {}) const;
  // Visits all of it, over several connections and without an order between their ranges (list_ranges.h); a
  // folder over one.
  Result<ListSummary> ListAll(const RangeVisit& visit, RangeMemory& memory, const Deadline& deadline,
                              const ListProgress& progress = {}) const;
  // kNotFound when there is no such object.
  Result<std::string> Get(std::string_view key, const ByteRange& range, const Deadline& deadline) const;

  // Null for a folder.
  S3Client* s3() const;
  // Null for S3.
  const FolderBucket* folder() const { return std::get_if<FolderBucket>(&place_); }
  // Requests made so far; 0 for a folder.
  std::uint64_t requests() const;

 private:
  using Place = std::variant<FolderBucket, std::shared_ptr<S3Client>>;
  explicit Bucket(Place place) : place_(std::move(place)) {}
  Place place_;
};

}  // namespace lastgood
