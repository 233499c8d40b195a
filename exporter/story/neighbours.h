// What belongs to a thing: its policies, drills and destinations, what covers it and what it covers, the
// components that need it. Pure.
#pragma once

#include "exporter/story/story.h"

namespace lastgood {

void AddNeighbours(const Snapshot& snapshot, Story& story);

}  // namespace lastgood
