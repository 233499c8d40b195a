// The conditions that Assess finds about objects and policies (model/assess_object.cc), as alerts.
#include "rules/groups/backup.h"

#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/conditions.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

Alert Stale(const GeneratorSettings& settings, Severity severity, const Metric<kObject>& deadline) {
  const auto late =
      Unless(And(PassedAndSeen(deadline), Judged()), Ignoring<Labels{Label::kStatus}>(NeverSucceeded()));
  return Alerting(
      alerts::kBackupStale, severity, By<kByObject>("max", late) > Num(0), minutes(5),
      ObjectWords(settings, "The next good backup is late.",
                  severity == Severity::kCritical
                      ? "is late with its next good backup by {{ $value | humanizeDuration }}, and missed "
                        "another run."
                      : "is late with its next good backup by {{ $value | humanizeDuration }}."));
}

Alert Failed(const GeneratorSettings& settings) {
  const auto failing = Failing(kBackupLastFailure, kBackupLastSuccess);
  return Alerting(alerts::kBackupFailed, Severity::kWarning,
                  By<kByObject>("max", And(failing, Judged())) > Num(0), minutes(5),
                  ObjectWords(settings, "The newest backup failed, and no good one followed.",
                              "failed to back up {{ $value | humanizeDuration }} ago."));
}

Alert Ahead(const GeneratorSettings& settings) {
  const auto ahead = Or(InFuture(kBackupLastSuccess), InFuture(kRestoreTestLastSuccess));
  return Alerting(
      alerts::kSuccessInFuture, Severity::kWarning, By<kByObject>("max", And(ahead, Judged())) > Num(0),
      minutes(15),
      ObjectWords(settings, "A success is dated in the future: a clock is wrong, and its age is unknown.",
                  "has a success that is dated {{ $value | humanizeDuration }} ahead."));
}

Alert Never(const GeneratorSettings& settings) {
  const auto never =
      And(And(PassedAndSeen(kBackupDeadline), Judged()), Ignoring<Labels{Label::kStatus}>(NeverSucceeded()));
  return Alerting(alerts::kBackupNeverSucceeded, Severity::kCritical, By<kByObject>("max", never) > Num(0),
                  minutes(5),
                  ObjectWords(settings, "No backup has ever succeeded, and the first is late.",
                              "should have had its first good backup {{ $value | humanizeDuration }} ago."));
}

Alert Stuck(const GeneratorSettings& settings) {
  return Alerting(
      alerts::kBackupStuck, Severity::kWarning,
      By<kByObject>("max", And(PassedAndSeen(kBackupRunningDeadline), Judged())) > Num(0), minutes(5),
      ObjectWords(settings, "A backup runs or waits far longer than usual; others may queue behind it.",
                  "has a backup that should have ended {{ $value | humanizeDuration }} ago."));
}

Alert Shrunk(const GeneratorSettings& settings) {
  return Alerting(
      alerts::kBackupShrunk, Severity::kWarning,
      By<kByObject>("max", And(ShrunkTo(settings.thresholds), Judged())) > Num(-1), minutes(5),
      ObjectWords(settings, "The newest good backup is far smaller than those before it.",
                  "has a newest backup of only {{ $value | humanizePercentage }} of its usual size; it may "
                  "lack data."));
}

}  // namespace

RuleGroup BackupGroup(const GeneratorSettings& settings) {
  return {"lastgood-backup.rules",
          "Backups that are late, fail, hang or have shrunk: every system, from lastgood's own metrics.",
          {Failed(settings), Stale(settings, Severity::kWarning, kBackupDeadline),
           Stale(settings, Severity::kCritical, kBackupCriticalDeadline), Never(settings), Ahead(settings),
           Stuck(settings), Shrunk(settings)}};
}

}  // namespace lastgood
