// Whether a live Prometheus scrapes lastgood as the rules expect: with its labels as they are, and under the
// job's name. Either mistake leaves every rule loaded and healthy, and none of them right.
#pragma once

#include <vector>

#include "exporter/verify/verification.h"
#include "net/prometheus/api.h"
#include "rules/settings.h"

namespace lastgood {

// One verdict for each mistake, kUnknown for what was not answered; none where all is well. Asks a query for
// each label that lastgood's series have.
std::vector<Verdict> CheckScrape(const GeneratorSettings& settings, Prometheus& prometheus);

}  // namespace lastgood
