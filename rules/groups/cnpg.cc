// CloudNativePG's own series, and kube-state-metrics', where the signal is there and not in the objects.
#include "rules/groups/cnpg.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/groups.h"
#include "rules/groups/raw_series.h"
#include "rules/template_text.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace external;
using std::chrono::minutes;

constexpr Labels kByNamespace{Label::kCluster, Label::kNamespace};
constexpr Labels kByPod{Label::kCluster, Label::kNamespace, Label::kPod};
constexpr Labels kByName{Label::kCluster, Label::kNamespace, Label::kName};
const FixedLabels kCnpg = {{"system", systems::kCnpg}};

// Instances are called <cluster>-<number>.
template <Labels kLabels>
auto ClusterOf(const Vector<kLabels>& of_pods) {
  return Relabel<Label::kName, Label::kPod>(of_pods, "(.+)-[0-9]+");
}

// What lastgood says of the same cluster; joined only where both call the namespace the same.
template <Labels kBy, Labels L, Labels R>
Vector<L> UnlessTold(const GeneratorSettings& settings, const Vector<L>& raw, const Vector<R>& told) {
  return settings.names.namespace_label == "namespace" ? Unless(raw, On<kBy>(told)) : raw;
}

// No replica, or a Deployment that was there a day ago and is not.
Alert OperatorDown() {
  constexpr Labels kByDeployment{Label::kCluster, Label::kNamespace, Label::kDeployment};
  const auto available =
      Where<Label::kDeployment>(Of(kDeploymentAvailable), "=~", "cnpg-controller-manager|.*cloudnative-pg");
  const auto now = By<kByDeployment>("max", available);
  const auto gone = Unless(By<kByDeployment>("count", Fn("count_over_time", Over(available, "1d"))), now);
  return Alerting(alerts::kCNPGOperatorDown, Severity::kCritical, Or(now == Num(0), gone), minutes(10),
                  {"Without the operator there are no scheduled backups and no failover.",
                   "{{ $labels.namespace }}/{{ $labels.deployment }} has no available replica."},
                  kCnpg);
}

// An idle database archives nothing, so age alone says nothing: only with segments that wait.
Alert WalArchivingFailed(const GeneratorSettings& settings) {
  const auto failing = Of(kCnpgLastArchiveFailed) - Of(kCnpgLastArchived) > Num(1);
  const auto waiting = Where<Label::kValue>(Of(kCnpgWalFiles), "=", "ready") > Num(0);
  const auto raw = ClusterOf(By<kByPod>("max", And(waiting, On < kTargetLabels | kByPod > (failing))));
  return Alerting(
      alerts::kCNPGWALArchivingFailed, Severity::kCritical,
      UnlessTold<kByName>(settings, raw, Of(catalog::kWalArchiving) == Num(0)), minutes(15),
      {"PostgreSQL cannot archive WAL: newest changes cannot be restored, and the disk fills.",
       "{{ $labels.namespace }}/{{ $labels.pod }} fails to archive WAL; {{ $value }} segments wait."},
      kCnpg);
}

