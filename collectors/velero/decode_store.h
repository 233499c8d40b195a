// Where backups are kept: storage locations and repositories, reduced to rows. Mistakes are noted by the
// Fields. Pure.
#pragma once

#include "collectors/velero/rows.h"
#include "net/objects/fields.h"

namespace lastgood::velero {

Result<bool> DecodeLocation(const Fields& fields, Symbols& symbols, LocationRow& row);
Result<bool> DecodeRepository(const Fields& fields, Symbols& symbols, RepositoryRow& row);

}  // namespace lastgood::velero
