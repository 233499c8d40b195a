// What a config has already of what was found. Pure.
#pragma once

#include <string>

#include "base/result.h"
#include "exporter/discover/found.h"

namespace lastgood {

// Takes out of `found` what the config in `text` reads: collectors, buckets and stores by their place,
// Services by their URL, components by what they need. kConfig says what is wrong with the config.
Status LeaveOutKnown(const std::string& text, const std::string& file, Found& found);

// Nothing is left to write down.
bool IsNothing(const Found& found);

}  // namespace lastgood
