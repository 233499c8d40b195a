#include "collectors/k8up/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/dns_name.h"
#include "base/outside_text.h"
#include "base/time.h"
#include "collectors/shared/selector.h"

namespace lastgood::k8up {
namespace {

constexpr std::size_t kLongestMessage = 1024;
// What Go's strconv.ParseBool takes for true.
constexpr std::array<std::string_view, 6> kTrue = {"1", "t", "T", "TRUE", "true", "True"};

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
    row.message = FromOutside(condition.String({"message"}), kLongestMessage);
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

// "/data/web" -> "web": a claim is mounted under a folder of the operator's choice.
std::string ClaimIn(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return "";
  std::string_view claim = path.substr(slash + 1);
  return IsDnsName(claim) ? std::string(claim) : "";
}

std::vector<std::pair<std::string, std::string>> PairsAt(const Fields& fields, std::string_view key) {
  std::vector<std::pair<std::string, std::string>> pairs;
  fields.EachMember({"metadata", key}, [&](std::string_view name, const Fields& value) {
    if (std::string text = value.String({}); text.size() <= 63) pairs.emplace_back(name, std::move(text));
  });
  return pairs;
}

bool IsTrue(std::string_view text) { return std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end(); }

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
  fields.EachElement({"spec", "backup", "labelSelectors"}, [&](const Fields& selector) {
    AddRequirements(selector, row.selectors.emplace_back());
  });
  fields.EachElement({"status", "effectiveSchedules"}, [&](const Fields& effective) {
    if (effective.String({"jobType"}) == "backup") row.effective = effective.String({"generatedSchedule"});
  });
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"type"}) != "Ready" || condition.String({"status"}) != "False") return;
    row.refused = FromOutside(condition.String({"message"}), kLongestMessage);
    if (row.refused.empty()) row.refused = "the operator refuses it";
  });
  return true;
}

Result<bool> DecodeSnapshot(const Fields& fields, Symbols&, SnapshotRow& row) {
  row.namespace_ = fields.Namespace();
  row.date = fields.Timestamp({"spec", "date"});
  fields.EachElement({"spec", "paths"}, [&](const Fields& path) {
    if (std::string claim = ClaimIn(path.String({})); !claim.empty()) row.claims.push_back(std::move(claim));
  });
  return static_cast<bool>(row.date);
}

Result<bool> DecodeClaim(const Fields& fields, Symbols&, ClaimRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.labels = PairsAt(fields, "labels");
  row.annotations = PairsAt(fields, "annotations");
  const std::string phase = fields.String({"status", "phase"});
  return phase.empty() || phase == "Bound";  // a manifest that was never applied has no phase
}

Result<bool> DecodeOperator(const Fields& fields, Symbols&, OperatorRow& row) {
  bool is_operator = false;
  fields.EachElement({"spec", "template", "spec", "containers"}, [&](const Fields& container) {
    is_operator = is_operator || container.String({"image"}).find("k8up") != std::string::npos;
    container.EachElement({"env"}, [&](const Fields& variable) {
      const std::string name = variable.String({"name"}), value = variable.String({"value"});
      if (name == "BACKUP_SKIP_WITHOUT_ANNOTATION") row.skips_without_annotation = IsTrue(value);
      if (name == "BACKUP_ANNOTATION") row.annotation = Cut(value, 253);
      is_operator = is_operator || name == "BACKUP_SKIP_WITHOUT_ANNOTATION";
    });
  });
  return is_operator;
}

}  // namespace lastgood::k8up
