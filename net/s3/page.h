// One page of ListObjectsV2, decoded in place. kMalformed and kTruncated say what was found. One thread.
#pragma once

#include "net/s3/key_ranges.h"
#include "net/s3/xml.h"

namespace lastgood {

// One page of ListObjectsV2.
class S3ListPage {
 public:
  static Result<S3ListPage> Parse(std::string body);

  bool truncated() const { return truncated_; }
  const std::string& next_token() const { return next_token_; }
  // Its first and its last key, as the server has them.
  PageSpan Span() const;
  // Visits every object, in the server's order, until `visit` returns an error.
  Status Each(const std::function<Status(const BucketObject&)>& visit) const;

 private:
  std::string KeyOf(const pugi::xml_node& contents) const;
  explicit S3ListPage(S3Document document) : document_(std::move(document)) {}

  S3Document document_;
  bool truncated_ = false, encoded_ = false;
  std::string next_token_;
};

}  // namespace lastgood
