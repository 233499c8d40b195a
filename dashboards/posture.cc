// Backup posture: the answer first, then where, then which object, then since when.
#include "dashboards/posture.h"

#include "dashboards/coverage.h"
#include "dashboards/judgement.h"
#include "dashboards/parts.h"
#include "dashboards/tables.h"
#include "model/alerts.h"
#include "model/dashboard_names.h"
#include "model/names.h"
#include "rules/groups/all.h"
#include "rules/groups/coverage.h"
#include "rules/groups/logs.h"
#include "rules/groups/restore.h"
#include "rules/groups/storage.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

const char* const kNobody = "lastgood tells nothing: is it scraped, and are its rules loaded?";

Panel AtRiskTile() {
  Panel panel =
      Tile({6, 8}, "At risk",
           "How many objects could not be restored as intended: nothing protects them, their backups "
           "are late, fail, hang, have shrunk or do not restore. 0 is the answer that you want.",
           Last(CountOfLevel<Labels{}>(kRiskLevels)), color::kCritical);
  panel.no_value = kNobody;
  return panel;
}

Panel OverdueTile() {
  return Tile({6, 4}, "Overdue", "Objects whose next good backup is late, or whose first never came.",
              Last(CountOfCondition<Labels{}>("BackupStale|BackupNeverSucceeded")), color::kCritical,
              {alerts::kBackupStale, alerts::kBackupNeverSucceeded});
}

Panel FailingTile() {
  return Tile({6, 4}, "Failing", "Objects whose newest backup failed, and no good one followed.",
              Last(CountOfCondition<Labels{}>(alerts::kBackupFailed)), color::kCritical,
              {alerts::kBackupFailed});
}

Panel UnprotectedTile() {
  return Tile(
      {6, 4}, "Unprotected", "Objects that nothing backs up, although nobody said that this is meant.",
      Last(CountOfCondition<Labels{}>(alerts::kUnprotected)), color::kCritical, {alerts::kUnprotected});
}

Panel SourcesTile() {
  const auto success = By<kByCollector>("max", Of(kCollectorSuccess));
  return Tile(
      {6, 4}, "Sources failing",
      "Sources whose last reading failed: what is known of their objects grows old, and a late backup "
      "may go unseen.",
      Last(Or(By<Labels{}>("count", success == Num(0)), Num(0) * By<Labels{}>("count", success))),
      color::kWarning, {alerts::kCollectorFailing});
}

Panel CannotTellTile() {
  return Tile(
      {6, 4}, "Cannot tell",
      "Objects of which something could not be read, or whose deadline passed while their source could "
      "not be: they may be late or not.",
      Last(CountOfLevel<Labels{}>("unknown")), color::kUnknown, {alerts::kCollectorFailing});
}

// Each thing once, however many conditions it has. A source that fails is told by its own tile.
Vector<Labels{}> OtherProblems() {
  constexpr Labels kThing = kByObject | Labels{Label::kComponent, Label::kBucket, Label::kCopy, Label::kLogs};
  const auto others = Where<Label::kCondition>(Conditions(), "!=", std::string(alerts::kCollectorFailing));
  const auto things = By<kThing>("group", Unless(others, On<kByObject>(Of(kObjectInfo))));
  return Or(By<Labels{}>("count", things), Num(0) * By<Labels{}>("count", Of(kBuildInfo)));
}

// The alerts about what is no object.
std::vector<AlertName> OtherAlerts(const GeneratorSettings& settings) {
  std::vector<AlertName> names = AlertNames(
      {StorageGroup(settings), CoverageGroup(settings), LogsGroup(settings), RestoreGroup(settings)});
  names.push_back(alerts::kScheduleInvalid);
  std::erase_if(names,
                [](AlertName name) { return !alerts::IsCondition(name) || name == alerts::kNotRestorable; });
  return names;
}

Panel OthersTile(const GeneratorSettings& settings) {
  return Tile(
      {6, 4}, "Other problems",
      "Not objects, but what their backups depend on: destinations that are down, buckets near their "
      "limit, copies that lag, log streams that fell silent, schedules that mean something else, restore "
      "drills that fail; and data that nothing covers, components that are missing.",
      Last(OtherProblems()), color::kWarning, OtherAlerts(settings));
}

Panel Timeline(const GeneratorSettings& settings) {
  Panel panel =
      MakePanel(PanelType::kStateTimeline, {24, 12}, "Timeline of outcomes, worst 25 objects",
                "How each object stood at each time: since when something is wrong, and whether it was "
                "ever fixed. With more than 25 objects the worst of each moment are shown.",
                unit::kNone, kNobody, {History(Top(25, StateOf()), ObjectLegend(settings))});
  panel.mappings = StateWords();
  panel.most_points = 120;
  return panel;
}

}  // namespace

Dashboard PostureDashboard(const GeneratorSettings& settings) {
  Dashboard dashboard{std::string(dashboard_names::kPosture), "Backup posture",
                      "Which backups could be restored, and which objects are at risk."};
  dashboard.panels = {
      AtRiskTile(),          OverdueTile(),     FailingTile(),        UnprotectedTile(),
      SourcesTile(),         CannotTellTile(),  OthersTile(settings), NamespaceTable(settings),
      ObjectTable(settings), Timeline(settings)};
  if (settings.Has(systems::kWorkloads) || settings.Has(systems::kComponents))
    dashboard.panels.push_back(ComponentTable());
  if (settings.Has(systems::kWorkloads)) dashboard.panels.push_back(CoverageTable(settings));
  dashboard.variables = ObjectVariables();
  dashboard.alerts = AlertNames(RuleGroups(settings));
  return dashboard;
}

}  // namespace lastgood
