#include "collectors/dumps/dump_file.h"

#include <algorithm>

namespace lastgood {
namespace {

constexpr Duration kLongestDump = std::chrono::hours(24);

bool IsNewer(const DumpFile& a, const DumpFile& b) {
  if (a.When() != b.When()) return a.When() > b.When();
  if (a.modified != b.modified) return a.modified > b.modified;
  return a.key > b.key;
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

void DumpListing::Add(const BucketObject& object) {
  if (object.key.ends_with('/')) return;  // what some tools make for a folder
  const std::optional<DumpPattern::Match> match = pattern_.Try(object.key.substr(prefix_.size()));
  if (!match || (pattern_.has_time() && !match->time)) {
    if (others++ == 0) other = std::string(object.key);
    return;
  }
  ++matched;
  DumpFile file{std::string(object.key), object.size, object.modified, match->time};
  if (file.size > 0 && (!oldest || IsNewer(*oldest, file))) oldest = file;
  files.push_back(std::move(file));
  if (files.size() >= 2 * kKept) Trim(kKept);
}

void DumpListing::Trim(std::size_t most) {
  std::ranges::sort(files, IsNewer);
  for (; files.size() > most; files.pop_back())
    if (files.back().size == 0) ++older_empty;
}

void DumpListing::Finish() { Trim(kKept); }

}  // namespace lastgood
