// A story for a terminal, as `lastgood explain` prints it. Pure. Text from outside is on one line and without
// control characters.
#pragma once

#include <string>

#include "exporter/story/story.h"

namespace lastgood {

// Wrapped at `width` columns.
std::string RenderStory(const Story& story, Time now, std::size_t width = 100);

}  // namespace lastgood
