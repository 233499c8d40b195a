// The archives of pg_dump: their table of contents (`toc.dat`, and the beginning of a custom-format dump),
// and the blocks of data that follow it. As pg_backup_archiver.c reads them, versions 1.10 to 1.16. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/dumps/ending.h"

namespace lastgood {

struct PgToc {
  struct Entry {
    std::int64_t id = 0;
    bool has_data = false;
    bool large_objects = false;
    std::string file;                     // of the directory and tar formats
    std::optional<std::uint64_t> offset;  // of its data in the custom format
  };
  std::vector<Entry> entries;
  std::size_t begin = 0;  // of the table, behind the header
  std::size_t size = 0;   // bytes of the header and the table
  unsigned version = 0;   // 116 is 1.16
  unsigned int_size = 4;
  bool packed = false;  // what is in the blocks
};

enum class TocState : std::uint8_t { kWhole, kCut, kDamaged, kUnknown };

// kCut: `bytes` end before the table does. kUnknown: a version that is not known.
TocState ReadPgToc(std::string_view bytes, PgToc& toc);

// Which file a table of contents names and `has` does not know, in words; "" when all are there.
std::string WhatTocMisses(std::string_view toc, const std::function<bool(const std::string&)>& has);

// All of a custom-format dump.
EndingVerdict JudgePgCustom(std::string_view whole);
// The ends of one of `size` bytes. nullopt: the table of contents reaches beyond `head`.
EndingVerdict JudgePgCustomEnds(std::string_view head, std::string_view tail, std::uint64_t size);

}  // namespace lastgood
