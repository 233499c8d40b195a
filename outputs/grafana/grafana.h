// What Grafana provisions itself from, so that nothing is set up by hand: data sources and the folder that
// dashboards are read from. Pure.
#pragma once

#include "rules/groups/render.h"

namespace lastgood {

// grafana/provisioning/datasources/lastgood.yaml, grafana/provisioning/dashboards/lastgood.yaml
Files GrafanaProvisioningFiles(const GeneratorSettings& settings);
// kubernetes/grafana-datasources/configmap-datasources.yaml, for the sidecar of Grafana's Helm chart: those
// that the settings name, since the stack brings the others itself; no file when they name none
Files DataSourceConfigMapFiles(const GeneratorSettings& settings);

}  // namespace lastgood
