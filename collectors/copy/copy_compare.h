// Two listings read in step: what of one is missing in the other, or differs. Memory is constant, however
// many objects there are. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "net/s3/bucket_cursor.h"

namespace lastgood {

struct CopyComparison {
  // What the copy lacks: missing, or there in another size or with another content.
  struct Lack {
    std::uint64_t objects = 0, bytes = 0;
    std::optional<Time> oldest;
    std::vector<std::string> names;  // a few

    void Add(std::string_view name, std::uint64_t size, Time modified);
    void Add(const Lack& other);
  };

  Lack missing, other_size, other_content;
  std::uint64_t compared = 0, in_copy = 0, same_content = 0;

  // ETags tell contents apart only where some pair has the same: behind some encryptions they are random.
  bool ContentIsComparable() const { return same_content > 0; }
  Lack All() const;
};

struct CopySide {
  BucketCursor cursor;
  std::size_t prefix = 0;  // bytes of its keys that the other side does not share
};

// An Error: one side could not be read to its end, and says which.
Result<CopyComparison> CompareCopies(CopySide from, CopySide to, const Deadline& deadline,
                                     const std::function<void(std::size_t)>& progress);

}  // namespace lastgood
