#include "proof/barman/reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::proof::barman {

Result<std::string> Reader::Part(const std::string& key, std::uint64_t offset, std::uint64_t length) {
  if (length == 0) return std::string();
  if (IsSpent()) return Error{ErrorCode::kTooLarge, "more than what is read of one store"};
  --left_;
  Result<std::string> part = read_(key, {offset, length, static_cast<std::size_t>(length)});
  if (part.ok() && part->size() != length)
    part = Error{
        ErrorCode::kTruncated,
        fmt::format("{} bytes came instead of {}: it changed since it was listed", part->size(), length)};
  // What is gone is an answer.
  const bool answered =
      part.ok() || part.error().code == ErrorCode::kNotFound || part.error().code == ErrorCode::kTruncated;
  failed_ = answered ? 0 : failed_ + 1;
  if (!part.ok()) failure_ = part.error().message;
  return part;
}

Result<std::string> Reader::Head(const std::string& key, std::uint64_t size, std::uint64_t most) {
  return Part(key, 0, std::min(size, most));
}

Result<std::string> Reader::Tail(const std::string& key, std::uint64_t size, std::uint64_t most) {
  const std::uint64_t length = std::min(size, most);
  return Part(key, size - length, length);
}

}  // namespace lastgood::proof::barman
