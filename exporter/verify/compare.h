// Whether a live Prometheus says of each object what lastgood says now: the same objects, in the same state.
// What the rules record comes from what was scraped, so that a scrape of another lastgood, an old config or a
// rule file that is not the newest shows here and nowhere else.
#pragma once

#include <vector>

#include "exporter/verify/verification.h"
#include "net/prometheus/api.h"
#include "rules/settings.h"

namespace lastgood {

// One verdict a difference, at most 20 and one that counts the others; one of kGood where all is the same.
std::vector<Verdict> CompareObjects(const Assessment& now, const GeneratorSettings& settings,
                                    Prometheus& prometheus);

}  // namespace lastgood
