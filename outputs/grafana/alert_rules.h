// The alerts as rules that Grafana evaluates itself, for whoever has no Alertmanager: as a file of its
// provisioning, and as objects of its operator. They read what the rule files record, which Prometheus (or
// Mimir) must still load. What an alert raises is what Prometheus would raise: a series for each that is
// wrong.
// https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
// Pure.
#pragma once

#include "rules/groups/render.h"

namespace lastgood {

// grafana/provisioning/alerting/lastgood.yaml
Files GrafanaAlertFiles(const GeneratorSettings& settings);
// kubernetes/grafana-alerting/: a GrafanaAlertRuleGroup for each group, and the GrafanaFolder they lie in
Files GrafanaAlertRuleGroupFiles(const GeneratorSettings& settings);

}  // namespace lastgood
