#include "collectors/dumps/tar_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "collectors/dumps/pg_archive.h"

namespace lastgood {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kRecord = 10'240;  // what GNU tar pads to
constexpr std::size_t kMostNames = 20'000;
constexpr std::size_t kMostToc = 4 * 1024 * 1024;

EndingVerdict Broken(std::string_view what) {
  return {Completeness::kBroken, fmt::format("a tar file {}", what), {DumpFormat::kTar}};
}

// The last member may be a disk's image, or the end was never written.
EndingVerdict Unknown(std::uint64_t zeros) {
  return {Completeness::kUnclear,
          fmt::format("a tar file whose last {} bytes are zeros: its last member, or never written", zeros),
          {DumpFormat::kTar}};
}

// An octal number, or one of 8 bytes whose first bit is set (GNU).
std::optional<std::uint64_t> Number(std::string_view field) {
  std::uint64_t value = 0;
  if (!field.empty() && (static_cast<unsigned char>(field[0]) & 0x80) != 0) {
    for (const char c : field.substr(field.size() - 8)) value = value << 8 | static_cast<unsigned char>(c);
    return value >> 62 == 0 ? std::optional(value) : std::nullopt;
  }
  for (const char c : field) {
    if (c == ' ' || c == '\0') continue;
    if (c < '0' || c > '7') return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

std::string_view Name(std::string_view block) {
  const std::string_view name = block.substr(0, 100);
  return name.substr(0, name.find('\0'));
}

// Archives are padded to records: of 10 KiB, or of what `tar -b` was told, which then divides the whole.
bool IsPadding(std::uint64_t zeros, std::uint64_t size) {
  std::uint64_t most = kRecord;
  for (const std::uint64_t least : {kRecord, std::uint64_t{kBlock}})
    for (std::uint64_t record = least; record <= (1u << 21); record *= 2)
      if (size % record == 0) most = std::max(most, record);
  return zeros < most + 2 * kBlock;
}

bool IsSqlName(std::string_view name) { return name.ends_with(".sql") || name.ends_with(".json"); }

}  // namespace

bool TarWalk::IsHeader(std::string_view block) {
  if (block.size() < kBlock || block[0] == '\0') return false;
  const std::optional<std::uint64_t> sum = Number(block.substr(148, 8));
  std::uint64_t found = 8 * ' ';
  for (std::size_t i = 0; i < kBlock; ++i)
    if (i < 148 || i >= 156) found += static_cast<unsigned char>(block[i]);
  return sum == found && Number(block.substr(124, 12)).has_value();
}

void TarWalk::Header() {
  if (!IsHeader(block_)) {
    damaged_ = true;
    return;
  }
  const char type = block_[156];
  const bool holds = type == '0' || type == '\0' || type == '7' || type == 'S' || type == 'x' ||
                     type == 'g' || type == 'L' || type == 'K';
  data_ = holds ? *Number(std::string_view(block_).substr(124, 12)) : 0;
  skip_ = (data_ + kBlock - 1) / kBlock * kBlock;
  sparse_ = type == 'S' && block_[482] != '\0';
  ++members_;
  end_zeros_ = 0;
  last_zeros_ = 0;
  last_name_ = Name(block_);
  if (type == '0' || type == '\0' || type == '7' || type == 'S') bytes_ += data_;
  if (names_.size() < kMostNames) names_.insert(last_name_);
  keep_toc_ = members_ == 1 && last_name_ == "toc.dat" && data_ <= kMostToc;
  of_pg_dump_ = of_pg_dump_ || keep_toc_;
}

void TarWalk::Block() {
  if (sparse_) {  // more of a sparse member's map
    sparse_ = block_[504] != '\0';
  } else if (block_.find_first_not_of('\0') == std::string::npos) {
    end_zeros_ += kBlock;
  } else {
    Header();
  }
  block_.clear();
}

void TarWalk::Add(std::string_view piece) {
  total_ += piece.size();
  while (!piece.empty() && !damaged_) {
    if (skip_ > 0 && !sparse_ && block_.empty()) {
      const std::size_t count = std::min<std::uint64_t>(skip_, piece.size());
      const std::string_view data = piece.substr(0, std::min<std::uint64_t>(data_, count));
      if (keep_toc_) toc_ += data;
      const std::size_t last = data.find_last_not_of('\0');
      last_zeros_ = last == std::string_view::npos ? last_zeros_ + data.size() : data.size() - last - 1;
      skip_ -= count;
      data_ -= data.size();
      piece.remove_prefix(count);
      continue;
    }
    const std::size_t count = std::min(kBlock - block_.size(), piece.size());
    block_ += piece.substr(0, count);
    piece.remove_prefix(count);
    if (block_.size() == kBlock) Block();
  }
}

std::string TarWalk::Fault(std::uint64_t size) const {
  if (damaged_) return fmt::format("is damaged after its member {}", last_name_);
  if (skip_ > 0 || !block_.empty()) return fmt::format("is cut off in its member {}", last_name_);
  if (end_zeros_ < 2 * kBlock) return "lacks its end mark: it is cut off";
  const bool padded = of_pg_dump_ ? end_zeros_ == 2 * kBlock : IsPadding(end_zeros_, size);
  if (padded && !(IsSqlName(last_name_) && last_zeros_ > 0)) return "";
  return fmt::format("ends with zeros behind its member {}: its last bytes were never written", last_name_);
}

EndingVerdict TarWalk::Judge() const {
  if (members_ == 0 && !damaged_) return Broken("with nothing inside");
  if (const std::string fault = Fault(total_); !fault.empty()) return Broken("that " + fault);
  if (bytes_ == 0) return Broken("with nothing inside");
  if (!of_pg_dump_)
    return {Completeness::kRead,
            fmt::format("a tar file with its end mark, of {} members", members_),
            {DumpFormat::kTar}};
  const std::string lacks =
      WhatTocMisses(toc_, [&](const std::string& file) { return names_.contains(file); });
  if (!lacks.empty()) return Broken("of pg_dump: " + lacks);
  return {Completeness::kRead,
          "a tar dump of pg_dump with all that its table of contents names",
          {DumpFormat::kTar}};
}

EndingVerdict JudgeTarEnds(std::string_view head, std::string_view tail, std::uint64_t size) {
  EndingVerdict ends{Completeness::kEnds, "a tar file that ends with its end mark", {DumpFormat::kTar}};
  if (size % kBlock != 0) return Broken("without its end mark: cut off");
  tail.remove_prefix(tail.size() % kBlock);
  const std::size_t last = tail.find_last_not_of('\0');
  const bool of_pg_dump = head.starts_with(std::string_view("toc.dat\0", 8));
  if (of_pg_dump && (last == std::string_view::npos || tail.size() - last > 3 * kBlock))
    return Broken("that ends with zeros: its last bytes were never written");
  if (last == std::string_view::npos) return Unknown(tail.size());
  const std::size_t end = (last + kBlock) / kBlock * kBlock;
  if (tail.size() - end < 2 * kBlock) return Broken("without its end mark: cut off");
  // The last member's header, from which its data reach to the zeros.
  for (std::size_t at = end; at >= kBlock; at -= kBlock) {
    if (!TarWalk::IsHeader(tail.substr(at - kBlock, kBlock))) continue;
    TarWalk walk(of_pg_dump);
    walk.Add(tail.substr(at - kBlock));
    const std::string fault = walk.Fault(size);
    if (fault.empty()) return ends;
    // Behind a member that is a tar itself, both have their zeros.
    return of_pg_dump || !walk.IsAtEnd() ? Broken("that " + fault) : Unknown(tail.size() - end);
  }
  if (IsPadding(tail.size() - end, size)) return ends;
  return Unknown(tail.size() - end);
}

}  // namespace lastgood
