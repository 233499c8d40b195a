// Volumes, the claims that hold them, the jobs that back them up, and where to.
#include "collectors/longhorn/decode_volume.h"

#include <fmt/format.h>

#include "base/outside_text.h"
#include "base/time.h"
#include "collectors/longhorn/decode_backup.h"

namespace lastgood::longhorn {
namespace {

constexpr std::string_view kJobPrefix = "recurring-job.longhorn.io/";
constexpr std::string_view kGroupPrefix = "recurring-job-group.longhorn.io/";
constexpr std::string_view kSource = "source";  // under the job prefix, and no job

JobLabels ReadLabels(const Fields& fields) {
  JobLabels labels;
  fields.EachMember({"metadata", "labels"}, [&](std::string_view key, const Fields& value) {
    const bool job = key.starts_with(kJobPrefix);
    if ((!job && !key.starts_with(kGroupPrefix)) || value.String({}) != "enabled") return;
    key.remove_prefix(job ? kJobPrefix.size() : kGroupPrefix.size());
    if (!job || key != kSource) (job ? labels.jobs : labels.groups).emplace(key);
  });
  return labels;
}

// "s3://b@r/?backup=backup-1&volume=pvc-1" -> "pvc-1".
std::string SourceOf(std::string_view url) {
  constexpr std::string_view kKey = "volume=";
  for (std::size_t at = url.find(kKey); at != std::string_view::npos; at = url.find(kKey, at + 1)) {
    if (at == 0 || (url[at - 1] != '?' && url[at - 1] != '&')) continue;
    const std::string_view value = url.substr(at + kKey.size());
    return std::string(value.substr(0, value.find('&')));
  }
  return "";
}

Duration ReadPoll(const Fields& fields, Duration fallback) {
  const std::string text = fields.String({"spec", "pollInterval"});
  if (text.empty()) return fallback;
  const Result<Duration> poll = ParseDuration(text, false);
  if (poll.ok()) return *poll;
  fields.Note({"spec", "pollInterval"}, "a duration such as 5m0s", fmt::format("\"{}\"", Cut(text, 40)));
  return fallback;
}

}  // namespace

Result<bool> DecodeVolume(const Fields& fields, Symbols&, VolumeRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.state = fields.String({"status", "state"});
  row.robustness = fields.String({"status", "robustness"});
  row.target = fields.String({"spec", "backupTargetName"});
  if (row.target.empty()) row.target = "default";
  const bool wanted = fields.Bool({"spec", "Standby"}).value_or(false);
  row.standby = wanted || fields.Bool({"status", "isStandby"}).value_or(false);
  row.activating = row.standby && !wanted;
  row.restore_required = fields.Bool({"status", "restoreRequired"}).value_or(false);
  row.source = SourceOf(fields.String({"spec", "fromBackup"}));
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  if (fields.String({"status", "kubernetesStatus", "lastPVCRefAt"}).empty()) {
    row.claim_namespace = fields.String({"status", "kubernetesStatus", "namespace"});
    row.claim = fields.String({"status", "kubernetesStatus", "pvcName"});
  }
  row.labels = ReadLabels(fields);
  row.annotations = ReadObjectiveAnnotations(fields);
  return true;
}

Result<bool> DecodeClaim(const Fields& fields, Symbols&, ClaimRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.source = fields.String({"metadata", "labels", "recurring-job.longhorn.io/source"}) == "enabled";
  row.labels = ReadLabels(fields);
  row.annotations = ReadObjectiveAnnotations(fields);
  return row.source || !row.labels.Empty() || row.annotations.max_age || row.annotations.ignore ||
         !row.annotations.complaint.empty();
}

Result<bool> DecodeJob(const Fields& fields, Symbols&, JobRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.String({"spec", "name"});
  if (row.name.empty()) row.name = fields.Name();
  row.task = fields.String({"spec", "task"});
  row.cron = fields.String({"spec", "cron"});
  row.retain = fields.Int({"spec", "retain"}).value_or(0);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  fields.EachElement({"spec", "groups"}, [&](const Fields& group) { row.groups.insert(group.String({})); });
  return true;
}

Result<bool> DecodeEngine(const Fields& fields, Symbols&, EngineRow& row) {
  row.restored = fields.String({"status", "lastRestoredBackup"});
  fields.EachMember({"status", "restoreStatus"}, [&](std::string_view, const Fields& replica) {
    const std::string error = replica.String({"error"});
    if (row.error.empty()) row.error = Cut(error, 400);
  });
  if (row.restored.empty() && row.error.empty() && fields.String({"spec", "requestedBackupRestore"}).empty())
    return false;
  row.namespace_ = fields.Namespace();
  row.volume = fields.String({"spec", "volumeName"});
  return true;
}

Result<bool> DecodeTarget(const Fields& fields, Symbols&, TargetRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.url = WithoutCredentials(fields.String({"spec", "backupTargetURL"}));
  row.poll = ReadPoll(fields, row.poll);
  row.available = fields.Bool({"status", "available"});
  row.last_synced = fields.Timestamp({"status", "lastSyncedAt"});
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"type"}) == "Unavailable" && condition.String({"status"}) == "True")
      row.message = FromOutside(condition.String({"message"}), 1024);
  });
  return true;
}

Result<bool> DecodeSetting(const Fields& fields, Symbols&, SettingRow& row) {
  if (fields.Name() != "allow-recurring-job-while-volume-detached") return false;
  row.namespace_ = fields.Namespace();
  row.value = fields.String({"value"}) == "true";
  return true;
}

}  // namespace lastgood::longhorn
