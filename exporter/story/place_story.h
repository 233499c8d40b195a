// What is known of what is no object: where backups go, what drives them, what watches: facts of its story.
// Pure.
#pragma once

#include "exporter/story/story.h"

namespace lastgood {

// Nothing where the story is about an object.
void AddPlace(const Snapshot& snapshot, Story& story);

}  // namespace lastgood
