// A complete listing of what lies under a prefix, or an error that names the page: nothing in between.
// Servers lie in known ways, and each is caught: a page that says it is the last is checked by asking once
// for what follows its last key; keys must rise, unless one page is all there is (one that comes twice in a
// row counts once); a token must not repeat; a cut, empty or foreign answer is no page; nothing at all is
// checked against the versions. Memory follows one page. Functions may be called from any thread.
#pragma once

#include <memory>

#include "net/s3/bucket_types.h"
#include "net/s3/client.h"
#include "net/s3/key_ranges.h"

namespace lastgood {

// One listing, page by page. `client`, `query` and `visit` must outlive it; not for sharing between threads.
class S3Listing {
 public:
  S3Listing(S3Client& client, const ListQuery& query, const ObjectVisitor& visit);
  S3Listing(S3Listing&&) noexcept;
  ~S3Listing();

  // Reads the next page and visits what it shows. False when the listing is complete.
  Result<bool> Step(const Deadline& deadline);

  // The same in two steps, for a listing whose end moves: reads a page, and then visits what it shows up to
  // `end` ("" is no end). Keys are whole here, the bucket's base included.
  Result<PageSpan> Read(const Deadline& deadline);
  Result<PageTaken> Take(const std::string& end);
  const ListSummary& summary() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Keys are handed out without the bucket's base, and query.prefix is relative to it.
Result<ListSummary> ListS3(S3Client& client, const ListQuery& query, const Deadline& deadline,
                           const ObjectVisitor& visit, const ListProgress& progress);

}  // namespace lastgood
