#include "collectors/s3/s3.h"

#include "collectors/s3/bucket_pass.h"
#include "collectors/s3/guide.h"
#include "collectors/shared/secrets.h"
#include "model/names.h"

namespace lastgood {
namespace {

Result<Collector> MakeCollector(BucketPlan plan, const Environment& environment) {
  LASTGOOD_ASSIGN(Bucket bucket,
                  Bucket::Open(plan.bucket, environment.http, environment.clock, environment.getenv)
                      .In("bucket " + plan.name));
  Collector collector{.kind = systems::kS3,
                      .source = plan.name,
                      .place = PlaceOf(plan.bucket),
                      .interval = plan.interval,
                      .timeout = plan.timeout,
                      .rest_factor = kBucketRestFactor};
  const auto bucket_pass =
      std::make_shared<BucketPass>(std::move(plan), std::move(bucket), environment.clock);
  collector.initial = bucket_pass->Initial();
  collector.collect = [bucket_pass](const Pass& pass) { return bucket_pass->Run(pass); };
  return collector;
}

}  // namespace

Result<std::vector<Collector>> MakeS3Collectors(ConfigReader& section, const Environment& environment) {
  const ReadSecret read_secret = SecretReader(environment.kubernetes);
  std::vector<BucketPlan> plans;
  for (auto& [name, reader] : section.Entries())
    plans.push_back(ReadBucketPlan(name, reader, environment.getenv, read_secret));
  LASTGOOD_RETURN_IF_ERROR(section.Finish());
  std::vector<Collector> collectors;
  for (BucketPlan& plan : plans) {
    LASTGOOD_ASSIGN(Collector collector, MakeCollector(std::move(plan), environment));
    collectors.push_back(std::move(collector));
  }
  return collectors;
}

CollectorKind S3Kind() {
  return {.name = systems::kS3,
          .section = "buckets",
          .summary = "size, objects and age by prefix of S3 buckets and backup folders",
          .reads = {},
          .make = &MakeS3Collectors,
          .guides = &S3Guides};
}

}  // namespace lastgood
