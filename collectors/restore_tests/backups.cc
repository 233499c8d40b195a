#include "collectors/restore_tests/backups.h"

#include <algorithm>

#include "model/names.h"

namespace lastgood::restore_tests {
namespace {

template <typename Row>
const Row* FindRow(const Table<Row>& table, const ObjectId& id) {
  const auto found =
      std::find_if(table.rows.begin(), table.rows.end(), [&](const Row& row) { return row.id == id; });
  return found == table.rows.end() ? nullptr : &*found;
}

}  // namespace

ObjectKey Tested::Source(const DrillTables& tables) const {
  if (row == nullptr) return {};
  const bool cnpg = table == &tables.backups;
  return {cnpg ? systems::kCnpg : "", std::string(table->symbols.Text(row->namespace_)),
          cnpg ? kinds::kCluster : kinds::kClaim, std::string(table->symbols.Text(row->source))};
}

Tested FindBackup(const DrillTables& tables, std::string_view namespace_, std::string_view name) {
  if (name.empty()) return {};
  const std::size_t slash = name.find('/');
  const ObjectId id = slash == std::string_view::npos ? IdOf(namespace_, name)
                                                      : IdOf(name.substr(0, slash), name.substr(slash + 1));
  for (const Table<BackupRow>* table : {&tables.backups, &tables.snapshots})
    if (const BackupRow* row = FindRow(*table, id)) return {table, row};
  return {};
}

std::string PinnedSnapshot(const DrillTables& tables, const CronJobRow& cronjob) {
  if (!cronjob.snapshot.empty()) return cronjob.snapshot;
  for (const std::string& claim : cronjob.claims)
    if (const ClaimRow* row = FindRow(tables.claims, IdOf(cronjob.namespace_, claim))) return row->snapshot;
  return "";
}

std::optional<Time> UntestedSince(const Table<BackupRow>& table, const ObjectKey& source,
                                  const std::optional<Time>& point, const std::optional<Time>& success) {
  const auto waits = [&](const BackupRow& row) {
    if (table.symbols.Text(row.source) != source.name ||
        table.symbols.Text(row.namespace_) != source.namespace_)
      return false;
    if (point) return row.Start().Get() > point;
    return !success || row.Finish().Get() > success;
  };
  std::optional<Time> since;
  for (const BackupRow& row : table.rows) {
    const std::optional<Time> finish = row.Finish().Get();
    if (finish && waits(row) && (!since || *finish < *since)) since = finish;
  }
  return since;
}

}  // namespace lastgood::restore_tests
