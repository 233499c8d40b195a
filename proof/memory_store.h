// For tests: a bucket in memory, whose objects a test makes, damages and denies.
#pragma once

#include <zlib.h>

#include <map>
#include <string>

#include "proof/proof.h"

namespace lastgood::proof {

inline std::string GzipOf(const std::string& data) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, data.size()), '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<unsigned>(data.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

struct MemoryStore {
  std::map<std::string, std::string> files;  // in the order of the keys' bytes
  std::map<std::string, Error> errors;       // of reading
  mutable std::uint64_t reads = 0, bytes = 0;

  Result<std::string> Read(const std::string& key, const ByteRange& range) const {
    ++reads;
    if (const auto error = errors.find(key); error != errors.end()) return error->second;
    const auto found = files.find(key);
    if (found == files.end()) return Error{ErrorCode::kNotFound, "no such object"};
    if (range.offset > found->second.size()) return Error{ErrorCode::kMalformed, "beyond the end"};
    std::string part =
        found->second.substr(range.offset, range.length == 0 ? std::string::npos : range.length);
    if (part.size() > range.most) return Error{ErrorCode::kTooLarge, "too large"};
    bytes += part.size();
    return part;
  }
};

}  // namespace lastgood::proof
