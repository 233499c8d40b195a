#include "exporter/generate.h"

#include "dashboards/files.h"
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
