#include "net/s3/bucket_cursor.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "net/s3/bucket_walk.h"
#include "net/s3/list.h"

namespace lastgood {

// The places of one page are used again for the next.
struct BucketCursor::Impl {
  Impl(const Bucket& from, ListQuery what, const Clock& time)
      : bucket(from), query(std::move(what)), clock(time), visit([this](const BucketObject& object) {
          if (filled == page.size()) page.emplace_back();
          Object& place = page[filled++];
          place.key.assign(object.key);
          place.size = object.size;
          place.modified = object.modified;
          place.etag.assign(object.etag);
        }) {}

  Result<bool> Step(const Deadline& deadline) {
    if (S3Client* client = bucket.s3()) {
      if (!pages) pages.emplace(*client, query, visit);
      return pages->Step(deadline);
    }
    if (deadline.Over(clock))
      return Error{
          ErrorCode::kTimeout,
          fmt::format("walking {}: the time for a pass was over: raise `timeout`", bucket.folder()->root())};
    if (!walk) {
      walk.emplace(bucket.folder()->root(), query, visit);
      LASTGOOD_RETURN_IF_ERROR(walk->Open());
    }
    return walk->Step();
  }

  const Bucket bucket;
  const ListQuery query;
  const Clock& clock;
  const ObjectVisitor visit;
  std::optional<FolderWalk> walk;
  std::optional<S3Listing> pages;
  std::vector<Object> page;
  std::size_t filled = 0, next = 0;
  bool more = true;
};

BucketCursor::BucketCursor(const Bucket& bucket, ListQuery query, const Clock& clock)
    : impl_(std::make_unique<Impl>(bucket, std::move(query), clock)) {}
BucketCursor::BucketCursor(BucketCursor&&) noexcept = default;
BucketCursor::~BucketCursor() = default;

Result<bool> BucketCursor::Next(const Deadline& deadline) {
  Impl& impl = *impl_;
  while (impl.next == impl.filled && impl.more) {
    impl.next = impl.filled = 0;
    LASTGOOD_ASSIGN(impl.more, impl.Step(deadline));
  }
  if (impl.next == impl.filled) return false;
  ++impl.next;
  return true;
}

const BucketCursor::Object& BucketCursor::object() const { return impl_->page[impl_->next - 1]; }

}  // namespace lastgood
