// One Kubernetes object that holds data to one row. Pure. A wrong type is the object's error and costs no
// other.
#pragma once

#include "collectors/workloads/rows.h"
#include "net/objects/fields.h"

namespace lastgood::workloads {

Result<bool> DecodeClaim(const Fields& fields, Symbols& symbols, ClaimRow& row);
Result<bool> DecodeStatefulSet(const Fields& fields, Symbols& symbols, StatefulSetRow& row);
Result<bool> DecodeNamespace(const Fields& fields, Symbols& symbols, NamespaceRow& row);

}  // namespace lastgood::workloads
