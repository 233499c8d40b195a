#include "exporter/generate/generate.h"

#include "base/build_info.h"
#include "dashboards/files.h"
#include "exporter/config/options.h"
#include "exporter/generate/guides.h"
#include "exporter/manual/man_page.h"
#include "outputs/alertmanager/alertmanager.h"
#include "outputs/grafana/alert_rules.h"
#include "outputs/grafana/grafana.h"
#include "outputs/kubernetes/cluster_role.h"
#include "outputs/kubernetes/kustomization.h"
#include "outputs/kubernetes/secret_roles.h"
#include "outputs/kubernetes/service_monitor.h"
#include "outputs/kubernetes/workload.h"
#include "rules/runbooks/alert_document.h"
#include "rules/runbooks/runbook.h"
#include "rules/stories/render_tests.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

struct Output {
  std::string_view what;
  Files (*files)(const GeneratorSettings& settings);
};

Files Runbooks(const GeneratorSettings& settings) { return RunbookFiles(settings, GuidesOf(settings)); }
Files AlertDocument(const GeneratorSettings& settings) { return AlertDocumentFiles(settings, AllGuides()); }

// Of no use to Prometheus or Grafana: only for whoever asks for it, as packages do.
constexpr std::string_view kManual = "man";

Files ManPages(const GeneratorSettings&) {
  return {{"man/lastgood.1", ManPage(DescribeCommandLine(), kBuildVersion)}};
}

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
    {"kubernetes", &SecretRoleFiles},
    {"kubernetes", &WorkloadFiles},
    {"kubernetes", &RuleConfigMapFiles},
    {"docs", &Runbooks},
    {"docs", &AlertDocument},
    {"docs", &MetricsDocumentFiles},
    {"kubernetes", &PrometheusRuleFiles},
    {"kubernetes", &VMRuleFiles},
    {"grafana", &GrafanaAlertFiles},
    {"kubernetes", &GrafanaAlertRuleGroupFiles},
    {"kubernetes", &DashboardConfigMapFiles},
    {"kubernetes", &GrafanaDashboardFiles},
    {kManual, &ManPages},
};

}  // namespace

Files Generate(std::string_view what, const GeneratorSettings& settings) {
  Files files;
  for (auto& [target, of_it] : GenerateByTarget(what, settings)) files.merge(of_it);
  return files;
}

std::map<std::string, Files> GenerateByTarget(std::string_view what, const GeneratorSettings& settings) {
  std::map<std::string, Files> files;
  for (const Output& output : kOutputs)
    if (what == output.what || (what == "all" && output.what != kManual))
      files[std::string(output.what)].merge(output.files(settings));
  if (const auto objects = files.find("kubernetes"); objects != files.end())
    objects->second.merge(KustomizationFiles(objects->second, settings));
  return files;
}

}  // namespace lastgood
