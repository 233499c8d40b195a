// What the beginning and the end of a dump say about whether it is whole. Pure. Only what the bytes prove is
// called proven: a footer, a checksum. Everything else is plausible, and never more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lastgood {

enum class Completeness : std::uint8_t {
  kProven,     // its own end says that it is whole
  kPlausible,  // nothing speaks against it, and nothing for it
  kBroken,     // empty, cut off or damaged
};

struct EndingVerdict {
  Completeness completeness = Completeness::kPlausible;
  std::string detail;  // what it is, or what is wrong: "ends without ..."
  bool operator==(const EndingVerdict&) const = default;
};

enum class DumpFormat : std::uint8_t {
  kPgDump,     // plain text of pg_dump
  kPgDumpAll,  // plain text of pg_dumpall
  kMySql,      // plain text of mysqldump and mariadb-dump
  kPgCustom,   // pg_dump -Fc
  kTar,
  kGzip,
  kZstd,
  kXz,
  kUnknown,
};

// How much of both ends a verdict wants to see.
inline constexpr std::size_t kHeadBytes = 1024;
inline constexpr std::size_t kTailBytes = 2048;

DumpFormat FormatOf(std::string_view head);

// A dump that is not compressed: its first and last bytes (which may overlap) and its whole size.
EndingVerdict JudgeEnding(std::string_view head, std::string_view tail, std::uint64_t size);

// The same where bytes of `tail` are not known and kUnknownByte stands for them.
inline constexpr char kUnknownByte = '\1';
EndingVerdict JudgePartlyKnownEnding(std::string_view head, std::string_view tail);

// The last 12 bytes of an xz file: magic, and a checksum over where its index is.
EndingVerdict JudgeXz(std::string_view tail, std::uint64_t size);

}  // namespace lastgood
