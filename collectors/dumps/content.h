// What a file holds, read piece by piece from its first byte to its last: the verdict about all of it. Memory
// is bounded whatever comes. A value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/dumps/ending.h"
#include "collectors/dumps/tar_walk.h"
#include "collectors/dumps/text_scan.h"

namespace lastgood {

inline constexpr std::size_t kTailBytes = 2048;

class DumpContent {
 public:
  void Add(std::string_view piece);
  // Once all is added.
  EndingVerdict Judge();

  std::uint64_t size() const { return size_; }
  const std::string& head() const { return head_; }
  // The last kTailBytes at least, where there are as many.
  const std::string& tail() const { return tail_; }

 private:
  void Feed(std::string_view piece);

  std::string head_, tail_, kept_;
  std::uint64_t size_ = 0;
  bool begun_ = false;
  DumpFormat format_ = DumpFormat::kUnknown;
  TextScan scan_;
  TarWalk tar_;
};

// The verdict about what is in a sound `format`, which was unpacked to its end.
EndingVerdict JudgeInside(DumpFormat format, DumpContent& content);

// The same verdict, of something inside of `format`.
EndingVerdict Within(DumpFormat format, EndingVerdict inside);

}  // namespace lastgood
