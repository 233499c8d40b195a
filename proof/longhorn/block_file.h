// One block of a Longhorn backup store, which is packed with lz4 or gzip, or not at all: whether its size,
// its ends or its content are those of a whole one. Faults are in words, "" when there is none. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "proof/longhorn/checksum.h"

namespace lastgood::proof::longhorn {

// How a backup's blocks lie in the store.
struct BlockForm {
  bool packed = true;      // which of both packers it was is told by the first bytes, as Longhorn does it
  std::uint64_t size = 0;  // unpacked
  bool operator==(const BlockForm&) const = default;
};

inline constexpr std::size_t kBlockHead = 32, kBlockTail = 8;

// `size` of the file. Neither packer can make it smaller than a thousandth.
std::string SizeFault(std::uint64_t size, const BlockForm& form);

// `head`: the first kBlockHead bytes, `tail`: the last kBlockTail. Sees what is cut off or was never written
// to its end, and not what is damaged between.
std::string EndsFault(std::string_view head, std::string_view tail, std::uint64_t size,
                      const BlockForm& form);

// Sees all: the block is named by its checksum.
std::string ContentFault(std::string_view whole, const Checksum& checksum, const BlockForm& form);

}  // namespace lastgood::proof::longhorn
