#include "exporter/generate.h"

#include "alertmanager/alertmanager.h"
#include "dashboards/files.h"
#include "exporter/generate_rbac.h"
#include "provisioning/grafana.h"
#include "provisioning/service_monitor.h"
#include "rules/alert_document.h"
#include "rules/runbook.h"
#include "rules/scenario.h"

namespace lastgood {
namespace {

struct Output {
  std::string_view what;
  Files (*files)(const GeneratorSettings& settings);
};

constexpr Output kOutputs[] = {
    {"rules", &RuleFiles},
    {"rules", &RuleTestFiles},
    {"rules", &MimirRuleFiles},
    {"dashboards", &DashboardFiles},
    {"alertmanager", &AlertmanagerFiles},
    {"grafana", &GrafanaProvisioningFiles},
    {"kubernetes", &AlertmanagerConfigFiles},
    {"kubernetes", &ServiceMonitorFiles},
    {"kubernetes", &DataSourceConfigMapFiles},
    {"kubernetes", &ClusterRoleFiles},
    {"docs", &RunbookFiles},
    {"docs", &AlertDocumentFiles},
    {"docs", &MetricsDocumentFiles},
    {"kubernetes", &PrometheusRuleFiles},
    {"kubernetes", &DashboardConfigMapFiles},
    {"kubernetes", &GrafanaDashboardFiles},
};

}  // namespace

Files Generate(std::string_view what, const GeneratorSettings& settings) {
  Files files;
  for (const Output& output : kOutputs)
    if (what == "all" || what == output.what) files.merge(output.files(settings));
  return files;
}

}  // namespace lastgood
