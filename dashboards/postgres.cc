// PostgreSQL recovery: to which moments each CloudNativePG cluster can be restored, and what says so.
#include "dashboards/postgres.h"

#include "dashboards/judgement.h"
#include "dashboards/parts.h"
#include "dashboards/tables.h"
#include "model/alerts.h"
#include "model/dashboard_names.h"
#include "model/names.h"
#include "rules/groups/backup.h"
#include "rules/groups/cnpg.h"
#include "rules/groups/protection.h"
#include "rules/groups/restore.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

const char* const kNoCluster = "no CloudNativePG cluster is known";
const char* const kNoExporter = "CloudNativePG's own metrics are not scraped";

std::vector<Panel> Tiles() {
  Panel oldest = Tile(
      {6, 4}, "Oldest recovery point",
      "How old the newest restorable moment is, of the cluster that would lose most. WAL that was archived "
      "since then makes it less, where its archive is proven whole.",
      Last(By<Labels{}>("max", Since(kRecoveryPoint))), color::kCritical, {alerts::kBackupStale});
  oldest.unit = unit::kSeconds;
  oldest.thresholds = {{std::nullopt, color::kNeutral}};
  return {
      Tile({6, 4}, "Clusters at risk", "Clusters that could not be restored as intended.",
           Last(CountOfLevel<Labels{}>(kRiskLevels)), color::kCritical,
           {alerts::kBackupStale, alerts::kUnprotected}),
      Tile({6, 4}, "WAL archiving fails",
           "Clusters whose WAL is not archived: the newest changes cannot be restored, and the disk fills.",
           Last(CountOfCondition<Labels{}>(alerts::kWALArchivingFailed)), color::kCritical,
           {alerts::kWALArchivingFailed}),
      Tile({6, 4}, "Window too short",
           "Clusters that cannot be restored to moments as old as their retention promises.",
           Last(CountOfCondition<Labels{}>(alerts::kRecoveryWindowShort)), color::kWarning,
           {alerts::kRecoveryWindowShort}),
      std::move(oldest)};
}

Panel ClusterTable(const GeneratorSettings& settings) {
  std::vector<Query> queries = {Last(StateOf()),
                                Last(Since(kRecoveryPoint)),
                                Last(RecoveryEvidence()),
                                Last(Since(kRecoveryWindowStart)),
                                Last(Current(kRetention)),
                                Last(Since(kBackupLastSuccess)),
                                DueIn(Until(kBackupDeadline)),
                                LateBy(Until(kBackupDeadline)),
                                Last(Current(kWalArchiving))};
  std::vector<Column> columns = {StateColumn(0)};
  const std::vector<Column> object = ObjectColumns(settings);
  columns.push_back(object[1]);
  columns.push_back(object[3]);
  columns =
      Joined(columns, {AgeColumn(1, "Newest restorable, ago"), TextColumn(Label::kEvidence, "Known by", 90),
                       AgeColumn(3, "Oldest restorable, ago"), AgeColumn(4, "Retention promised"),
                       AgeColumn(5, "Last good backup, ago")});
  columns = Joined(Joined(columns, DueColumns(6, "Next due, in")),
                   {YesNoColumn(8, "WAL archiving", "works", "FAILS")});
  return MakeTable(
      {24, 11}, "Clusters",
      "Between which moments each cluster can be restored, what its policy promises, and whether "
      "WAL still arrives. The worst first.",
      kNoCluster, std::move(queries), std::move(columns), "State");
}

std::vector<Panel> Windows(const GeneratorSettings& settings) {
  const std::string legend = ObjectLegend(settings);
  Panel window =
      MakePanel(PanelType::kBarGauge, {12, 9}, "Recovery window of what is promised",
                "How far back restores reach, as a part of the retention; the 20 worst. A new cluster "
                "has yet to fill its window.",
                unit::kFraction, "no retention is known", {Last(Lowest(20, RecoveryWindowRatio()), legend)});
  window.min = 0, window.max = 1;
  window.thresholds = {{std::nullopt, color::kWarning}, {settings.thresholds.window_short, color::kGood}};
  window.alerts = {alerts::kRecoveryWindowShort};
  return {
      Lines({12, 9}, "Age of the recovery point",
            "How much would be lost at each moment: a saw tooth that falls with every good backup. The 10 "
            "oldest.",
            unit::kSeconds, kNoCluster, History(Top(10, Since(kRecoveryPoint)), legend)),
      std::move(window)};
}

