#include "collectors/restore_tests/reads.h"

#include "collectors/restore_tests/assemble.h"
#include "collectors/restore_tests/decode.h"

namespace lastgood::restore_tests {

std::vector<TableRead> FirstReads(DrillTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.cronjobs, kCronJobs, "CronJobs", &DecodeCronJob));
  return reads;
}

// Backups last: a drill can have tested none that is not known here.
std::vector<TableRead> MoreReads(DrillTables& tables) {
  if (!HasDrill(tables)) return {};
  std::vector<TableRead> reads;
  for (auto& [name, table] : tables.records) {
    reads.push_back(ReadInto(table, kConfigMaps, "ConfigMaps", &DecodeRecord));
    reads.back().reading.name = name;
  }
  reads.push_back(ReadInto(tables.jobs, kJobs, "Jobs", &DecodeJob));
  reads.push_back(ReadInto(tables.claims, kClaims, "PersistentVolumeClaims", &DecodeClaim));
  reads.push_back(ReadInto(tables.snapshots, kSnapshots, "VolumeSnapshots", &DecodeSnapshot));
  reads.push_back(ReadInto(tables.backups, kCnpgBackups, "Backups", &DecodeBackup));
  return reads;
}

}  // namespace lastgood::restore_tests
