#include "collectors/dumps/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "collectors/dumps/tar_walk.h"
#include "collectors/dumps/text.h"

namespace lastgood {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  DumpFormat format;
  std::size_t at = 0;
};

constexpr auto kMagics = std::to_array<Magic>({
    {"\x1f\x8b"sv, DumpFormat::kGzip},
    {"\x28\xb5\x2f\xfd"sv, DumpFormat::kZstd},
    {"\xfd"
     "7zXZ\0"sv,
     DumpFormat::kXz},
    {"BZh"sv, DumpFormat::kBzip2},
    {"\x04\x22\x4d\x18"sv, DumpFormat::kLz4},
    {"\x02\x21\x4c\x18"sv, DumpFormat::kLz4Legacy},
    {"\x89LZO\0\r\n\x1a\n"sv, DumpFormat::kLzop},
    {"PK\x03\x04"sv, DumpFormat::kZip},
    {"PK\x05\x06"sv, DumpFormat::kZip},
    {"7z\xbc\xaf\x27\x1c"sv, DumpFormat::kSevenZip},
    {"PGDMP"sv, DumpFormat::kPgCustom},
    {"age-encryption.org/v1\n"sv, DumpFormat::kAge},
    {"-----BEGIN AGE ENCRYPTED FILE-----"sv, DumpFormat::kAgeArmoured},
    {"-----BEGIN PGP MESSAGE-----"sv, DumpFormat::kGpgArmoured},
    {"Salted__"sv, DumpFormat::kOpenssl},
    {"U2FsdGVkX1"sv, DumpFormat::kOpensslBase64},
    {"SQLite format 3\0"sv, DumpFormat::kSqlite},
    {"ustar"sv, DumpFormat::kTar, 257},
    {"REDIS0"sv, DumpFormat::kOther},
    {"\x6d\xe2\x99\x81"sv, DumpFormat::kOther},      // mongodump --archive
    {"XBSTCK01"sv, DumpFormat::kOther},              // xtrabackup, mariabackup
    {"TAPE\0"sv, DumpFormat::kOther},                // SQL Server
    {"\xed\xda\x0c\xed"sv, DumpFormat::kOther, 16},  // etcd
    {"VMA\0"sv, DumpFormat::kOther},                 // Proxmox
    {"EXPORT:V"sv, DumpFormat::kOther, 3},           // Oracle
    {"PAR1"sv, DumpFormat::kOther},                  // Parquet
    {"Obj\x01"sv, DumpFormat::kOther},               // Avro
    {"RCLONE\0\0"sv, DumpFormat::kOtherPacked},      // rclone crypt
    {"070701"sv, DumpFormat::kOtherPacked},          // cpio
    {"LZIP\x01"sv, DumpFormat::kOtherPacked},
    {"LRZI"sv, DumpFormat::kOtherPacked},
    {"\x1f\x9d"sv, DumpFormat::kOtherPacked},  // compress
    {"\x5d\0\0"sv, DumpFormat::kOtherPacked},  // lzma
    {"Rar!\x1a\x07"sv, DumpFormat::kOtherPacked},
    {"\xff\x06\0\0sNaPpY"sv, DumpFormat::kOtherPacked},
});

// "BZh", a digit, and a block or the end of the stream.
bool IsBzip2(std::string_view head) {
  if (head.size() < 10) return true;
  const std::string_view next = head.substr(4, 6);
  return head[3] >= '1' && head[3] <= '9' &&
         (next == "\x31\x41\x59\x26\x53\x59"sv || next == "\x17\x72\x45\x38\x50\x90"sv);
}

// zstd puts skippable frames before others when it works in parallel (pzstd).
bool IsSkippableFrame(std::string_view head) {
  return head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xf0) == 0x50 &&
         head.substr(1, 3) == "\x2a\x4d\x18"sv;
}

// The packets that an encrypted or packed message of OpenPGP begins with (RFC 9580), in both encodings.
bool IsGpg(std::string_view head) {
  if (head.size() < 4) return false;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(head[at]); };
  const bool fresh = (byte(0) & 0xc0) == 0xc0;
  if ((byte(0) & 0x80) == 0) return false;
  const unsigned tag = fresh ? byte(0) & 0x3fu : (byte(0) >> 2) & 0x0fu;
  const unsigned type = byte(0) & 3u;
  const std::size_t body = fresh ? (byte(1) < 192 ? 2 : 3)
                                 : (type == 0   ? 2
                                    : type == 1 ? 3
                                    : type == 2 ? 5
                                                : 1);
  if (body >= head.size()) return false;
  const unsigned version = byte(body);
  switch (tag) {
    case 1:  // a session key, for a public key
    case 4:  // a signature that follows
      return version == 3 || version == 6;
    case 3:  // for a passphrase
      return version >= 4 && version <= 6;
    case 8:  // packed
      return version >= 1 && version <= 3 && !fresh;
    case 18:
    case 20:
      return version == 1 || version == 2;
    default:
      return false;
  }
}

