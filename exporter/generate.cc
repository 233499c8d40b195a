#include "exporter/generate.h"

#include "alertmanager/alertmanager.h"
#include "exporter/generate_rbac.h"
#include "provisioning/grafana.h"
#include "provisioning/service_monitor.h"

namespace lastgood {
namespace {

struct Output {
  std::string_view what;
  Files (*files)(const GeneratorSettings& settings);
};

constexpr Output kOutputs[] = {
    {"rules", &RuleFiles},
    {"rules", &MimirRuleFiles},
    {"kubernetes", &PrometheusRuleFiles},
    {"alertmanager", &AlertmanagerFiles},
    {"kubernetes", &AlertmanagerConfigFiles},
    {"grafana", &GrafanaProvisioningFiles},
    {"kubernetes", &DataSourceConfigMapFiles},
    {"kubernetes", &ServiceMonitorFiles},
    {"kubernetes", &ClusterRoleFiles},
};

}  // namespace

Files Generate(std::string_view what, const GeneratorSettings& settings) {
  Files files;
  for (const Output& output : kOutputs)
    if (what == "all" || what == output.what) files.merge(output.files(settings));
  return files;
}

}  // namespace lastgood
