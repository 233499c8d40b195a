#include "dashboards/problems.h"

#include "catalog/catalog.h"
#include "dashboards/parts.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/backup.h"
#include "rules/groups/coverage.h"
#include "rules/groups/groups.h"
#include "rules/groups/logs.h"
#include "rules/groups/rewrite.h"
#include "rules/groups/storage.h"

namespace lastgood {
namespace {

using namespace promql;

// As people asked for them, but for what does not change whether something is wrong.
std::vector<RuleGroup> OtherGroups(GeneratorSettings settings) {
  settings.per_namespace = false;
  settings.disabled.clear();
  RuleGroup schedules = BackupGroup(settings);
  std::erase_if(schedules.rules,
                [](const Rule& rule) { return std::get<Alert>(rule).name != alerts::kScheduleInvalid; });
  std::vector<RuleGroup> groups = {StorageGroup(settings), std::move(schedules)};
  if (settings.Has(systems::kWorkloads) || settings.Has(systems::kComponents))
    groups.push_back(CoverageGroup(settings));
  if (settings.Has(systems::kLoki)) groups.push_back(LogsGroup(settings));
  return groups;
}

// Each thing once, whichever of its alerts hold.
NodePtr AnyOf(const std::vector<RuleGroup>& groups) {
  NodePtr any;
  for (const RuleGroup& group : groups)
    for (const Rule& rule : group.rules) {
      const Alert& alert = std::get<Alert>(rule);
      const NodePtr thing =
          MakeNode(Aggregate{"group", alert.labels - Labels{Label::kReason}, WithoutRecords(alert.expr)});
      any = any ? MakeNode(Binary{"or", any, thing}) : thing;
    }
  return any;
}

}  // namespace

Vector<Labels{}> OtherProblems(const GeneratorSettings& settings) {
  const Vector<Labels{}> problems{AnyOf(OtherGroups(settings))};
  return Or(By<Labels{}>("count", problems), Num(0) * By<Labels{}>("count", Of(catalog::kBuildInfo)));
}

std::vector<AlertName> OtherAlerts(const GeneratorSettings& settings) {
  return AlertNames(OtherGroups(settings));
}

}  // namespace lastgood
