#include "collectors/k8up/reads.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "collectors/k8up/decode.h"
#include "collectors/k8up/selection.h"

namespace lastgood::k8up {
namespace {

bool HasBackupAnnotation(const ClaimRow& claim) {
  return std::any_of(claim.annotations.begin(), claim.annotations.end(),
                     [](const auto& pair) { return pair.first == kBackupAnnotation; });
}

}  // namespace

// Backups last: what they belong to is then no older than they are.
std::vector<TableRead> ReadsInto(K8upTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.schedules, kSchedules, "Schedules", &DecodeSchedule));
  reads.push_back(ReadInto(tables.snapshots, kSnapshots, "Snapshots", &DecodeSnapshot));
  reads.push_back(ReadInto(tables.claims, kClaims, "PersistentVolumeClaims", &DecodeClaim));
  reads.push_back(ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup));
  return reads;
}

std::vector<TableRead> ReadsAfter(K8upTables& tables) {
  std::set<std::string_view> scheduled, stored;
  for (const ScheduleRow& row : tables.schedules.rows) scheduled.insert(row.namespace_);
  for (const SnapshotRow& row : tables.snapshots.rows) stored.insert(row.namespace_);
  const std::vector<ClaimRow>& claims = tables.claims.rows;
  const bool needed = std::any_of(claims.begin(), claims.end(), [&](const ClaimRow& claim) {
    return scheduled.contains(claim.namespace_) && !stored.contains(claim.namespace_) &&
           !HasBackupAnnotation(claim);
  });
  std::vector<TableRead> reads;
  if (!needed) return reads;
  TableRead read = ReadInto(tables.operators, kDeployments, "Deployments", &DecodeOperator);
  read.finish = [finish = std::move(read.finish)](Result<ReadOutcome> outcome, Time now, TableReport&) {
    TableReport untold;
    finish(std::move(outcome), now, untold);
  };
  reads.push_back(std::move(read));
  return reads;
}

}  // namespace lastgood::k8up
