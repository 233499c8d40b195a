#include "rules/groups/longhorn.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/groups.h"
#include "rules/groups/raw_series.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace external;
using std::chrono::minutes;

const FixedLabels kLonghorn = {{"system", systems::kLonghorn}};

Alert VolumeFaulted() {
  constexpr Labels kByVolume{Label::kCluster, Label::kVolume};
  const auto since_111 = Where<Label::kState>(Of(kLonghornRobustness), "=", "faulted") == Num(1);
  const auto before = Where<Label::kState>(Of(kLonghornRobustness), "=", "") == Num(3);
  const auto faulted = By<kByVolume>("max", Or(since_111, before));
  return Alerting(
      alerts::kLonghornVolumeFaulted, Severity::kCritical,
      UnlessAny(faulted, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", systems::kLonghorn)) > Num(0),
      minutes(5),
      {"A volume has lost every replica, and cannot be backed up.",
       "Volume {{ $labels.volume }} is faulted."},
      kLonghorn);
}

Alert BackupError() {
  constexpr Labels kByBackup{Label::kCluster, Label::kVolume, Label::kBackup};
  const auto error = By<kByBackup>("max", Of(kLonghornBackupState) == Num(4));
  return Alerting(
      alerts::kLonghornBackupFailed, Severity::kWarning,
      UnlessAny(error, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", systems::kLonghorn)) > Num(0),
      minutes(5),
      {"A Longhorn backup ended in an error.",
       "Backup {{ $labels.backup }} of volume {{ $labels.volume }} failed."},
      kLonghorn);
}

}  // namespace

RuleGroup LonghornGroup(const GeneratorSettings&) {
  return {"longhorn-backup.rules", "Longhorn's own series.", {VolumeFaulted(), BackupError()}, true};
}

}  // namespace lastgood
