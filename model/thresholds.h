// From which values on something is at risk: what Assess judges by and what the rules are generated from.
// Pure data.
#pragma once

namespace lastgood {

struct Thresholds {
  double bucket_warning = 0.85, bucket_critical = 0.95;  // of the limit
  double shrunk = 0.5;                                   // of the typical size
  double window_short = 0.9;                             // of the promised retention
};

}  // namespace lastgood
