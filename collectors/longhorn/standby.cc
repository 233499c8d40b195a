#include "collectors/longhorn/standby.h"

#include <fmt/format.h>

#include "base/time.h"

namespace lastgood::longhorn {
namespace {

// Longhorn restores a new backup when it next looks at the target, which is minutes later. A large one may
// take hours, so that a standby is late when a backup waits for a day.
constexpr std::string_view kRhythm = "@every 12h";

const EngineRow* EngineOf(const VolumeRow& volume, const Table<EngineRow>& engines) {
  for (const EngineRow& row : engines.rows)
    if (row.namespace_ == volume.namespace_ && row.volume == volume.name) return &row;
  return nullptr;
}

class Backups {
 public:
  Backups(const VolumeRow& volume, const Table<BackupRow>& table) : table_(table) {
    for (const BackupRow& row : table.rows)
      if (row.state == State::kCompleted && table.symbols.Text(row.namespace_) == volume.namespace_ &&
          table.symbols.Text(row.volume) == volume.source)
        rows_.push_back(&row);
  }
  const BackupRow* Find(std::string_view namespace_, std::string_view name) const {
    const ObjectId id = IdOf(namespace_, name);
    for (const BackupRow& row : table_.rows)
      if (row.id == id) return &row;
    return nullptr;
  }
  Stamp Newest() const {
    Stamp newest;
    for (const BackupRow* row : rows_) newest = std::max(newest, row->snapshot);
    return newest;
  }
  // When the oldest one was made whose data is newer than `point`; of none, any.
  Stamp Waiting(Stamp point) const {
    Stamp oldest;
    for (const BackupRow* row : rows_)
      if (row->snapshot > point && row->finished && (!oldest || row->finished < oldest))
        oldest = row->finished;
    return oldest;
  }

 private:
  const Table<BackupRow>& table_;
  std::vector<const BackupRow*> rows_;
};

// The target tells of its newest backup before there is an object for it.
std::optional<Time> NewestOf(const VolumeRow& volume, Stamp known, const Table<BackupVolumeRow>& stored) {
  for (const BackupVolumeRow& row : stored.rows)
    if (!known && row.namespace_ == volume.namespace_ && row.volume == volume.source) return row.last_backup;
  return known.Get();
}

}  // namespace

Standby StandbyOf(const VolumeRow& volume, const LonghornTables& tables) {
  Standby standby;
  for (const auto* unread : {&tables.engines.unread, &tables.backups.unread})
    if (!unread->empty() && standby.unread.empty()) standby.unread = *unread;
  if (!tables.engines.Known() || !tables.backups.Known()) return standby;
  standby.observed = std::min(tables.engines.read, tables.backups.read);
  const Backups backups(volume, tables.backups);
  standby.newest = NewestOf(volume, backups.Newest(), tables.backup_volumes);
  const EngineRow* engine = EngineOf(volume, tables.engines);
  if (engine == nullptr) {
    standby.unread = "it has no Engine";
    return standby;
  }
  standby.restored = engine->restored;
  standby.error = engine->error;
  const BackupRow* held = backups.Find(volume.namespace_, engine->restored);
  if (held != nullptr) standby.point = held->snapshot.Get();
  // Of a Backup that is gone nobody knows which are newer.
  standby.known = held != nullptr || engine->restored.empty();
  if (standby.known) standby.waiting = backups.Waiting(held == nullptr ? Stamp() : held->snapshot).Get();
  return standby;
}

std::string Describe(const Standby& standby, const VolumeRow& volume) {
  std::string text = "a disaster recovery volume: its source is what to back up";
  if (volume.activating)
    text = fmt::format("a disaster recovery volume that is being activated: it follows {} no more",
                       volume.source.empty() ? "its source" : Cut(volume.source, 253));
  if (!standby.unread.empty()) return fmt::format("{}; what it holds is not known: {}", text, standby.unread);
  if (standby.point)
    text += fmt::format("; it holds the backup of {}", FormatRfc3339(*standby.point));
  else
    text += standby.restored.empty() ? "; it holds no backup yet"
                                     : fmt::format("; it holds Backup {}, which is gone", standby.restored);
  if (standby.newest)
    text += fmt::format("; the newest one of {} is from {}", Cut(volume.source, 253),
                        FormatRfc3339(*standby.newest));
  if (!standby.error.empty()) text += fmt::format("; its restore fails: {}", standby.error);
  return text;
}

std::optional<RestoreTestFacts> DrillOf(const Standby& standby, const ObjectFacts& object,
                                        const ObjectKey& restores) {
  if (!standby.known) return std::nullopt;
  RestoreTestFacts drill;
  drill.key = {object.key.system, object.key.namespace_, "Standby", object.key.name};
  drill.restores = {restores};
  drill.observed = standby.observed.value_or(Time());
  drill.created = object.created;
  drill.recovered_to = standby.point;
  drill.backups_known = true;
  drill.untested_since = standby.waiting;
  if (const Result<Cron> rhythm = Cron::Parse(kRhythm, CronDialect::kStandard); rhythm.ok())
    drill.schedules.push_back(*rhythm);
  drill.detail = object.protection_detail;
  drill.inspect = object.inspect;
  return drill;
}

}  // namespace lastgood::longhorn
