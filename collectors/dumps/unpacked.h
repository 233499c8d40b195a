// The two ends of what a decompressor gives out, piece by piece, and how much it was. A value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

struct Unpacked {
  std::string head, tail;
  std::uint64_t size = 0;

  void Add(std::string_view piece) {
    size += piece.size();
    if (head.size() < kHeadBytes) head.append(piece.substr(0, kHeadBytes - head.size()));
    if (piece.size() >= kTailBytes) tail.clear();
    tail.append(piece.substr(piece.size() - std::min(piece.size(), kTailBytes)));
    if (tail.size() > 2 * kTailBytes) tail.erase(0, tail.size() - kTailBytes);
  }
};

// The beginning of what is inside a gzip of which there is only the beginning.
Unpacked GunzipHead(std::string_view head);

// Whether a gzip unpacks, whatever is in it.
EndingVerdict JudgeGzipMembers(std::string_view whole);

// The verdict about what was in a sound `format` ("gzip").
EndingVerdict JudgeInside(std::string_view format, const Unpacked& inside);

}  // namespace lastgood
