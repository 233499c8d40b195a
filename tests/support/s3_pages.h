// Answers of an S3 server, rendered for tests and benchmarks. Pure; may be called from any thread.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastgood {

struct S3TestObject {
  std::string key;  // as it shall stand in the XML
  std::string size = "1";
  std::string modified = "2026-08-20T00:01:10.000Z";
};

inline std::string S3TestPage(const std::vector<S3TestObject>& objects, bool truncated = false,
                              std::string_view token = "", std::string_view encoding = "url") {
  std::string page =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ListBucketResult "
      "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>backups</Name><Prefix></Prefix>";
  page += fmt::format(
      "<KeyCount>{}</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>{}</EncodingType>"
      "<IsTruncated>{}</IsTruncated>",
      objects.size(), encoding, truncated);
  if (!token.empty()) page += fmt::format("<NextContinuationToken>{}</NextContinuationToken>", token);
  for (const S3TestObject& object : objects)
    page += fmt::format(
        "<Contents><Key>{}</Key><LastModified>{}</LastModified><ETag>&quot;0123456789abcdef0123456789abcdef"
        "&quot;</ETag><Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>",
        object.key, object.modified, object.size);
  return page + "</ListBucketResult>";
}

inline std::string S3TestError(std::string_view code, std::string_view message = "Said the server.",
                               std::string_view more = "") {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code><Message>{}</Message>{}"
      "<RequestId>1</RequestId></Error>",
      code, message, more);
}

}  // namespace lastgood
