// What lastgood's own metrics say now, as a test looks at them.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "base/instruments.h"

namespace lastgood {

// The value of the series (of a histogram: how many it has seen); 0 when there is none.
inline double InstrumentOf(const Instruments& instruments, const InstrumentInfo& info,
                           const std::map<std::string, std::string>& labels) {
  for (const prometheus::MetricFamily& family : instruments.Collect()) {
    if (family.name != info.name) continue;
    for (const prometheus::ClientMetric& metric : family.metric) {
      std::map<std::string, std::string> own;
      for (const auto& label : metric.label) own[label.name] = label.value;
      if (own == labels)
        return metric.counter.value + metric.gauge.value + static_cast<double>(metric.histogram.sample_count);
    }
  }
  return 0;
}

}  // namespace lastgood
