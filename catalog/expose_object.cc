// The samples of what can be lost and of the policies that protect it.
#include "catalog/expose_object.h"

#include <set>

#include "base/time.h"
#include "model/protection.h"

namespace lastgood {
namespace {

using namespace catalog;
template <const auto& kMetric>
void AddIf(Samples& samples, const ObjectLabels& labels, const std::optional<Time>& time) {
  if (time) samples.Add<kMetric>(labels, ToSeconds(*time));
}

template <const auto& kMetric>
void AddIf(Samples& samples, const ObjectLabels& labels, const std::optional<Duration>& duration) {
  if (duration) samples.Add<kMetric>(labels, static_cast<double>(duration->count()) / 1000);
}

template <const auto& kMetric, typename Number>
  requires std::is_arithmetic_v<Number>
void AddIf(Samples& samples, const ObjectLabels& labels, const std::optional<Number>& value) {
  if (value) samples.Add<kMetric>(labels, static_cast<double>(*value));
}

void ExposeCounts(Samples& samples, const ObjectLabels& labels, const BackupCounts& counts) {
  const std::pair<std::string_view, std::int64_t> statuses[] = {{"completed", counts.completed},
                                                                {"partial", counts.partial},
                                                                {"failed", counts.failed},
                                                                {"running", counts.running},
                                                                {"pending", counts.pending}};
  for (const auto& [status, count] : statuses)
    samples.Add<kBackups>(And<Label::kStatus>(labels, status), static_cast<double>(count));
}

void ExposeTrack(Samples& samples, const ObjectLabels& labels, const Track& track) {
  AddIf<kBackupLastSuccess>(samples, labels, track.ahead ? track.ahead : track.last_success_finish);
  AddIf<kBackupLastFailure>(samples, labels, track.last_failure);
  AddIf<kBackupRunningSince>(samples, labels, track.running_since);
  AddIf<kBackupLastSuccessDuration>(samples, labels, track.last_success_duration);
  AddIf<kBackupLastSuccessSize>(samples, labels, track.last_success_bytes);
  AddIf<kBackupLastSuccessTransferred>(samples, labels, track.last_success_transferred_bytes);
  AddIf<kBackupTypicalSize>(samples, labels, track.typical_bytes);
  AddIf<kRecoveryPoint>(samples, labels, track.recovery_point);
  AddIf<kRecoveryWindowStart>(samples, labels, track.recovery_window_start);
  AddIf<kRetention>(samples, labels, track.retention);
  AddIf<kBackupExpires>(samples, labels, track.expires);
  AddIf<kRetentionBackups>(samples, labels, track.retention_backups);
  AddIf<kBackupFilesNew>(samples, labels, track.files_new);
  AddIf<kBackupFilesChanged>(samples, labels, track.files_changed);
  if (track.stored) {
    samples.Add<kBackupStored>(labels, static_cast<double>(track.stored->bytes));
    samples.Add<kBackupStoredObjects>(labels, static_cast<double>(track.stored->objects));
  }
  if (track.counts) ExposeCounts(samples, labels, *track.counts);
}

// A policy that covers an object by two tracks is one series.
void ExposeObjectPolicies(Samples& samples, const ObjectLabels& labels, const ObjectFacts& object) {
  std::set<ObjectKey> policies;
  for (const Track& track : object.tracks) policies.insert(track.policies.begin(), track.policies.end());
  for (const ObjectKey& policy : policies)
    samples.Add<kObjectPolicyInfo>(
        And<Label::kPolicy>(
            And<Label::kPolicyNamespace>(And<Label::kPolicyKind>(labels, policy.kind), policy.namespace_),
            policy.name),
        1);
}

void ExposeProofs(Samples& samples, const ObjectLabels& labels, const ObjectFacts& object) {
  for (const ProofFacts& proof : object.proofs) {
    samples.Add<kProvenRestorable>(And<Label::kProof>(labels, proof.proof), proof.restorable);
    samples.Add<kProof>(And<Label::kProof>(labels, proof.proof), ToSeconds(proof.gathered));
  }
}

}  // namespace

ObjectLabels ObjectLabelsOf(const ObjectKey& key) {
  return Written<Label::kSystem, Label::kNamespace, Label::kKind, Label::kName>(key.system, key.namespace_,
                                                                                key.kind, key.name);
}

void ExposeObject(Samples& samples, const ObjectFacts& object, const Derived& derived) {
  const ObjectLabels labels = ObjectLabelsOf(object.key);
  const Track none;
  const Track& track = derived.worst ? object.tracks[*derived.worst] : none;
  samples.Add<kObjectInfo>(
      And<Label::kDestination>(And<Label::kMethod>(labels, track.method), track.destination), 1);
  ExposeObjectPolicies(samples, labels, object);
  if (object.observed != Time()) samples.Add<kObjectObserved>(labels, ToSeconds(object.observed));
  AddIf<kObjectCreated>(samples, labels, object.created);
  if (derived.reason)
    samples.Add<kObjectProtected>(And<Label::kReason>(labels, InfoOf(*derived.reason).name),
                                  *derived.is_protected);
  if (!object.unread.empty() && !derived.deliberate)
    samples.Add<kObjectUnread>(labels, static_cast<double>(object.unread.size()));
  AddIf<kBackupDeadline>(samples, labels, derived.deadline);
  AddIf<kBackupCriticalDeadline>(samples, labels, derived.critical_deadline);
  AddIf<kBackupRunningDeadline>(samples, labels, derived.running_deadline);
  AddIf<kRetentionMargin>(samples, labels, derived.retention_margin);
  AddIf<kWalArchiving>(samples, labels, object.wal_archiving);
  ExposeTrack(samples, labels, track);
  ExposeProofs(samples, labels, object);
}

void ExposeRestoreTest(Samples& samples, const RestoreTestFacts& test, const std::optional<Time>& deadline) {
  const ObjectLabels labels = ObjectLabelsOf(test.key);
  if (test.observed != Time()) samples.Add<kObjectObserved>(labels, ToSeconds(test.observed));
  AddIf<kRestoreTestLastSuccess>(samples, labels, test.last_success);
  AddIf<kRestoreTestLastFailure>(samples, labels, test.last_failure);
  AddIf<kRestoreTestDeadline>(samples, labels, deadline);
  AddIf<kRestoreTestRecoveredTo>(samples, labels, test.recovered_to);
  AddIf<kRestoreTestDuration>(samples, labels, test.duration);
  AddIf<kRestoreTestMaxDataAge>(samples, labels, test.max_data_age);
}

void ExposePolicy(Samples& samples, const PolicyFacts& policy) {
  const ObjectLabels labels = ObjectLabelsOf(policy.key);
  samples.Add<kScheduleInfo>(
      And<Label::kTimezone>(And<Label::kSchedule>(labels, policy.schedule), policy.timezone), 1);
  AddIf<kScheduleNextRun>(samples, labels, policy.next_run);
  AddIf<kScheduleLastRun>(samples, labels, policy.last_run);
  AddIf<kScheduleSuspended>(samples, labels, policy.suspended);
  AddIf<kScheduleValid>(samples, labels, policy.valid);
}

}  // namespace lastgood
