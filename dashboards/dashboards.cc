#include "dashboards/dashboards.h"

#include "dashboards/asking.h"
#include "dashboards/logs.h"
#include "dashboards/parts.h"
#include "dashboards/postgres.h"
#include "dashboards/posture.h"
#include "dashboards/self.h"
#include "dashboards/storage.h"
#include "dashboards/volumes.h"
#include "model/names.h"

namespace lastgood {

std::vector<Dashboard> Dashboards(const GeneratorSettings& settings) {
  std::vector<Dashboard> dashboards = {PostureDashboard(settings), StorageDashboard(settings)};
  if (settings.Has(systems::kCnpg)) dashboards.push_back(PostgresDashboard(settings));
  if (settings.Has(systems::kLonghorn)) dashboards.push_back(VolumesDashboard(settings));
  if (settings.Has(systems::kLoki)) dashboards.push_back(LogsDashboard(settings));
  dashboards.push_back(SelfDashboard(settings));
  for (Dashboard& dashboard : dashboards) LayOut(dashboard.panels);
  return dashboards;
}

std::vector<PanelQuery> QueriesOf(const Dashboard& dashboard, const GeneratorSettings& settings) {
  std::vector<PanelQuery> queries;
  for (const Panel& panel : dashboard.panels)
    for (std::size_t i = 0; i < panel.queries.size(); ++i)
      if (const Query& query = panel.queries[i]; query.expr)
        queries.push_back({panel.title, i, WithRange(query.expr, "5m"), NamesOf(query, settings)});
  return queries;
}

}  // namespace lastgood
