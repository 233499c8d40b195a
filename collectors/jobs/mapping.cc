#include "collectors/jobs/mapping.h"

#include <array>

namespace lastgood::jobs {
namespace {

constexpr std::array<std::pair<std::string_view, Fact>, 14> kFactNames = {{
    {"success", Fact::kSuccess},
    {"timestamp", Fact::kTimestamp},
    {"start", Fact::kStart},
    {"last_success", Fact::kLastSuccess},
    {"last_failure", Fact::kLastFailure},
    {"recovery_point", Fact::kRecoveryPoint},
    {"duration", Fact::kDuration},
    {"size", Fact::kSize},
    {"transferred", Fact::kTransferred},
    {"files_new", Fact::kFilesNew},
    {"files_changed", Fact::kFilesChanged},
    {"bucket_size", Fact::kBucketSize},
    {"bucket_objects", Fact::kBucketObjects},
    {"bucket_limit", Fact::kBucketLimit},
}};

}  // namespace

MetricMap BuiltInMetrics() {
  return {
      {"backup_success", Fact::kSuccess},
      {"backup_timestamp", Fact::kTimestamp},
      {"backup_duration_seconds", Fact::kDuration},
      {"backup_files_new", Fact::kFilesNew},
      {"backup_files_changed", Fact::kFilesChanged},
      {"pg_dump_success", Fact::kSuccess},
      {"pg_dump_timestamp", Fact::kTimestamp},
      {"pg_dump_duration_seconds", Fact::kDuration},
      {"pg_dump_size_bytes", Fact::kSize},
      {"oci_bucket_size_bytes", Fact::kBucketSize},
      {"oci_bucket_object_count", Fact::kBucketObjects},
      {"oci_bucket_limit_bytes", Fact::kBucketLimit},
      {"push_time_seconds", Fact::kPushed},
      {"push_failure_time_seconds", Fact::kRefused},
  };
}

std::optional<Fact> FactNamed(std::string_view name) {
  for (const auto& [text, fact] : kFactNames)
    if (text == name) return fact;
  return std::nullopt;
}

std::string FactNames() {
  std::string names;
  for (const auto& [text, fact] : kFactNames) names.append(names.empty() ? "" : ", ").append(text);
  return names;
}

std::optional<Preset> PresetNamed(std::string_view name) {
  if (name == "resticprofile")
    return Preset{"profile",
                  {{"resticprofile_backup_status", Fact::kSuccess},
                   {"resticprofile_backup_time_seconds", Fact::kTimestamp},
                   {"resticprofile_backup_duration_seconds", Fact::kDuration},
                   {"resticprofile_backup_added_bytes", Fact::kTransferred},
                   {"resticprofile_backup_files_new", Fact::kFilesNew},
                   {"resticprofile_backup_files_changed", Fact::kFilesChanged}}};
  if (name == "restic-exporter")
    return Preset{"client_hostname", {{"restic_backup_timestamp", Fact::kLastSuccess}}};
  return std::nullopt;
}

std::string PresetNames() { return "resticprofile, restic-exporter"; }

}  // namespace lastgood::jobs