Alert NoRecentBackup(const GeneratorSettings& settings) {
  const auto newest = Or(Of(kBarmanLastBackup) > Num(0), Of(kCnpgLastBackup) > Num(0));
  const auto age = Now() - By<kByName>("max", ClusterOf(newest));
  const double limit = std::chrono::duration<double>(settings.fallback_max_age).count();
  return Alerting(
      alerts::kCNPGNoRecentBackup, Severity::kWarning,
      UnlessTold<kByName>(settings, age,
                          Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", systems::kCnpg)) > Num(limit),
      minutes(15),
      {"No recent backup, by CloudNativePG's own metrics.",
       "{{ $labels.namespace }}/{{ $labels.name }} was last backed up "
       "{{ $value | humanizeDuration }} ago."},
      kCnpg);
}

// Series of the disaster recovery cluster.
template <Labels kLabels>
Vector<kLabels> OfStandby(const GeneratorSettings& settings, const Vector<kLabels>& series) {
  auto pods =
      Where<Label::kPod>(series, "=~", EscapeForRegex(settings.disaster_recovery_cluster) + "-[0-9]+");
  if (settings.disaster_recovery_namespace.empty()) return pods;
  return Where<Label::kNamespace>(pods, "=", settings.disaster_recovery_namespace);
}

// With a namespace in the settings the standby is expected; without, it must have been there a day ago.
Alert MetricsMissing(const GeneratorSettings& settings) {
  const auto up = OfStandby(settings, Of(kCnpgUp));
  const Words words = {
      "The disaster recovery cluster has no metrics: nobody knows whether it could take over.",
      "No instance of " + TemplateText(settings.disaster_recovery_cluster) +
          " in {{ $labels.namespace }} can be "
          "read."};
  const AlertName name = alerts::kCNPGDisasterRecoveryMetricsMissing;
  if (!settings.disaster_recovery_namespace.empty())
    return Alerting(name, Severity::kCritical, Absent<kByNamespace>(up), minutes(15), words, kCnpg);
  const auto seen = By<kByNamespace>("count", Fn("count_over_time", Over(up, "1d")));
  return Alerting(name, Severity::kCritical, Unless(seen, On<kByNamespace>(up)) > Num(0), minutes(15), words,
                  kCnpg);
}

Alert NotInRecovery(const GeneratorSettings& settings) {
  return Alerting(
      alerts::kCNPGDisasterRecoveryNotInRecovery, Severity::kCritical,
      By<kByPod>("max", OfStandby(settings, Of(kCnpgInRecovery))) == Num(0), minutes(5),
      {"The disaster recovery cluster is not in recovery: it was promoted, and no longer follows.",
       "{{ $labels.namespace }}/{{ $labels.pod }} is not in recovery."},
      kCnpg);
}

// One that follows the archive only never has a WAL receiver, and its lag grows while the source is idle:
// neither is a fault. How far it is behind, the drill that compares WAL positions tells (restore_tests).
auto ArchiveOnly(const GeneratorSettings& settings) {
  return By<kByPod>("max", Fn("max_over_time", Over(OfStandby(settings, Of(kCnpgWalReceiver)), "7d"))) ==
         Num(0);
}

Alert WalReceiverDown(const GeneratorSettings& settings) {
  const auto down =
      Unless(By<kByPod>("max", OfStandby(settings, Of(kCnpgWalReceiver))) == Num(0), ArchiveOnly(settings));
  const auto following = By<kByPod>("max", OfStandby(settings, Of(kCnpgInRecovery))) == Num(1);
  return Alerting(alerts::kCNPGDisasterRecoveryWALReceiverDown, Severity::kWarning, And(down, following),
                  minutes(10),
                  {"The disaster recovery cluster does not stream WAL, and its lag may falsely read 0.",
                   "{{ $labels.namespace }}/{{ $labels.pod }} has no WAL receiver."},
                  kCnpg);
}

Alert ReplayLagHigh(const GeneratorSettings& settings) {
  const double limit = std::chrono::duration<double>(settings.disaster_recovery_max_lag).count();
  return Alerting(
      alerts::kCNPGDisasterRecoveryReplayLagHigh, Severity::kWarning,
      Unless(By<kByPod>("max", OfStandby(settings, Of(kCnpgLag))) > Num(limit), ArchiveOnly(settings)),
      minutes(10),
      {"The disaster recovery cluster is far behind: a failover would lose these changes.",
       "{{ $labels.namespace }}/{{ $labels.pod }} is {{ $value | humanizeDuration }} behind."},
      kCnpg);
}

template <Labels kLabels>
auto LastSuccess(const GeneratorSettings& settings, const External<kLabels>& metric) {
  return By<kByNamespace>("max", Where<Label::kCronJob>(Of(metric), "=", settings.restore_test_cronjob));
}

// What lastgood says of the same CronJob.
template <Labels kLabels>
auto DrillTold(const GeneratorSettings& settings, const Metric<kLabels>& metric) {
  return Where<Label::kName>(Of(metric), "=", settings.restore_test_cronjob);
}

Alert TestFailed(const GeneratorSettings& settings) {
  const auto failed =
      On < kTargetLabels | Labels{Label::kNamespace, Label::kJobName} > (Of(kJobFailed) > Num(0));
  const auto start =
      Where<Label::kJobName>(Of(kJobStart), "=~", EscapeForRegex(settings.restore_test_cronjob) + "-.*");
  const auto failure = By<kByNamespace>("max", And(start, failed));
  const auto success = LastSuccess(settings, kCronJobLastSuccess);
  const auto failing = Unless(failure, success >= failure);
  return Alerting(alerts::kCNPGRestoreTestFailed, Severity::kCritical,
                  UnlessTold<kByNamespace>(settings, Now() - failing,
                                           DrillTold(settings, catalog::kRestoreTestLastFailure)) > Num(0),
                  minutes(5),
                  {"The newest restore test failed: nobody knows whether the backups restore.",
                   settings.restore_test_cronjob + " in {{ $labels.namespace }} failed "
                                                   "{{ $value | humanizeDuration }} ago."},
                  kCnpg);
}

Alert TestStale(const GeneratorSettings& settings) {
  const auto since = Or(LastSuccess(settings, kCronJobLastSuccess), LastSuccess(settings, kCronJobCreated));
  const auto suspended = LastSuccess(settings, kCronJobSuspended) == Num(1);
  const double limit = std::chrono::duration<double>(settings.restore_test_max_age).count();
  return Alerting(alerts::kCNPGRestoreTestStale, Severity::kWarning,
                  UnlessTold<kByNamespace>(settings, Unless(Now() - since, suspended),
                                           DrillTold(settings, catalog::kRestoreTestDeadline)) > Num(limit),
                  minutes(15),
                  {"No restore test has succeeded lately.",
                   settings.restore_test_cronjob + " in {{ $labels.namespace }} has not succeeded for "
                                                   "{{ $value | humanizeDuration }}."},
                  kCnpg);
}

}  // namespace

RuleGroup CnpgBackupGroup(const GeneratorSettings& settings) {
  return {"cnpg-backup.rules",
          "CloudNativePG's own series: what its objects do not tell.",
          {OperatorDown(), WalArchivingFailed(settings), NoRecentBackup(settings)},
          true};
}

RuleGroup CnpgDisasterRecoveryGroup(const GeneratorSettings& settings) {
  return {
      "cnpg-disaster-recovery.rules",
      "The standby that would take over.",
      {MetricsMissing(settings), NotInRecovery(settings), WalReceiverDown(settings), ReplayLagHigh(settings)},
      true};
}

RuleGroup CnpgRestoreTestGroup(const GeneratorSettings& settings) {
  return {"cnpg-restore-test.rules",
          "Restore tests that a CronJob runs, from kube-state-metrics.",
          {TestFailed(settings), TestStale(settings)},
          true};
}

}  // namespace lastgood
