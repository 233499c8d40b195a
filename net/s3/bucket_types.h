// What a bucket tells, whether it lives behind an S3 endpoint or in a folder. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace lastgood {

// A view: valid only during the visit that hands it out.
struct BucketObject {
  std::string_view key;  // relative to the bucket's base, as raw bytes
  std::uint64_t size = 0;
  Time modified;
  std::string_view etag;           // without quotes; "" in a folder
  std::string_view storage_class;  // "" when not told
};

using ObjectVisitor = std::function<void(const BucketObject&)>;
// Told after every page (or folder) how many objects were seen so far.
using ListProgress = std::function<void(std::size_t objects)>;

struct ListQuery {
  std::string prefix;       // "" lists all
  std::string start_after;  // only keys after this one
};

// Of a complete listing; there is none of an incomplete one.
struct ListSummary {
  std::uint64_t objects = 0;
  std::uint64_t pages = 0;
  // Keys that came twice in a row, and were counted once; one of them.
  std::uint64_t repeated = 0;
  std::string repeated_key;
};

// `length` 0 is all that follows `offset`. More than `most` bytes are kTooLarge.
struct ByteRange {
  std::uint64_t offset = 0, length = 0;
  std::size_t most = 16 * 1024 * 1024;
};

}  // namespace lastgood
