// What a file is, by its first bytes, before any text is searched: some packers leave the first text
// readable. And what a name promises. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastgood {

enum class DumpFormat : std::uint8_t {
  kText,
  kUtf16,     // what PowerShell's `>` writes
  kPgCustom,  // pg_dump -Fc; also the toc.dat of -Fd
  kTar,
  kSqlite,
  kOther,  // a database's own format that says nothing of its end
  kGzip,
  kZstd,
  kXz,
  kBzip2,
  kLz4,
  kLz4Legacy,
  kLzop,
  kOtherPacked,  // lzip, compress, rar, snappy...
  kZip,
  kSevenZip,
  kAge,
  kAgeArmoured,
  kGpg,
  kGpgArmoured,
  kOpenssl,
  kOpensslBase64,
  kZeros,
  kUnknown,
};

// How much of a file's beginning is looked at.
inline constexpr std::size_t kHeadBytes = 4096;

// `head`: the first kHeadBytes, or all of a smaller file.
DumpFormat FormatOf(std::string_view head);

// "gzip", "a tar file", as it stands in a sentence.
std::string_view NameOf(DumpFormat format);

// How `name`'s extensions and what the file was found to be, from the outside in ("gzip", "a tar file"), do
// not agree; "" when they do, or the name promises nothing.
std::string WhatTheNameGetsWrong(std::string_view name, const std::vector<DumpFormat>& layers);

}  // namespace lastgood
