// The history of a Schedule's backups. Pure.
#pragma once

#include "collectors/velero/case.h"

namespace lastgood::velero {

// The newest that completed; null without one.
const BackupRow* NewestGood(const Case& one);

// Its one track, with the history of its backups.
Track MakeTrack(const Case& one, const VeleroTables& tables, const Uploads& uploads, Time now);

}  // namespace lastgood::velero
