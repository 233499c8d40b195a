// Any bytes as a dump, whole and by its ends, as a pattern, and as a name.
// Seeds: bucket/dumps
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/dumps/archives.h"
#include "collectors/dumps/judge.h"
#include "collectors/dumps/judge_ends.h"
#include "collectors/dumps/packed_ends.h"
#include "collectors/dumps/pattern.h"

using namespace lastgood;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const DumpBytes bytes{size, [&](std::uint64_t offset, std::uint64_t count) {
                          return Result(std::string(text.substr(offset, count)));
                        }};
  const Result<EndingVerdict> whole = JudgeDump(bytes);
  if (!whole.ok() || whole->detail.empty()) __builtin_trap();
  if (size == 0) return 0;
  // By its ends, as if it were large.
  const std::string_view head = text.substr(0, kHeadBytes);
  const DumpFormat format = FormatOf(head);
  if (JudgeEnds(format, head, text, size).detail.empty()) __builtin_trap();
  if (format >= DumpFormat::kGzip && format <= DumpFormat::kLzop && size > 8 &&
      JudgePackedEnds(format, text, text, size).detail.empty())
    __builtin_trap();
  (void)JudgeSevenZip(head, text, size);
  (void)WhatTheNameGetsWrong(text, {format});
  const std::size_t half = std::min(text.find('\n'), size / 2);
  const Result<DumpPattern> pattern = DumpPattern::Parse(text.substr(0, half), "");
  if (pattern.ok()) (void)pattern->Try(text.substr(half));
  const Result<DumpPattern> fixed = DumpPattern::Parse("*%Y%m%d*%H%M%S*", "");
  if (!fixed.ok()) __builtin_trap();
  (void)fixed->Try(text);
  return 0;
}
