// One way in which an object is backed up, as its story tells it: facts, and the strip of its newest runs
// with those that were due since and did not begin. Pure.
#pragma once

#include "exporter/story/story.h"

namespace lastgood {

std::vector<StoryFact> FactsOf(const Track& track, Time now);

// A run counts as missed when it was later than `grace` at `observed`, and none was running.
std::vector<StoryRun> RunsOf(const Track& track, Duration grace, Time observed);

}  // namespace lastgood
