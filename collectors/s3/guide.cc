#include "collectors/s3/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> S3Causes() {
  return {
      {alerts::kCollectorFailing,
       "The bucket cannot be listed: the finding names the reason, the page and the key. `s3:ListBucket` is "
       "the one right that is needed."},
      {alerts::kBucketNearLimit,
       "`limit` in lastgood.yaml is what counts: it may be lower than the quota that the server enforces."},
  };
}

std::vector<SourceGuide::Step> S3Look() {
  return {
      {{alerts::kCollectorFailing, alerts::kBucketListingStale},
       "each bucket, when it was last listed, and why not since",
       "lastgood check --system s3"},
  };
}

std::vector<SourceGuide::Step> S3Fix() { return {}; }

std::vector<KnownElsewhere> S3Elsewhere() {
  return {
      {"rules on `s3_last_modified_object_date`",
       "s3_exporter's users",
       {alerts::kBucketListingStale, alerts::kBackupStale},
       "The newest object of a prefix says that something was written, not that a backup is whole: watch the "
       "repository or the dumps in it (`repositories`, `dumps`). "
       "`lastgood_bucket_newest_object_timestamp_seconds` is the same figure."},
  };
}

}  // namespace

std::vector<SourceGuide> S3Guides() {
  return {
      {.system = systems::kS3,
       .causes = S3Causes(),
       .look = S3Look(),
       .fix = S3Fix(),
       .elsewhere = S3Elsewhere(),
       .config_row = "| `buckets.<name>` | [a bucket or folder](../collectors/s3/README.md) |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
