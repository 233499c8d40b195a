#include "collectors/restore_tests/backups.h"

namespace lastgood::restore_tests {

const BackupRow* FindBackup(const DrillTables& tables, std::string_view namespace_, std::string_view name) {
  if (name.empty()) return nullptr;
  const std::size_t slash = name.find('/');
  const std::uint64_t id = slash == std::string_view::npos
                               ? ObjectId(namespace_, name)
                               : ObjectId(name.substr(0, slash), name.substr(slash + 1));
  for (const BackupRow& row : tables.backups.rows)
    if (row.id == id) return &row;
  return nullptr;
}

std::optional<Time> UntestedSince(const DrillTables& tables, const ObjectKey& cluster,
                                  const std::optional<Time>& point, const std::optional<Time>& success) {
  const Symbols& symbols = tables.backups.symbols;
  const auto waits = [&](const BackupRow& row) {
    if (symbols.Text(row.cluster) != cluster.name || symbols.Text(row.namespace_) != cluster.namespace_)
      return false;
    if (point) return row.Start().Get() > point;
    return !success || row.Finish().Get() > success;
  };
  std::optional<Time> since;
  for (const BackupRow& row : tables.backups.rows)
    if (const std::optional<Time> finish = row.Finish().Get();
        finish && waits(row) && (!since || *finish < *since))
      since = finish;
  return since;
}

}  // namespace lastgood::restore_tests
