// What is known of an object that backups protect, or of a restore drill: facts and tracks of its story.
// Pure.
#pragma once

#include "exporter/story/story.h"

namespace lastgood {

// Nothing where the story is about something else.
void AddObject(const Snapshot& snapshot, Time now, Story& story);

}  // namespace lastgood
