#include "net/s3/hidden_fetch.h"

#include <fmt/format.h>

namespace lastgood {

std::string HiddenPage(const S3Client& client, std::string_view of, std::uint64_t page) {
  const S3Location& location = client.settings().location;
  return fmt::format("listing the {} of s3://{}/{}, page {}", of, location.bucket, location.base, page);
}

void AddHiddenQuery(S3Call& call, const std::string& prefix, const std::string& key, const char* id_name,
                    const std::string& id) {
  if (!prefix.empty()) call.query.emplace_back("prefix", prefix);
  if (!key.empty()) call.query.emplace_back("key-marker", key);
  if (!id.empty()) call.query.emplace_back(id_name, id);
}

Status CheckMarker(std::string_view what, const std::string& key, const std::string& id,
                   const std::string& next_key, const std::string& next_id) {
  if (next_key.empty())
    return Error{ErrorCode::kMalformed, fmt::format("{}: IsTruncated is true, but there is no marker", what)};
  if (next_key < key || (next_key == key && next_id == id))
    return Error{ErrorCode::kMalformed, fmt::format("{}: the marker does not advance", what)};
  return Ok();
}

}  // namespace lastgood