Panel DrillTable(const GeneratorSettings& settings) {
  std::vector<Query> queries = {Last(Since(kRestoreTestLastSuccess)),
                                Last(Since(kRestoreTestLastFailure)),
                                DueIn(Until(kRestoreTestDeadline)),
                                LateBy(Until(kRestoreTestDeadline)),
                                Last(Latest(kRestoreTestLastSuccess) - Latest(kRestoreTestRecoveredTo)),
                                Last(Current(kRestoreTestDuration))};
  std::vector<Column> columns = ObjectColumns(settings);
  columns.erase(columns.begin());
  columns = Joined(columns, {AgeColumn(0, "Last passed, ago"), AgeColumn(1, "Last failed, ago")});
  columns = Joined(Joined(columns, DueColumns(2, "Next due, in")),
                   {AgeColumn(4, "Data was older by"), AgeColumn(5, "Took")});
  Panel panel =
      MakeTable({24, 6}, "Restore drills",
                "A backup is proven by restoring it: when that was last done, how old the restored data "
                "was, and how long it took.",
                "no restore drill is known", std::move(queries), std::move(columns), "");
  panel.alerts = {alerts::kRestoreTestFailed, alerts::kRestoreTestStale};
  return panel;
}

// Where CloudNativePG's own metrics are scraped too.
std::vector<Panel> OwnMetrics() {
  constexpr Labels kByPod{Label::kCluster, Label::kNamespace, Label::kPod};
  const std::string pod = "{{namespace}} {{pod}}";
  const auto waiting = Where<Label::kValue>(Of(external::kCnpgWalFiles), "=", "ready");
  const auto archived = Of(external::kCnpgLastArchived) > Num(0);
  return {Heading("From CloudNativePG's own metrics"),
          Lines({8, 8}, "WAL files waiting",
                "WAL files that are ready and not yet archived. A growing number fills the disk.",
                unit::kCount, kNoExporter, OfRawSystems(History(By<kByPod>("max", waiting), pod))),
          Lines({8, 8}, "Since WAL was last archived",
                "How old the newest archived WAL is: what point-in-time recovery would lose.", unit::kSeconds,
                kNoExporter, OfRawSystems(History(By<kByPod>("min", Now() - archived), pod))),
          Lines({8, 8}, "Replication lag", "How far each standby or replica cluster is behind its source.",
                unit::kSeconds, kNoExporter,
                OfRawSystems(History(By<kByPod>("max", Of(external::kCnpgLag)), pod)))};
}

}  // namespace

Dashboard PostgresDashboard(const GeneratorSettings& settings) {
  Dashboard dashboard{std::string(dashboard_names::kPostgres), "PostgreSQL recovery",
                      "To which moments each CloudNativePG cluster can be restored."};
  dashboard.panels = Tiles();
  dashboard.panels.push_back(ClusterTable(settings));
  for (Panel& panel : Windows(settings)) dashboard.panels.push_back(std::move(panel));
  dashboard.variables = ObjectVariables();
  KeepToSystem(dashboard, systems::kCnpg);
  // A drill is a system of its own, whatever it restores.
  if (settings.Has(systems::kRestoreTests)) dashboard.panels.push_back(DrillTable(settings));
  for (Panel& panel : OwnMetrics()) dashboard.panels.push_back(std::move(panel));
  dashboard.alerts = AlertNames({BackupGroup(settings), ProtectionGroup(settings), RestoreGroup(settings),
                                 CnpgBackupGroup(settings), CnpgDisasterRecoveryGroup(settings),
                                 CnpgRestoreTestGroup(settings)});
  return dashboard;
}

}  // namespace lastgood
