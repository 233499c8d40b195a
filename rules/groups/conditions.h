// What can be wrong with an object, as one series for each process that reads it, before it is decided which
// process counts: alerts and dashboards judge by the same expressions. Pure.
#pragma once

#include "catalog/catalog.h"
#include "model/future.h"
#include "model/names.h"
#include "model/thresholds.h"
#include "rules/groups/groups.h"

namespace lastgood::promql {

using Readings = Vector<kObjectSeries>;

// The series whose value is the newest of those that agree in kBy.
template <Labels kBy, Labels kLabels>
Vector<kLabels> Newest(const Vector<kLabels>& timestamps) {
  return timestamps == ManyOn<kBy>(By<kBy>("max", timestamps));
}

// For how long a time has passed that was still ahead when the object was last read: a dead source never
// looks like a late backup.
inline Readings PassedAndSeen(const Metric<catalog::kObject>& deadline) {
  return Now() - (Of(deadline) < Of(catalog::kObjectObserved));
}

// For how long the newest attempt has been a failure.
inline Readings Failing(const Metric<catalog::kObject>& last_failure,
                        const Metric<catalog::kObject>& last_success) {
  const auto failure = Of(last_failure), success = Of(last_success);
  return Now() - Or(failure > success, Unless(failure, success));
}

// How far ahead of now a success is dated.
inline Readings InFuture(const Metric<catalog::kObject>& success) {
  return (Of(success) - Now()) > Num(std::chrono::duration<double>(kClockTolerance).count());
}

// No good backup exists, and none is remembered or has expired.
inline auto NeverSucceeded() {
  return Unless(
      Where<Label::kStatus>(Of(catalog::kBackups), "=", "completed") == Num(0),
      Ignoring<Labels{Label::kStatus}>(Or(Of(catalog::kBackupLastSuccess), Of(catalog::kBackupExpires))));
}

// Retention leaves nothing to restore between two runs, or has left nothing: above -1.
inline Readings LeavesNothing() {
  return Or(Num(0) * (Of(catalog::kRetentionMargin) < Num(1)),
            Num(0) * (Of(catalog::kBackupExpires) < Of(catalog::kObjectObserved)));
}

// To which part of its typical size the newest backup has shrunk.
inline Readings ShrunkTo(const Thresholds& thresholds) {
  return Of(catalog::kBackupLastSuccessSize) / Of(catalog::kBackupTypicalSize) < Num(thresholds.shrunk);
}

// To which part of the promised retention; only for what is older than that. Where each backup is kept for so
// long, the window is as much shorter as a run is from the next, which is what the two deadlines differ by.
inline Readings WindowShrunkTo(const Thresholds& thresholds) {
  const auto reach = Now() - Of(catalog::kRecoveryWindowStart);
  const auto old_enough = (Now() - Of(catalog::kObjectCreated)) > Of(catalog::kRetention);
  const auto with_next = reach - (Of(catalog::kBackupDeadline) - Of(catalog::kBackupCriticalDeadline));
  return Unless(And(reach / Of(catalog::kRetention) < Num(thresholds.window_short), old_enough),
                with_next / Of(catalog::kRetention) >= Num(thresholds.window_short));
}

// For =~: the reasons that another system's backups make good, for claims: nobody asked this one for any.
std::string LeftToOthersReasons();
// The claims that some mechanism covers.
inline auto CoveredClaims() {
  const auto claims = Where<Label::kKind>(Of(catalog::kCovered), "=", std::string(kinds::kClaim));
  return By<kByWorkload>("max", claims) == Num(1);
}
// Without its reason: what nothing backs up, but for suspended schedules and claims that another covers.
inline auto UnprotectedByAny(const GeneratorSettings& settings) {
  auto all = Where<Label::kReason>(Of(catalog::kObjectProtected), "!=", "suspended") == Num(0);
  if (!settings.Has(systems::kWorkloads)) return all;
  const auto left = Where<Label::kReason>(Of(catalog::kObjectProtected), "=~", LeftToOthersReasons());
  return Unless(all, And(left, On<kByWorkload>(CoveredClaims())));
}

// For =~: the reasons to leave something unprotected on purpose.
std::string DeliberateReasons();
// Where the object is left unprotected on purpose.
inline auto Deliberate() {
  return Where<Label::kReason>(Of(catalog::kObjectProtected), "=~", DeliberateReasons());
}

}  // namespace lastgood::promql
