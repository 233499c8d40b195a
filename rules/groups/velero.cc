#include "rules/groups/velero.h"

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

// Two installations may have a schedule of one name.
constexpr Labels kBySchedule{Label::kCluster, Label::kNamespace, Label::kSchedule};
const FixedLabels kVelero = {{"system", systems::kVelero}};

Alert VeleroFailed() {
  const auto increase = [](const auto& counter) { return Fn("increase", Over(Of(counter), "1h")); };
  const auto sum = [&](const auto& counter) { return By<kBySchedule>("sum", increase(counter) > Num(0)); };
  const auto failed = Or(Or(sum(kVeleroFailed), sum(kVeleroPartial)), sum(kVeleroInvalid));
  return Alerting(
      alerts::kVeleroBackupFailed, Severity::kWarning,
      UnlessAny(failed, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", systems::kVelero)) > Num(0),
      minutes(5),
      {"A Velero backup failed, or only part of it succeeded.",
       "Schedule {{ $labels.schedule }} had {{ $value | humanize }} bad backups in the last hour."},
      kVelero);
}

Alert VeleroStale(const GeneratorSettings& settings) {
  const auto last =
      By<kBySchedule>("max", Where<Label::kSchedule>(Of(kVeleroLastSuccess), "!=", "") > Num(0));
  const double limit = std::chrono::duration<double>(settings.fallback_max_age).count();
  return Alerting(alerts::kVeleroNoRecentBackup, Severity::kWarning,
                  UnlessAny(Now() - last, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=",
                                                                systems::kVelero)) > Num(limit),
                  minutes(15),
                  {"A Velero schedule has had no good backup lately.",
                   "Schedule {{ $labels.schedule }} last succeeded {{ $value | humanizeDuration }} ago."},
                  kVelero);
}

}  // namespace

RuleGroup VeleroGroup(const GeneratorSettings& settings) {
  return {"velero-backup.rules", "Velero's own series.", {VeleroFailed(), VeleroStale(settings)}, true};
}

}  // namespace lastgood
