// Whom a Cluster follows, from its spec and status. Pure; mistakes are noted by the Fields.
#pragma once

#include "collectors/cnpg/rows.h"
#include "net/objects/fields.h"

namespace lastgood::cnpg {

// Of a Cluster: whom it follows.
void DecodeReplication(const Fields& fields, Replication& replication);

}  // namespace lastgood::cnpg