// A document of mongodump: its length, the type of its first field, and that field's name.
bool IsBson(std::string_view head) {
  if (head.size() < 7) return false;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(head[at]); };
  const unsigned length = byte(0) | byte(1) << 8 | byte(2) << 16 | static_cast<unsigned>(byte(3)) << 24;
  return length >= 12 && length <= (16u << 20) && byte(4) >= 1 && byte(4) <= 0x13 &&
         head.substr(5, 3) == "_id"sv;
}

struct Promise {
  std::string_view extension;
  std::vector<DumpFormat> formats;  // that keep it
};

const std::vector<Promise>& Promises() {
  using F = DumpFormat;
  static const std::vector<Promise> promises = {
      {".gz", {F::kGzip}},
      {".tgz", {F::kGzip}},
      {".zst", {F::kZstd}},
      {".zstd", {F::kZstd}},
      {".xz", {F::kXz}},
      {".bz2", {F::kBzip2}},
      {".lz4", {F::kLz4, F::kLz4Legacy}},
      {".lzo", {F::kLzop}},
      {".zip", {F::kZip}},
      {".7z", {F::kSevenZip}},
      {".tar", {F::kTar}},
      {".age", {F::kAge, F::kAgeArmoured}},
      {".gpg", {F::kGpg, F::kGpgArmoured}},
      {".pgp", {F::kGpg, F::kGpgArmoured}},
      {".enc",
       {F::kOpenssl, F::kOpensslBase64, F::kGpg, F::kGpgArmoured, F::kAge, F::kAgeArmoured, F::kUnknown}},
      {".sql", {F::kText, F::kUtf16}},
      {".sqlite", {F::kSqlite}},
      {".sqlite3", {F::kSqlite}},
  };
  return promises;
}

std::string LastExtension(std::string_view& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return "";
  std::string extension(name.substr(dot));
  name.remove_suffix(name.size() - dot);
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  return extension;
}

}  // namespace

DumpFormat FormatOf(std::string_view head) {
  for (const Magic& magic : kMagics) {
    if (head.size() < magic.at || !head.substr(magic.at).starts_with(magic.bytes)) continue;
    if (magic.format == DumpFormat::kBzip2 && !IsBzip2(head)) continue;
    return magic.format;
  }
  if (TarWalk::IsHeader(head.substr(0, 512))) return DumpFormat::kTar;  // of before 1988, without its magic
  if (IsSkippableFrame(head)) return DumpFormat::kZstd;
  if (head.starts_with("\xff\xfe"sv) || head.starts_with("\xfe\xff"sv)) return DumpFormat::kUtf16;
  if (head.find_first_not_of('\0') == std::string_view::npos) return DumpFormat::kZeros;
  if (IsGpg(head) && !IsText(head)) return DumpFormat::kGpg;
  if (IsBson(head)) return DumpFormat::kOther;
  return IsText(head) ? DumpFormat::kText : DumpFormat::kUnknown;
}

std::string_view NameOf(DumpFormat format) {
  static constexpr auto kNames = std::to_array<std::string_view>({"plain text",
                                                                  "text in UTF-16",
                                                                  "a custom-format dump of pg_dump",
                                                                  "a tar file",
                                                                  "an SQLite database",
                                                                  "a database's own format",
                                                                  "gzip",
                                                                  "zstd",
                                                                  "xz",
                                                                  "bzip2",
                                                                  "lz4",
                                                                  "lz4",
                                                                  "lzop",
                                                                  "an archive",
                                                                  "a zip file",
                                                                  "a 7z file",
                                                                  "an age file",
                                                                  "an age file",
                                                                  "a gpg file",
                                                                  "a gpg file",
                                                                  "an openssl file",
                                                                  "an openssl file",
                                                                  "zeros",
                                                                  "of no known format"});
  return kNames[static_cast<std::size_t>(format)];
}

std::string WhatTheNameGetsWrong(std::string_view name, const std::vector<DumpFormat>& layers) {
  name = name.substr(name.rfind('/') + 1);
  std::size_t layer = 0;
  while (layer < layers.size()) {
    const std::string extension = LastExtension(name);
    if (extension.empty()) return "";
    const auto promise = std::ranges::find(Promises(), extension, &Promise::extension);
    if (promise == Promises().end()) return "";
    if (std::ranges::find(promise->formats, layers[layer]) == promise->formats.end())
      return fmt::format("its name promises {}, and {} {}", NameOf(promise->formats.front()),
                         layer == 0 ? "it is" : "inside is", NameOf(layers[layer]));
    ++layer;
  }
  return "";
}

}  // namespace lastgood
