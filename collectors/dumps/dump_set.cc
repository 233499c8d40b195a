#include "collectors/dumps/dump_set.h"

#include <algorithm>
#include <array>

namespace lastgood {
namespace {

constexpr std::size_t kMostFolders = 20'000;
constexpr Duration kOneBackup = std::chrono::hours(24);  // between the first and the last file of one

// "3001.dat", "3001.dat.gz" and the like, of pg_dump -Fd.
bool IsPgData(std::string_view name) {
  const std::size_t digits = name.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string_view::npos && name.substr(digits).starts_with(".dat");
}

void Join(DumpSetFolder& all, const DumpSetFolder& part) {
  all.files += part.files;
  all.bytes += part.bytes;
  all.matched += part.matched;
  all.empty += part.empty;
  all.oldest = std::min(all.oldest, part.oldest);
  all.newest = std::max(all.newest, part.newest);
  if (!all.named) all.named = part.named;
}

}  // namespace

void DumpSetFolder::Add(std::string_view name, const BucketObject& object) {
  oldest = files == 0 ? object.modified : std::min(oldest, object.modified);
  newest = files == 0 ? object.modified : std::max(newest, object.modified);
  ++files;
  bytes += object.size;
  pg_toc = pg_toc || name == "toc.dat";
  pg_data += IsPgData(name) || name.starts_with("blob") ? 1 : 0;
  manifest = manifest || name == "backup_manifest";
  data_directory = data_directory || name == "PG_VERSION";
  label = label || name == "backup_label";
  my_metadata = my_metadata || name == "metadata" || name == "metadata.partial";
  my_schema = my_schema || name.find("-schema") != std::string_view::npos;
  if (name.ends_with(".sql")) last_sql = name.substr(0, name.size() - 4);
  if (!name.ends_with(".txt")) return;
  ++texts;
  pairs += name.substr(0, name.size() - 4) == last_sql ? 1 : 0;
}

DumpSetKind DumpSetFolder::Kind() const {
  const bool one_backup = newest - oldest <= kOneBackup;
  if (pg_toc || (pg_data > 1 && pg_data == files && one_backup)) return DumpSetKind::kPgDirectory;
  if (manifest || (data_directory && label)) return DumpSetKind::kBaseBackup;
  if (my_metadata && my_schema) return DumpSetKind::kMyDumper;
  const bool tab = pairs > 0 && pairs == texts && one_backup;
  return tab ? DumpSetKind::kTab : DumpSetKind::kNone;
}

void DumpSets::Add(const BucketObject& object, const std::optional<DumpPattern::Match>& match) {
  const std::size_t slash = object.key.rfind('/');
  const std::size_t length = slash == std::string_view::npos ? 0 : slash + 1;
  auto found = folders_.find(object.key.substr(0, length));
  if (found == folders_.end() && folders_.size() >= kMostFolders) return;
  if (found == folders_.end()) found = folders_.emplace(object.key.substr(0, length), DumpSetFolder()).first;
  DumpSetFolder& folder = found->second;
  folder.Add(object.key.substr(length), object);
  if (!match) return;
  ++folder.matched;
  folder.empty += object.size == 0 ? 1 : 0;
  if (!folder.named) folder.named = match->time;
}

std::vector<DumpSet> DumpSets::Find() const {
  std::vector<DumpSet> sets;
  for (auto at = folders_.begin(); at != folders_.end();) {
    const DumpSetKind kind = at->second.Kind();
    if (kind == DumpSetKind::kNone) {
      ++at;
      continue;
    }
    DumpSet set{at->first, kind, at->second};
    // Only a base backup has folders inside.
    for (++at; at != folders_.end() && at->first.starts_with(set.folder) && kind == DumpSetKind::kBaseBackup;
         ++at)
      Join(set.all, at->second);
    sets.push_back(std::move(set));
  }
  return sets;
}

}  // namespace lastgood
