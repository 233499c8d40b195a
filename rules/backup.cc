// The conditions that Assess finds about objects and policies (exporter/model/assess_object.cc), as alerts.
#include "exporter/catalog/catalog.h"
#include "rules/groups.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

// A time that passed before the object was last read: a dead source never looks like a late backup.
template <typename T>
auto PassedAndSeen(const T& deadline) {
  return And(Now() - (deadline < Of(kObjectObserved)), Judged());
}

// No good backup exists and none is remembered.
auto NeverSucceeded() {
  return Unless(Where<Label::kStatus>(Of(kBackups), "=", "completed") == Num(0),
                Ignoring<Labels{Label::kStatus}>(Of(kBackupLastSuccess)));
}

Alert Stale(const GeneratorSettings& settings, Severity severity, const Metric<kObject>& deadline) {
  const auto late = Unless(PassedAndSeen(Of(deadline)), Ignoring<Labels{Label::kStatus}>(NeverSucceeded()));
  return Alerting("BackupStale", severity, By<kByObject>("max", late) > Num(0), minutes(5),
                  ObjectWords(settings, "The next good backup is late.",
                              severity == Severity::kCritical
                                  ? "has missed its critical deadline by {{ $value | humanizeDuration }}."
                                  : "has missed its deadline by {{ $value | humanizeDuration }}."));
}

Alert Failed(const GeneratorSettings& settings) {
  const auto failure = Of(kBackupLastFailure), success = Of(kBackupLastSuccess);
  const auto failing = Or(failure > success, Unless(failure, success));
  return Alerting("BackupFailed", Severity::kWarning,
                  By<kByObject>("max", And(Now() - failing, Judged())) > Num(0), minutes(5),
                  ObjectWords(settings, "The newest backup failed, and no good one followed.",
                              "failed to back up {{ $value | humanizeDuration }} ago."));
}

Alert Never(const GeneratorSettings& settings) {
  const auto never =
      And(PassedAndSeen(Of(kBackupDeadline)), Ignoring<Labels{Label::kStatus}>(NeverSucceeded()));
  return Alerting("BackupNeverSucceeded", Severity::kCritical, By<kByObject>("max", never) > Num(0),
                  minutes(5),
                  ObjectWords(settings, "No backup has ever succeeded, and the first is late.",
                              "should have had its first good backup {{ $value | humanizeDuration }} ago."));
}

Alert Stuck(const GeneratorSettings& settings) {
  return Alerting(
      "BackupStuck", Severity::kWarning,
      By<kByObject>("max", PassedAndSeen(Of(kBackupRunningDeadline))) > Num(0), minutes(5),
      ObjectWords(settings, "A backup runs or waits far longer than usual; others may queue behind it.",
                  "has a backup that should have ended {{ $value | humanizeDuration }} ago."));
}

Alert Shrunk(const GeneratorSettings& settings) {
  const auto shrunk = Of(kBackupLastSuccessSize) / Of(kBackupTypicalSize) < Num(settings.thresholds.shrunk);
  return Alerting(
      "BackupShrunk", Severity::kWarning, By<kByObject>("max", And(shrunk, Judged())) > Num(-1), minutes(5),
      ObjectWords(settings, "The newest good backup is far smaller than those before it.",
                  "has a newest backup of {{ $value | humanizePercentage }} of its typical size."));
}

Alert Suspended(const GeneratorSettings& settings) {
  const auto suspended = And(Where<Label::kReason>(Of(kObjectProtected), "=", "suspended") == Num(0),
                             Ignoring<Labels{Label::kReason}>(Freshest()));
  return Alerting("ScheduleSuspended", Severity::kWarning, By<kByObject>("max", suspended) == Num(0),
                  minutes(60),
                  ObjectWords(settings, "Nothing is backed up while the schedule is suspended.",
                              "is not backed up: its schedule is suspended."));
}

Alert Invalid(const GeneratorSettings& settings) {
  constexpr Labels kProcess = kTargetLabels | Labels{Label::kSystem};
  const auto invalid = And(Of(kScheduleValid) == Num(0),
                           On<kProcess>(Relabel<Label::kSystem, Label::kCollector>(FreshestCollector())));
  return Alerting("ScheduleInvalid", Severity::kWarning, By<kByObject>("max", invalid) == Num(0), minutes(15),
                  ObjectWords(settings, "A schedule's cron expression does not mean what it looks like.",
                              "has a cron expression that does not parse or means something else."));
}

Alert Unprotected(const GeneratorSettings& settings) {
  const auto unprotected = And(Where<Label::kReason>(Of(kObjectProtected), "!=", "suspended") == Num(0),
                               Ignoring<Labels{Label::kReason}>(Freshest()));
  return Alerting("Unprotected", Severity::kCritical,
                  By < kByObject | Labels{Label::kReason} > ("max", unprotected) == Num(0), minutes(60),
                  ObjectWords(settings, "Nothing backs this up.", "is not protected: {{ $labels.reason }}."));
}

Alert WalArchiving(const GeneratorSettings& settings) {
  return Alerting(
      "WALArchivingFailed", Severity::kCritical,
      By<kByObject>("max", And(Of(kWalArchiving) == Num(0), Judged())) == Num(0), minutes(15),
      ObjectWords(settings, "WAL is not archived: newest changes cannot be restored, and the disk fills.",
                  "does not archive WAL."));
}

Alert WindowShort(const GeneratorSettings& settings) {
  const auto kept = (Now() - Of(kRecoveryWindowStart)) / Of(kRetention);
  const auto old_enough = (Now() - Of(kObjectCreated)) > Of(kRetention);
  const auto fraction = And(And(kept < Num(settings.thresholds.window_short), old_enough), Judged());
  return Alerting(
      "RecoveryWindowShort", Severity::kWarning, By<kByObject>("max", fraction) > Num(-1), minutes(60),
      ObjectWords(settings, "Restores cannot reach back as far as the policy promises.",
                  "can be restored for only {{ $value | humanizePercentage }} of its retention."));
}

}  // namespace

RuleGroup BackupGroup(const GeneratorSettings& settings) {
  return {"lastgood-backup.rules",
          "What can be lost: every system, from lastgood's own metrics.",
          {Failed(settings), Stale(settings, Severity::kWarning, kBackupDeadline),
           Stale(settings, Severity::kCritical, kBackupCriticalDeadline), Never(settings), Stuck(settings),
           Shrunk(settings), Suspended(settings), Invalid(settings), Unprotected(settings),
           WalArchiving(settings), WindowShort(settings)}};
}

}  // namespace lastgood
