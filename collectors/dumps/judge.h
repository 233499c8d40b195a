// One file judged by its bytes, whatever it is: its format by the first ones, then as much as that format
// needs. Small files are read as a whole, of large ones both ends. Errors: those of reading.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "collectors/dumps/ending.h"

namespace lastgood {

struct DumpBytes {
  std::uint64_t size = 0;
  // Exactly `count` bytes.
  std::function<Result<std::string>(std::uint64_t offset, std::uint64_t count)> get;

  Result<std::string> Head(std::uint64_t most) const { return get(0, most < size ? most : size); }
  Result<std::string> Tail(std::uint64_t most) const {
    const std::uint64_t count = most < size ? most : size;
    return get(size - count, count);
  }
};

Result<EndingVerdict> JudgeDump(const DumpBytes& bytes);

}  // namespace lastgood
