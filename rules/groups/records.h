// What several alerts share: of two replicas the fresher reading counts, so that one which is frozen neither
// alerts nor hides. Pure.
#pragma once

#include "rules/groups/groups.h"

namespace lastgood {
namespace promql {

// Of several replicas, the fresher reading of each object,
Vector<kObjectSeries> Freshest();
// and of those only what is not left unprotected on purpose.
Vector<kObjectSeries> Judged();
// The process that read a source, a bucket, a stream last.
Vector<kByCollector | kTargetLabels> FreshestCollector();
Vector<kByBucket | kTargetLabels> FreshestListing();
Vector<kByStream | kTargetLabels> FreshestStream();

}  // namespace promql

RuleGroup RecordsGroup();

}  // namespace lastgood
