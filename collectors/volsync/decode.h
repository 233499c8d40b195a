// One Kubernetes object of VolSync to one row. Pure. A missing field is left out; a wrong type or a time that
// cannot be read is the object's error and costs no other object.
#pragma once

#include "collectors/volsync/rows.h"
#include "net/objects/fields.h"

namespace lastgood::volsync {

Result<bool> DecodeSync(const Fields& fields, Symbols& symbols, SyncRow& row);

}  // namespace lastgood::volsync
