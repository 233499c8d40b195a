// Whether what is kept can be restored: evidence and drills.
#include "rules/groups/restore.h"

#include "model/alerts.h"
#include "rules/groups/conditions.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

Alert NotRestorable(const GeneratorSettings& settings) {
  const auto broken = And(Of(kProvenRestorable) == Num(0), Ignoring<Labels{Label::kProof}>(Judged()));
  return Alerting(alerts::kNotRestorable, Severity::kCritical,
                  By < kByObject | Labels{Label::kProof} > ("max", broken) == Num(0), minutes(15),
                  ObjectWords(settings, "Evidence says that the newest backup does not restore.",
                              "has a newest backup that would not restore (evidence: {{ $labels.proof }})."));
}

Alert TestFailed(const GeneratorSettings& settings) {
  const auto failing = Failing(kRestoreTestLastFailure, kRestoreTestLastSuccess);
  return Alerting(alerts::kRestoreTestFailed, Severity::kCritical,
                  By<kByObject>("max", And(failing, Judged())) > Num(0), minutes(5),
                  ObjectWords(settings, "The newest restore drill failed.",
                              "failed its restore drill {{ $value | humanizeDuration }} ago."));
}

Alert TestStale(const GeneratorSettings& settings) {
  const auto late = And(PassedAndSeen(kRestoreTestDeadline), Judged());
  return Alerting(alerts::kRestoreTestStale, Severity::kWarning, By<kByObject>("max", late) > Num(0),
                  minutes(15),
                  ObjectWords(settings, "No restore drill has succeeded in time.",
                              "should have passed a restore drill {{ $value | humanizeDuration }} ago."));
}

}  // namespace

RuleGroup RestoreGroup(const GeneratorSettings& settings) {
  return {"lastgood-restore.rules",
          "Whether backups restore: evidence and drills.",
          {NotRestorable(settings), TestFailed(settings), TestStale(settings)}};
}

}  // namespace lastgood
