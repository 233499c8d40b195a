// Any bytes as a dump, whole and by its ends, as a pattern, and as a name.
// Seeds: bucket/dumps
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/dumps/compressed.h"
#include "collectors/dumps/ending.h"
#include "collectors/dumps/gzip_tail.h"
#include "collectors/dumps/pattern.h"

using namespace lastgood;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view head = text.substr(0, kHeadBytes);
  const std::string_view tail = text.substr(size - std::min(size, kTailBytes));
  if (JudgeEnding(head, tail, size).detail.empty()) __builtin_trap();
  if (size == 0) return 0;
  (void)JudgeXz(tail, size);
  (void)JudgeGzip(text);
  (void)JudgeZstd(text);
  (void)JudgeGzipEnds(head, text);
  const std::size_t half = std::min(text.find('\n'), size / 2);
  const Result<DumpPattern> pattern = DumpPattern::Parse(text.substr(0, half), "");
  if (pattern.ok()) (void)pattern->Try(text.substr(half));
  const Result<DumpPattern> fixed = DumpPattern::Parse("*%Y%m%d*%H%M%S*", "");
  if (!fixed.ok()) __builtin_trap();
  (void)fixed->Try(text);
  return 0;
}
