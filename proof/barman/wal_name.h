// The names of what PostgreSQL archives, as barman-cloud stores them: segments, .partial files, .backup
// labels and .history files, packed or not; and the arithmetic of segments, whose size is the server's. Pure;
// any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/dumps/format.h"

namespace lastgood::proof::barman {

enum class Packing : std::uint8_t { kPlain, kGzip, kBzip2, kXz, kZstd, kLz4, kSnappy };

// ".gz"; "" of kPlain.
std::string_view ExtensionOf(Packing packing);
// kUnknown of kPlain and kSnappy, which collectors/dumps does not unpack.
DumpFormat FormatOf(Packing packing);

struct PackedName {
  std::string_view name;  // without the extension
  Packing packing = Packing::kPlain;
};
PackedName WithoutExtension(std::string_view name);

struct Segment {
  std::uint32_t timeline = 0, log = 0, number = 0;
  auto operator<=>(const Segment&) const = default;
};

// 24 hexadecimal digits, as PostgreSQL writes them: in capitals.
std::optional<Segment> ParseSegment(std::string_view name);
std::string NameOf(const Segment& segment);

enum class WalFileKind : std::uint8_t { kSegment, kPartial, kLabel, kHistory };

struct WalFile {
  WalFileKind kind = WalFileKind::kSegment;
  Segment segment;  // of a history only the timeline
  Packing packing = Packing::kPlain;
};

// Of a key below wals/: "<timeline><log>/<segment>.gz", "<timeline>.history". A segment in another one's
// folder is none: barman does not find it.
std::optional<WalFile> ParseWalKey(std::string_view rest);
// The reverse, for what is a segment.
std::string WalKey(std::string_view root, const Segment& segment, Packing packing);
std::string HistoryKey(std::string_view root, std::uint32_t timeline, Packing packing);

// "0/5000028"
std::optional<std::uint64_t> ParseLsn(std::string_view text);

// A segment size that a server can have, and the numbering that follows from it.
class SegmentSize {
 public:
  SegmentSize() = default;  // 16 MiB
  static std::optional<SegmentSize> Of(std::uint64_t bytes);

  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t PerLog() const { return (std::uint64_t{1} << 32) / bytes_; }
  // A server of this size has no segment of a higher number.
  bool Has(const Segment& segment) const { return segment.number < PerLog(); }
  // The segments of a timeline, counted from the first one there ever was.
  std::uint64_t IndexOf(const Segment& segment) const { return segment.log * PerLog() + segment.number; }
  std::uint64_t IndexOf(std::uint64_t lsn) const { return lsn / bytes_; }
  Segment At(std::uint32_t timeline, std::uint64_t index) const;
  auto operator<=>(const SegmentSize&) const = default;

 private:
  explicit SegmentSize(std::uint64_t bytes) : bytes_(bytes) {}

  std::uint64_t bytes_ = 16 * 1024 * 1024;
};

}  // namespace lastgood::proof::barman
