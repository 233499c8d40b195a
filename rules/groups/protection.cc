// Whether something protects an object and its policies hold, as Assess finds (model/assess_object.cc).
#include "rules/groups/protection.h"

#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/conditions.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

Alert Suspended(const GeneratorSettings& settings) {
  const auto suspended = And(Where<Label::kReason>(Of(kObjectProtected), "=", "suspended") == Num(0),
                             Ignoring<Labels{Label::kReason}>(Freshest()));
  return Alerting(alerts::kScheduleSuspended, Severity::kWarning, By<kByObject>("max", suspended) == Num(0),
                  minutes(60),
                  ObjectWords(settings, "Nothing is backed up while the schedule is suspended.",
                              "is not backed up: its schedule is suspended."));
}

Alert Invalid(const GeneratorSettings& settings) {
  constexpr Labels kProcess = kTargetLabels | Labels{Label::kSystem};
  const auto invalid = And(Of(kScheduleValid) == Num(0),
                           On<kProcess>(Relabel<Label::kSystem, Label::kCollector>(FreshestCollector())));
  return Alerting(
      alerts::kScheduleInvalid, Severity::kWarning, By<kByObject>("max", invalid) == Num(0), minutes(15),
      ObjectWords(settings,
                  "A schedule does not do what it looks like: by its expression, or by what it names.",
                  "does not parse, runs at other times than it looks, or names what does not exist."));
}

Alert Unprotected(const GeneratorSettings& settings) {
  constexpr Labels kByReason = kByObject | Labels{Label::kReason};
  const auto unprotected = And(UnprotectedByAny(settings), Ignoring<Labels{Label::kReason}>(Freshest()));
  return Alerting(
      alerts::kUnprotected, Severity::kCritical, By<kByReason>("max", unprotected) == Num(0), minutes(60),
      ObjectWords(settings, "Nothing backs this up.", "is backed up by nothing ({{ $labels.reason }})."));
}

Alert WalArchiving(const GeneratorSettings& settings) {
  return Alerting(
      alerts::kWALArchivingFailed, Severity::kCritical,
      By<kByObject>("max", And(Of(kWalArchiving) == Num(0), Judged())) == Num(0), minutes(15),
      ObjectWords(settings, "WAL is not archived: newest changes cannot be restored, and the disk fills.",
                  "cannot archive WAL; newest changes are at risk, and its disk fills."));
}

Alert WindowShort(const GeneratorSettings& settings) {
  return Alerting(
      alerts::kRecoveryWindowShort, Severity::kWarning,
      By<kByObject>("max", And(WindowShrunkTo(settings.thresholds), Judged())) > Num(-1), minutes(60),
      ObjectWords(settings, "Restores cannot reach back as far as the policy promises.",
                  "can be restored for only {{ $value | humanizePercentage }} of its retention."));
}

Alert RetentionTooShort(const GeneratorSettings& settings) {
  return Alerting(alerts::kRetentionTooShort, Severity::kWarning,
                  By<kByObject>("max", And(LeavesNothing(), Judged())) > Num(-1), minutes(60),
                  ObjectWords(settings, "Retention deletes the newest backup before the next one exists.",
                              "has a retention that leaves nothing to restore before its next backup."));
}

}  // namespace

RuleGroup ProtectionGroup(const GeneratorSettings& settings) {
  RuleGroup group{"lastgood-protection.rules",
                  "What nothing backs up, and policies that do not do what they promise.",
                  {Unprotected(settings), Suspended(settings), Invalid(settings), WindowShort(settings),
                   RetentionTooShort(settings)}};
  if (settings.Has(systems::kCnpg)) group.rules.push_back(WalArchiving(settings));
  return group;
}

}  // namespace lastgood
