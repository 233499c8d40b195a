#include "collectors/dumps/dump_file.h"

#include <algorithm>
#include <array>

namespace lastgood {
namespace {

constexpr Duration kLongestDump = std::chrono::hours(24);

bool IsNewer(const DumpFile& a, const DumpFile& b) {
  if (a.When() != b.When()) return a.When() > b.When();
  if (a.modified != b.modified) return a.modified > b.modified;
  return a.key > b.key;
}

// What lies beside a dump and is none: checksums, signatures, logs.
bool IsBesideADump(std::string_view key) {
  static constexpr auto kEnds = std::to_array<std::string_view>(
      {".md5", ".sha1", ".sha256", ".sha512", ".md5sum", ".sha1sum", ".sha256sum", ".sha512sum", ".sig",
       ".minisig", ".par2", ".log", "SHA256SUMS", "MD5SUMS", "SHA512SUMS"});
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return key.ends_with(end); });
}

}  // namespace

Time DumpFile::Finished() const {
  if (!named || modified <= named->time + named->precision + kLongestDump) return modified;
  return named->time + named->precision;
}

std::optional<Time> DumpFile::DataFrom() const {
  if (!named) return std::nullopt;
  return std::min(named->time, modified);
}

std::optional<DumpPattern::Match> DumpListing::MatchOf(std::string_view name) const {
  std::optional<DumpPattern::Match> match = pattern_.Try(name);
  if (match && pattern_.has_time() && !match->time) match.reset();
  return match;
}

void DumpListing::Add(const BucketObject& object) {
  if (object.key.ends_with('/')) return;  // what some tools make for a folder
  const bool beside = IsBesideADump(object.key);
  const std::optional<DumpPattern::Match> match =
      beside ? std::nullopt : MatchOf(object.key.substr(prefix_.size()));
  sets_.Add(object, match);
  if (!match) {
    if (others++ == 0) other = std::string(object.key);
    return;
  }
  ++matched;
  if (object.size == 0) ++empty_;
  files.push_back({std::string(object.key), object.size, object.modified, match->time});
  if (files.size() >= 2 * kKept) Trim(kKept);
}

void DumpListing::Trim(std::size_t most) {
  std::ranges::sort(files, IsNewer);
  if (files.size() > most) files.resize(most);
}

// A folder that is one backup takes the place of the files in it, if the pattern finds it or any of them.
void DumpListing::JoinSets() {
  for (const DumpSet& set : sets_.Find()) {
    if (set.folder.size() < prefix_.size()) continue;  // only a part of it was listed
    const std::string_view name = std::string_view(set.folder).substr(prefix_.size());
    std::optional<DumpPattern::Match> match = MatchOf(name);
    if (!match && !name.empty()) match = MatchOf(name.substr(0, name.size() - 1));
    // Files that have times of their own, and look like the parts of one backup: each is one.
    if (!match && pattern_.has_time() && !set.all.IsMarked()) continue;
    if (!match && set.all.matched == 0) continue;
    std::erase_if(files, [&](const DumpFile& file) { return file.key.starts_with(set.folder); });
    matched -= set.all.matched;
    others -= std::min(others, set.all.files - set.all.matched);
    empty_ -= set.all.empty;
    ++matched;
    files.push_back(
        {set.folder, set.all.bytes, set.all.newest, match ? match->time : set.all.named, set.kind});
  }
}

void DumpListing::Finish() {
  JoinSets();
  Trim(kKept);
  const auto kept = static_cast<std::uint64_t>(std::ranges::count(files, std::uint64_t{0}, &DumpFile::size));
  older_empty = empty_ - std::min(empty_, kept);
}

}  // namespace lastgood
