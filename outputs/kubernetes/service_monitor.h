// How Prometheus Operator finds and scrapes lastgood. Pure.
#pragma once

#include "rules/groups/render.h"

namespace lastgood {

// kubernetes/prometheus-operator/servicemonitor.yaml
Files ServiceMonitorFiles(const GeneratorSettings& settings);

}  // namespace lastgood
