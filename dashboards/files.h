// Dashboards as Grafana, its sidecar and its operator load them: classic JSON with one order of keys, so that
// two runs differ only where the dashboards do. Pure.
#pragma once

#include "dashboards/dashboard.h"
#include "rules/groups/render.h"

namespace lastgood {

// dashboards/<uid>.json.
Files DashboardFiles(const GeneratorSettings& settings);
// kubernetes/grafana-sidecar/configmap-dashboard-<uid>.yaml, for the sidecar of Grafana's chart.
Files DashboardConfigMapFiles(const GeneratorSettings& settings);
// kubernetes/grafana-operator/grafanadashboard-<uid>.yaml, for Grafana's operator.
Files GrafanaDashboardFiles(const GeneratorSettings& settings);

}  // namespace lastgood
