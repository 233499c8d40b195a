// What is known of an object that backups protect, or of a restore drill: facts and tracks of its story.
// Pure.
#pragma once

#include "exporter/story/story.h"

namespace lastgood {

// What is known of an object, all null where nothing is. Refers to the snapshot's parts.
struct FoundObject {
  const Part* part = nullptr;
  const ObjectFacts* object = nullptr;
  const Derived* derived = nullptr;
};
FoundObject FindObject(const Snapshot& snapshot, const ObjectKey& key);

// Nothing where the story is about something else.
void AddObject(const Snapshot& snapshot, Time now, Story& story);

}  // namespace lastgood
