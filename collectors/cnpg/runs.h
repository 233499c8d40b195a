// What a Cluster's schedules have not done, and why: runs that the operator did not start, those that fell
// into a hibernation, and what a ScheduledBackup asks for in vain. Pure.
#pragma once

#include "collectors/cnpg/case.h"
#include "model/facts.h"

namespace lastgood::cnpg {

// Fills `why_late` and `schedules_from` of the tracks, and the notes.
void TellSchedules(const Case& one, Time now, ObjectFacts& object);

}  // namespace lastgood::cnpg
