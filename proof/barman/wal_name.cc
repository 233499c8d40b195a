#include "proof/barman/wal_name.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <charconv>

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kTimelineDigits = 8, kFolderDigits = 16, kSegmentDigits = 24;

struct Extension {
  std::string_view text;
  Packing packing;
  DumpFormat format;
};

constexpr std::array<Extension, 6> kExtensions = {{{".gz", Packing::kGzip, DumpFormat::kGzip},
                                                   {".bz2", Packing::kBzip2, DumpFormat::kBzip2},
                                                   {".xz", Packing::kXz, DumpFormat::kXz},
                                                   {".zst", Packing::kZstd, DumpFormat::kZstd},
                                                   {".lz4", Packing::kLz4, DumpFormat::kLz4},
                                                   {".snappy", Packing::kSnappy, DumpFormat::kUnknown}}};

std::optional<std::uint32_t> Hex(std::string_view digits) {
  if (digits.empty() || digits.size() > 8) return std::nullopt;
  if (digits.find_first_not_of("0123456789ABCDEF") != std::string_view::npos) return std::nullopt;
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

// What follows the name of a segment.
std::optional<WalFileKind> KindOf(std::string_view suffix) {
  if (suffix.empty()) return WalFileKind::kSegment;
  if (suffix == ".partial") return WalFileKind::kPartial;
  constexpr std::size_t kLabel = std::string_view(".00000028.backup").size();
  if (suffix.size() == kLabel && suffix[0] == '.' && Hex(suffix.substr(1, 8)) && suffix.ends_with(".backup"))
    return WalFileKind::kLabel;
  return std::nullopt;
}

std::optional<WalFile> ParseHistoryName(std::string_view name, Packing packing) {
  if (!name.ends_with(".history")) return std::nullopt;
  name.remove_suffix(std::string_view(".history").size());
  const std::optional<std::uint32_t> timeline = name.size() == kTimelineDigits ? Hex(name) : std::nullopt;
  if (timeline.value_or(0) == 0) return std::nullopt;
  return WalFile{WalFileKind::kHistory, {*timeline, 0, 0}, packing};
}

}  // namespace

std::string_view ExtensionOf(Packing packing) {
  for (const Extension& extension : kExtensions)
    if (extension.packing == packing) return extension.text;
  return "";
}

DumpFormat FormatOf(Packing packing) {
  for (const Extension& extension : kExtensions)
    if (extension.packing == packing) return extension.format;
  return DumpFormat::kUnknown;
}

PackedName WithoutExtension(std::string_view name) {
  for (const Extension& extension : kExtensions)
    if (name.ends_with(extension.text))
      return {name.substr(0, name.size() - extension.text.size()), extension.packing};
  return {name, Packing::kPlain};
}

std::optional<Segment> ParseSegment(std::string_view name) {
  if (name.size() != kSegmentDigits) return std::nullopt;
  const auto timeline = Hex(name.substr(0, 8)), log = Hex(name.substr(8, 8)), number = Hex(name.substr(16));
  if (!timeline || !log || !number || *timeline == 0) return std::nullopt;
  return Segment{*timeline, *log, *number};
}

std::string NameOf(const Segment& segment) {
  return fmt::format("{:08X}{:08X}{:08X}", segment.timeline, segment.log, segment.number);
}

std::optional<WalFile> ParseWalKey(std::string_view rest) {
  const std::size_t slash = rest.find('/');
  const PackedName name = WithoutExtension(slash == std::string_view::npos ? rest : rest.substr(slash + 1));
  if (slash == std::string_view::npos) return ParseHistoryName(name.name, name.packing);
  const std::optional<Segment> segment = ParseSegment(name.name.substr(0, kSegmentDigits));
  if (!segment || rest.substr(0, slash) != name.name.substr(0, kFolderDigits)) return std::nullopt;
  const std::optional<WalFileKind> kind = KindOf(name.name.substr(kSegmentDigits));
  if (!kind) return std::nullopt;
  return WalFile{*kind, *segment, name.packing};
}

std::string WalKey(std::string_view root, const Segment& segment, Packing packing) {
  const std::string name = NameOf(segment);
  return fmt::format("{}{}wals/{}/{}{}", root, root.empty() ? "" : "/", name.substr(0, kFolderDigits), name,
                     ExtensionOf(packing));
}

std::string HistoryKey(std::string_view root, std::uint32_t timeline, Packing packing) {
  return fmt::format("{}{}wals/{:08X}.history{}", root, root.empty() ? "" : "/", timeline,
                     ExtensionOf(packing));
}

std::optional<std::uint64_t> ParseLsn(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto high = Hex(text.substr(0, slash)), low = Hex(text.substr(slash + 1));
  if (!high || !low) return std::nullopt;
  return std::uint64_t{*high} << 32 | *low;
}

std::optional<SegmentSize> SegmentSize::Of(std::uint64_t bytes) {
  constexpr std::uint64_t kLeast = 1 << 20, kMost = 1 << 30;
  if (!std::has_single_bit(bytes) || bytes < kLeast || bytes > kMost) return std::nullopt;
  return SegmentSize(bytes);
}

Segment SegmentSize::At(std::uint32_t timeline, std::uint64_t index) const {
  return {timeline, static_cast<std::uint32_t>(index / PerLog()),
          static_cast<std::uint32_t>(index % PerLog())};
}

}  // namespace lastgood::proof::barman
