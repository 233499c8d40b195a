// Volumes: what Longhorn holds, which of it is backed up, and where to.
#include "dashboards/volumes.h"

#include "dashboards/judgement.h"
#include "dashboards/parts.h"
#include "dashboards/tables.h"
#include "model/alerts.h"
#include "model/dashboard_names.h"
#include "model/names.h"
#include "rules/groups/backup.h"
#include "rules/groups/longhorn.h"
#include "rules/groups/protection.h"
#include "rules/groups/storage.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

const char* const kNoVolume = "no Longhorn volume is known";

std::vector<Panel> Tiles() {
  const auto available = By<kByDestination>("min", Of(kDestinationAvailable));
  const auto down = Or(By<Labels{}>("count", available == Num(0)), Num(0) * By<Labels{}>("count", available));
  Panel bytes = Tile({6, 4}, "In newest backups", "Bytes of each volume's newest good backup, together.",
                     Last(By<Labels{}>("sum", Current(kBackupLastSuccessSize))), color::kNeutral);
  bytes.unit = unit::kBytes;
  bytes.thresholds = Plain();
  return {
      Tile({6, 4}, "Volumes at risk", "Volumes that could not be restored as intended.",
           Last(CountOfLevel<Labels{}>(kRiskLevels)), color::kCritical,
           {alerts::kUnprotected, alerts::kBackupStale}),
      Tile({6, 4}, "Unprotected",
           "Volumes that no recurring job reaches: no label, a dead label, detached, faulted.",
           Last(CountOfCondition<Labels{}>(alerts::kUnprotected)), color::kCritical, {alerts::kUnprotected}),
      Tile({6, 4}, "Backup targets down", "Backup targets that Longhorn cannot use.", Last(down),
           color::kCritical, {alerts::kDestinationUnavailable}),
      std::move(bytes)};
}

Panel VolumeTable(const GeneratorSettings& settings) {
  constexpr Labels kWithReason = kByObject | Labels{Label::kReason};
  const auto reason = By<kWithReason>("max", And(Of(kObjectProtected), On<kObjectSeries>(Freshest())));
  constexpr Labels kWithPlace = kByObject | Labels{Label::kMethod, Label::kDestination};
  const auto place = By<kWithPlace>("max", And(Of(kObjectInfo), On<kObjectSeries>(Freshest())));
  std::vector<Query> queries = {Last(StateOf()),
                                Last(reason),
                                Last(place),
                                Last(Since(kBackupLastSuccess)),
                                DueIn(Until(kBackupDeadline)),
                                LateBy(Until(kBackupDeadline)),
                                Last(Since(kRecoveryPoint)),
                                Last(Current(kBackupLastSuccessSize)),
                                Last(Current(kBackupLastSuccessTransferred))};
  std::vector<Column> columns = {StateColumn(0)};
  const std::vector<Column> object = ObjectColumns(settings);
  columns = Joined(columns, {object[1], object[3]});
  columns = Joined(columns,
                   {TextColumn(Label::kReason, "Protection", 110), TextColumn(Label::kMethod, "Method", 90),
                    TextColumn(Label::kDestination, "Target", 100), AgeColumn(3, "Last good backup, ago")});
  columns = Joined(Joined(columns, DueColumns(4, "Next due, in")),
                   {AgeColumn(6, "Recovery point, ago"), SizeColumn(7, "Size"), SizeColumn(8, "Uploaded")});
  return MakeTable(
      {24, 11}, "Volumes",
      "Each volume under the claim that holds it, the worst first: what protects it or why nothing "
      "does, and how old its newest backup is.",
      kNoVolume, std::move(queries), std::move(columns), "State");
}

Panel TargetTable(const GeneratorSettings& settings) {
  constexpr Labels kWithUrl = kByDestination | Labels{Label::kUrl};
  const auto next = By<kByDestination>("max", Of(kDestinationCheckDeadline)) - Now();
  std::vector<Query> queries = {Last(By<kByDestination>("min", Of(kDestinationAvailable))),
                                Last(By<kWithUrl>("max", Of(kDestinationInfo))),
                                Last(Now() - By<kByDestination>("max", Of(kDestinationLastCheck))),
                                DueIn(next), LateBy(next)};
  const std::vector<Column> object = ObjectColumns(settings);
  const std::vector<Column> columns = {YesNoColumn(0, "Available", "yes", "NO"), object[1], object[3],
                                       TextColumn(Label::kUrl, "URL"), AgeColumn(2, "Last reached, ago")};
  Panel panel = MakeTable({24, 6}, "Backup targets",
                          "Where Longhorn writes backups to, and when it last reached that. What is late "
                          "here has not been reached "
                          "for several poll intervals.",
                          "no backup target is known", std::move(queries),
                          Joined(columns, DueColumns(3, "Next reach due, in")), "");
  panel.alerts = {alerts::kDestinationUnavailable};
  return panel;
}

}  // namespace

Dashboard VolumesDashboard(const GeneratorSettings& settings) {
  const std::string legend = ObjectLegend(settings);
  Dashboard dashboard{std::string(dashboard_names::kVolumes), "Volumes",
                      "What Longhorn holds, and which of it is backed up."};
  dashboard.panels = Tiles();
  dashboard.panels.push_back(VolumeTable(settings));
  dashboard.panels.push_back(TargetTable(settings));
  dashboard.panels.push_back(
      Lines({12, 9}, "Size of the newest backup",
            "The 10 largest. A sudden drop means that data is gone, from the volume or "
            "from the backup.",
            unit::kBytes, "no sizes are known", History(Top(10, Current(kBackupLastSuccessSize)), legend)));
  dashboard.panels.push_back(
      Lines({12, 9}, "Uploaded by the newest backup",
            "What each newest backup had to transfer; the 10 largest. Much more than usual "
            "means that much was rewritten.",
            unit::kBytes, "no transfers are known",
            History(Top(10, Current(kBackupLastSuccessTransferred)), legend)));
  dashboard.variables = ObjectVariables();
  KeepToSystem(dashboard, systems::kLonghorn);
  dashboard.alerts = AlertNames(
      {BackupGroup(settings), ProtectionGroup(settings), StorageGroup(settings), LonghornGroup(settings)});
  return dashboard;
}

}  // namespace lastgood
