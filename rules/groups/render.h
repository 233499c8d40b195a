// Rule groups as the files that Prometheus, its operator and Mimir load: YAML with one order of keys, so that
// two runs differ only where the rules do. Pure.
#pragma once

#include <map>
#include <string>

#include "base/files.h"
#include "rules/rule.h"

namespace lastgood {

// As Prometheus writes durations: 15m, 1h, 90s.
std::string PrometheusDuration(Duration duration);

// rules/<group>.yaml, one a group: a Prometheus rule file.
Files RuleFiles(const GeneratorSettings& settings);
// mimir/lastgood.yaml: all groups under one namespace, as mimirtool and cortextool load them.
Files MimirRuleFiles(const GeneratorSettings& settings);
// kubernetes/prometheus-configmap/configmap-rules.yaml: the same files in a ConfigMap.
Files RuleConfigMapFiles(const GeneratorSettings& settings);
// kubernetes/prometheus-operator/prometheusrule-<group>.yaml: PrometheusRule objects.
Files PrometheusRuleFiles(const GeneratorSettings& settings);
// kubernetes/victoria-metrics-operator/vmrule-<group>.yaml: VMRule objects.
Files VMRuleFiles(const GeneratorSettings& settings);

// By name: texts and templates of what an alert says, and links to its runbook and to the page of what it is
// about.
std::vector<std::pair<std::string, std::string>> AnnotationsOf(const GeneratorSettings& settings,
                                                               const promql::Names& names,
                                                               const Alert& alert);

}  // namespace lastgood
