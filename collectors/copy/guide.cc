#include "collectors/copy/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> CopyCauses() {
  return {
      {alerts::kCopyBehind,
       "The job runs less often than `max_behind` allows, or passes over what it may not read and still ends "
       "well."},
      {alerts::kCollectorFailing,
       "One side cannot be listed to its end; or `from` is empty while `to` is not, which is what a folder "
       "without its mount looks like."},
  };
}

std::vector<SourceGuide::Step> CopyLook() {
  return {
      {{alerts::kCopyBehind, alerts::kCollectorFailing},
       "both sides, as lastgood sees them",
       "lastgood check --system copy"},
  };
}

std::vector<SourceGuide::Step> CopyFix() { return {}; }

std::vector<KnownElsewhere> CopyElsewhere() {
  return {
      {"RcloneSyncFailed, RcloneSyncNotRunning",
       "host jobs, cluster repositories",
       {alerts::kCopyBehind},
       "They tell how the job ended, or that it ran. CopyBehind compares the two listings, whatever copies."},
      {"rules on `minio_bucket_replication_failed_count`",
       "MinIO's users",
       {alerts::kCopyBehind},
       "It counts what the replication itself knows of: keep them beside it."},
  };
}

}  // namespace

std::vector<SourceGuide> CopyGuides() {
  return {
      {.system = systems::kCopy,
       .causes = CopyCauses(),
       .look = CopyLook(),
       .fix = CopyFix(),
       .elsewhere = CopyElsewhere(),
       .config_row = "| `copies.<name>` | [a bucket and its copy](../collectors/copy/README.md) |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
