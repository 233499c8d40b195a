// Where backups lie: storage locations, and the repositories in them.
#include "collectors/velero/decode_store.h"

#include <fmt/format.h>

#include "base/outside_text.h"
#include "base/time.h"
#include "collectors/velero/decode_backup.h"
#include "collectors/velero/decode_schedule.h"

namespace lastgood::velero {
namespace {

constexpr std::size_t kLongestMessage = 1024;

std::string_view SchemeOf(std::string_view provider) {
  if (provider == "velero.io/aws" || provider == "aws") return "s3";
  if (provider == "velero.io/gcp" || provider == "gcp") return "gs";
  if (provider == "velero.io/azure" || provider == "azure") return "azblob";
  return provider;
}

std::string UrlOf(const Fields& fields) {
  const std::string bucket = fields.String({"spec", "objectStorage", "bucket"});
  const std::string prefix = fields.String({"spec", "objectStorage", "prefix"});
  if (bucket.empty()) return "";
  const std::string provider = fields.String({"spec", "provider"});
  return WithoutCredentials(fmt::format("{}://{}{}{}", SchemeOf(provider), Cut(bucket, 253),
                                        prefix.empty() || prefix.starts_with('/') ? "" : "/",
                                        Cut(prefix, 400)));
}

// velero-plugin-for-aws, backupstoragelocation.md: config.s3Url is for what is not AWS. The address inside
// the cluster counts: publicUrl is for people's downloads only.
std::optional<std::string> EndpointOf(const Fields& fields, const std::string& url) {
  if (url.starts_with("gs:") || url.starts_with("azblob:")) return "";
  if (!url.starts_with("s3:")) return std::nullopt;
  return WithoutCredentials(Cut(fields.String({"spec", "config", "s3Url"}), 400));
}

// Velero takes a negative frequency for its default.
Duration FrequencyOf(const Fields& fields, std::string_view key, Duration fallback) {
  const std::string text = fields.String({"spec", key});
  if (text.empty() || text.starts_with('-')) return fallback;
  const Result<Duration> frequency = ParseDuration(text, false);
  if (frequency.ok()) return *frequency;
  fields.Note({"spec", key}, "a duration such as 1m0s", fmt::format("\"{}\"", Cut(text, 40)));
  return fallback;
}

// What Velero does where nothing says how often: kopia each hour, restic each week.
Duration MaintenanceOf(const Fields& fields, std::string_view type) {
  const Duration by_default = type == "restic" ? Duration(std::chrono::days(7)) : std::chrono::hours(1);
  const Duration frequency = FrequencyOf(fields, "maintenanceFrequency", by_default);
  return frequency > Duration::zero() ? frequency : by_default;
}

}  // namespace

Result<bool> DecodeLocation(const Fields& fields, Symbols&, LocationRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.url = UrlOf(fields);
  row.endpoint = EndpointOf(fields, row.url);
  row.phase = fields.String({"status", "phase"});
  row.message = FromOutside(fields.String({"status", "message"}), kLongestMessage);
  row.is_default = fields.Bool({"spec", "default"}).value_or(false);
  row.read_only = fields.String({"spec", "accessMode"}) == "ReadOnly";
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.last_validation = fields.Timestamp({"status", "lastValidationTime"});
  row.frequency = FrequencyOf(fields, "validationFrequency", row.frequency);
  return true;
}

Result<bool> DecodeRepository(const Fields& fields, Symbols&, RepositoryRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.type = fields.String({"spec", "repositoryType"});
  if (row.type.empty()) row.type = "restic";  // as before there was a choice
  row.volume_namespace = fields.String({"spec", "volumeNamespace"});
  row.location = fields.String({"spec", "backupStorageLocation"});
  row.phase = fields.String({"status", "phase"});
  row.message = FromOutside(fields.String({"status", "message"}), kLongestMessage);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.frequency = MaintenanceOf(fields, row.type);
  row.last_maintenance = fields.Timestamp({"status", "lastMaintenanceTime"});
  std::optional<Time> newest;
  fields.EachElement({"status", "recentMaintenance"}, [&](const Fields& run) {
    const std::optional<Time> start = run.Timestamp({"startTimestamp"});
    if (newest && (!start || *start < *newest)) return;
    newest = start;
    row.failed_maintenance = run.String({"result"}) == "Failed"
                                 ? fmt::format("the newest maintenance failed: {}",
                                               FromOutside(run.String({"message"}), kLongestMessage))
                                 : "";
  });
  return true;
}

}  // namespace lastgood::velero
