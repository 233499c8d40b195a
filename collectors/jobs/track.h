// One job on one instance as a track of its object. Pure.
#pragma once

#include <string>

#include "collectors/jobs/report.h"
#include "model/facts.h"

namespace lastgood::jobs {

// "job", or "job on nas": what tells the instances of a job apart.
std::string MethodOf(const JobPlace& place);

// `former` (or null) is the same track after the last pass: it remembers what this report no longer says, the
// last success before a failure, and the reverse. `read` is when the report was read.
Track MakeTrack(const JobReport& report, const Track* former, Time read);

// What the report lacks to be judged; "" when it lacks nothing.
std::string WhatIsMissing(const JobReport& report);

}  // namespace lastgood::jobs
