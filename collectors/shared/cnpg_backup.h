// When a Backup of CloudNativePG was made, and the moment of the data that it holds: for all who read such
// Backups. Pure values.
#pragma once

#include "collectors/shared/row.h"
#include "net/kube/source.h"
#include "net/objects/fields.h"
#include "net/objects/reading.h"

namespace lastgood {

inline constexpr Resource kCnpgBackups{"postgresql.cnpg.io", "v1", "backups", "Backup"};

struct CnpgBackupTimes {
  Stamp created, started, stopped, reconciled, terminated;

  static CnpgBackupTimes Of(const Fields& fields) {
    return {fields.Timestamp({"metadata", "creationTimestamp"}), fields.Timestamp({"status", "startedAt"}),
            fields.Timestamp({"status", "stoppedAt"}),
            fields.Timestamp({"status", "reconciliationStartedAt"}),
            fields.Timestamp({"status", "reconciliationTerminatedAt"})};
  }
  // A completed Backup without times finished no earlier than it was created.
  Stamp Finish() const { return stopped.Or(terminated).Or(started).Or(created); }
  Stamp Start() const { return started.Or(reconciled).Or(created); }
  // A snapshot holds the data of its start; a base backup can be recovered to its end, and later only with
  // WAL whose continuity nobody proved here.
  Stamp Moment(bool snapshot) const { return snapshot ? Start() : Finish(); }
};

}  // namespace lastgood
