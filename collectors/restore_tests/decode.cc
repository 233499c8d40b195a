#include "collectors/restore_tests/decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "model/names.h"

namespace lastgood::restore_tests {
namespace {

constexpr std::size_t kLongestMessage = 400;
constexpr std::size_t kMostKeys = 100;
constexpr std::size_t kLongestValue = 64 * 1024;  // a longer one is no record of a drill

// The last one counts, as in a container.
std::string Variable(const Fields& cronjob, std::string_view wanted) {
  std::string value;
  cronjob.EachElement({"spec", "jobTemplate", "spec", "template", "spec", "containers"},
                      [&](const Fields& container) {
                        container.EachElement({"env"}, [&](const Fields& variable) {
                          if (variable.String({"name"}) == wanted) value = variable.String({"value"});
                        });
                      });
  return Cut(value, 253);
}

// `spec` is that of a claim, or of the template of one.
std::string SnapshotOf(const Fields& fields, Fields::Path source, Fields::Path newer) {
  for (const Fields::Path& path : {newer, source}) {
    std::string kind, name;
    fields.EachMember(path, [&](std::string_view key, const Fields& value) {
      if (key == "kind") kind = value.String({});
      if (key == "name") name = value.String({});
    });
    if (kind == "VolumeSnapshot") return Cut(name, 253);
  }
  return "";
}

void ReadVolumes(const Fields& cronjob, CronJobRow& row) {
  cronjob.EachElement({"spec", "jobTemplate", "spec", "template", "spec", "volumes"},
                      [&](const Fields& volume) {
                        const std::string claim = volume.String({"persistentVolumeClaim", "claimName"});
                        if (!claim.empty()) row.claims.push_back(Cut(claim, 253));
                        const std::string snapshot =
                            SnapshotOf(volume, {"ephemeral", "volumeClaimTemplate", "spec", "dataSource"},
                                       {"ephemeral", "volumeClaimTemplate", "spec", "dataSourceRef"});
                        if (!snapshot.empty()) row.snapshot = snapshot;
                      });
}

std::string OwnerOf(const Fields& fields) {
  std::string owner;
  fields.EachElement({"metadata", "ownerReferences"}, [&](const Fields& reference) {
    if (reference.String({"kind"}) == kinds::kCronJob) owner = reference.String({"name"});
  });
  return owner;
}

void ReadConditions(const Fields& fields, JobRow& row) {
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"status"}) != "True") return;
    const std::optional<Time> when = condition.Timestamp({"lastTransitionTime"});
    const std::string type = condition.String({"type"});
    if (type == "Complete" && !row.completed) row.completed = when;
    if (type != "Failed") return;
    row.failed = when ? when : row.started;
    const std::string reason = condition.String({"reason"}), message = condition.String({"message"});
    row.why =
        Cut(reason.empty() || message.empty() ? reason + message : fmt::format("{}: {}", reason, message),
            kLongestMessage);
  });
}

// The newest change of anything under `data`; the API server keeps one entry for each who changes it.
std::optional<Time> WrittenAt(const Fields& fields) {
  std::optional<Time> written;
  fields.EachElement({"metadata", "managedFields"}, [&](const Fields& entry) {
    if (!entry.Has({"fieldsV1", "f:data"})) return;
    const std::optional<Time> time = entry.Timestamp({"time"});
    if (time && (!written || *time > *written)) written = time;
  });
  return written;
}

}  // namespace

Result<bool> DecodeCronJob(const Fields& fields, Symbols&, CronJobRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.schedule = fields.String({"spec", "schedule"});
  row.zone = fields.String({"spec", "timeZone"});
  row.suspended = fields.Bool({"spec", "suspend"}).value_or(false);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.last_run = fields.Timestamp({"status", "lastScheduleTime"});
  row.last_success = fields.Timestamp({"status", "lastSuccessfulTime"});
  row.source_cluster = Variable(fields, "SOURCE_CLUSTER");
  ReadVolumes(fields, row);
  return true;
}

Result<bool> DecodeJob(const Fields& fields, Symbols&, JobRow& row) {
  row.cronjob = OwnerOf(fields);
  if (row.cronjob.empty()) return false;
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.started = fields.Timestamp({"status", "startTime"});
  row.completed = fields.Timestamp({"status", "completionTime"});
  ReadConditions(fields, row);
  if (row.failed) row.completed.reset();
  return true;
}

Result<bool> DecodeRecord(const Fields& fields, Symbols&, RecordRow& row) {
  row.namespace_ = fields.Namespace();
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.written = WrittenAt(fields);
  fields.EachMember({"data"}, [&](std::string_view key, const Fields& value) {
    std::string text = value.String({});
    if (row.data.size() < kMostKeys && text.size() <= kLongestValue)
      row.data.emplace_back(Cut(key, 253), std::move(text));
  });
  return true;
}

Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row) {
  if (fields.String({"status", "phase"}) != "completed") return false;
  row.namespace_ = symbols.Add(fields.Namespace());
  row.source = symbols.Add(fields.String({"spec", "cluster", "name"}));
  std::string method = fields.String({"status", "method"});
  if (method.empty()) method = fields.String({"spec", "method"});
  row.snapshot = method == "volumeSnapshot";
  static_cast<CnpgBackupTimes&>(row) = CnpgBackupTimes::Of(fields);
  return true;
}

Result<bool> DecodeSnapshot(const Fields& fields, Symbols& symbols, BackupRow& row) {
  if (!fields.Bool({"status", "readyToUse"}).value_or(false)) return false;
  row.namespace_ = symbols.Add(fields.Namespace());
  row.source = symbols.Add(fields.String({"spec", "source", "persistentVolumeClaimName"}));
  row.snapshot = true;
  row.created = row.started = row.stopped = fields.Timestamp({"status", "creationTime"});
  return true;
}

Result<bool> DecodeClaim(const Fields& fields, Symbols&, ClaimRow& row) {
  row.snapshot = SnapshotOf(fields, {"spec", "dataSource"}, {"spec", "dataSourceRef"});
  return !row.snapshot.empty() && fields.String({"status", "phase"}) == "Bound";
}

}  // namespace lastgood::restore_tests
