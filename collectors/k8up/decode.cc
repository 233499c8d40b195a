#include "collectors/k8up/decode.h"

#include <fmt/format.h>

#include "base/time.h"

namespace lastgood::k8up {
namespace {

constexpr std::size_t kLongestMessage = 1024;

// The label since k8up 2.12; before it only the owner tells.
std::string ScheduleOf(const Fields& fields) {
  std::string name = fields.String({"metadata", "labels", "k8up.io/schedule-name"});
  fields.EachElement({"metadata", "ownerReferences"}, [&](const Fields& owner) {
    if (owner.String({"kind"}) == "Schedule") name = owner.String({"name"});
  });
  return name;
}

// Completed says only that the jobs have ended: its reason says how. A pod that had to run before the backup
// and failed ends it without any job.
void ReadCondition(const Fields& condition, BackupRow& row) {
  const std::string type = condition.String({"type"}), reason = condition.String({"reason"});
  const std::string status = condition.String({"status"});
  const bool completed = type == "Completed" && status == "True";
  const bool not_prepared = type == "PreBackupPodReady" && status == "False" && reason != "Succeeded" &&
                            reason != "Waiting" && reason != "NoPreBackupPodsFound" && reason != "Ready" &&
                            reason != "Finished";
  const bool ended = row.state == AttemptState::kCompleted || row.state == AttemptState::kFailed;
  if (completed || (not_prepared && !ended)) {
    row.state = completed && reason == "Succeeded" ? AttemptState::kCompleted : AttemptState::kFailed;
    row.phase = reason;
    row.message = Cut(condition.String({"message"}), kLongestMessage);
    row.ended = condition.Timestamp({"lastTransitionTime"});
  } else if (type == "Progressing" && status == "True" && !ended) {
    row.state = AttemptState::kRunning;
    row.phase = "running";
  }
}

// "s3:https://s3.example/backups", as restic itself writes it.
std::string DestinationOf(const Fields& fields, std::string_view part) {
  const auto at = [&](std::string_view kind, std::string_view key) {
    const std::string own = fields.String({"spec", part, "backend", kind, key});
    return Cut(own.empty() ? fields.String({"spec", "backend", kind, key}) : own, 400);
  };
  const std::string endpoint = at("s3", "endpoint"), bucket = at("s3", "bucket");
  if (!endpoint.empty() || !bucket.empty())
    return fmt::format("s3:{}{}{}", WithoutCredentials(endpoint), endpoint.ends_with('/') ? "" : "/", bucket);
  if (const std::string url = at("rest", "url"); !url.empty())
    return fmt::format("rest:{}", WithoutCredentials(url));
  if (const std::string path = at("local", "mountPath"); !path.empty()) return fmt::format("local:{}", path);
  for (const auto& [kind, key] : {std::pair("azure", "container"), std::pair("gcs", "bucket"),
                                  std::pair("b2", "bucket"), std::pair("swift", "container")})
    if (const std::string name = at(kind, key); !name.empty()) return fmt::format("{}:{}", kind, name);
  return "";
}

// Without an endpoint here the operator's own default counts, which no object tells.
std::optional<std::string> EndpointOf(const std::string& destination) {
  for (const std::string_view kind : {"s3:", "rest:"})
    if (destination.starts_with(kind) && destination.find("://") != std::string::npos)
      return destination.substr(kind.size());
  for (const std::string_view kind : {"azure:", "gcs:", "b2:"})
    if (destination.starts_with(kind)) return "";
  return std::nullopt;
}

}  // namespace

Result<bool> DecodeBackup(const Fields& fields, Symbols&, BackupRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = Cut(fields.Name(), 253);
  row.schedule = ScheduleOf(fields);
  row.phase = "waiting to begin";
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  fields.EachElement({"status", "conditions"},
                     [&](const Fields& condition) { ReadCondition(condition, row); });
  return !row.schedule.empty();
}

Result<bool> DecodeSchedule(const Fields& fields, Symbols&, ScheduleRow& row) {
  if (!fields.Has({"spec", "backup"})) return false;
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.cron = fields.String({"spec", "backup", "schedule"});
  row.destination = DestinationOf(fields, "backup");
  row.endpoint = EndpointOf(row.destination);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.annotations = ReadObjectiveAnnotations(fields);
  fields.EachElement({"status", "effectiveSchedules"}, [&](const Fields& effective) {
    if (effective.String({"jobType"}) == "backup") row.effective = effective.String({"generatedSchedule"});
  });
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"type"}) != "Ready" || condition.String({"status"}) != "False") return;
    row.refused = Cut(condition.String({"message"}), kLongestMessage);
    if (row.refused.empty()) row.refused = "the operator refuses it";
  });
  return true;
}

Result<bool> DecodeSnapshot(const Fields& fields, Symbols&, SnapshotRow& row) {
  row.namespace_ = fields.Namespace();
  row.date = fields.Timestamp({"spec", "date"});
  return static_cast<bool>(row.date);
}

}  // namespace lastgood::k8up
