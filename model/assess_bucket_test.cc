// What is said of a bucket whose figures are a least, or that will lose what it holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "model/assess.h"
#include "model/assess_system.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Time kNow{std::chrono::seconds(1'790'000'000)};

BucketFacts Listed(std::uint64_t current, std::optional<std::uint64_t> limit) {
  BucketFacts bucket{.name = "b", .limit_bytes = limit, .listed = kNow, .listing_deadline = kNow};
  bucket.prefixes = {{.prefix = "", .current = {current, 1}}, {.prefix = "a/", .current = {current, 1}}};
  bucket.used_bytes = current;
  return bucket;
}

TEST(AssessBucketTest, WhatCannotBeCountedMakesTheFillingALeast) {
  BucketFacts bucket = Listed(1024, 4096);
  EXPECT_THAT(FindingsOf(bucket, kNow, {}), IsEmpty());
  bucket.used_bytes = std::nullopt;
  bucket.unread = {"older versions may not be listed: grant s3:ListBucketVersions"};
  const std::vector<Finding> findings = FindingsOf(bucket, kNow, {});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].level, Level::kUnknown);
  EXPECT_THAT(findings[0].why, HasSubstr("at least 1.0 KiB used: older versions may not be listed"));
  bucket.limit_bytes = std::nullopt;
  EXPECT_THAT(FindingsOf(bucket, kNow, {}), ElementsAre(Field(&Finding::level, Level::kNotice)));
}

TEST(AssessBucketTest, NothingUnderAPrefixAndAnEmptyBucketAreSaid) {
  BucketFacts bucket = Listed(1024, std::nullopt);
  bucket.url = "s3://backups";
  bucket.prefixes.push_back({.prefix = "valero/"});
  bucket.prefixes.push_back({.prefix = "(other)"});
  std::vector<Finding> findings = FindingsOf(bucket, kNow, {});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].level, Level::kNotice);
  EXPECT_EQ(findings[0].what, "nothing under valero/");
  bucket.prefixes[0].current = {};
  findings = FindingsOf(bucket, kNow, {});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].what, "empty");
  EXPECT_THAT(findings[0].why, HasSubstr("s3://backups holds no object"));
}

TEST(AssessBucketTest, ABucketThatIsAtLeastNearlyFullIsNearlyFull) {
  BucketFacts bucket = Listed(4000, 4096);
  bucket.used_bytes = std::nullopt;
  bucket.unread = {"x"};
  const std::vector<Finding> findings = FindingsOf(bucket, kNow, {});
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[0].condition, alerts::kBucketNearLimit);
  EXPECT_EQ(findings[0].what, "at least 98 % full");
}

TEST(AssessBucketTest, RisksAreWarningsAndNotesAreNotices) {
  BucketFacts bucket = Listed(1, {});
  bucket.risks = {{"", "rule r deletes it"}};
  bucket.notes = {"good to know"};
  const std::vector<Finding> findings = FindingsOf(bucket, kNow, {});
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[0].level, Level::kWarning);
  EXPECT_EQ(findings[0].condition, alerts::kBucketUnsafe);
  EXPECT_EQ(findings[0].why, "rule r deletes it");
  EXPECT_EQ(findings[1].level, Level::kNotice);
}

TEST(AssessBucketTest, WhatItsBucketWillNotKeepIsNotGood) {
  BucketFacts bucket = Listed(1, {});
  bucket.url = "s3://store";
  bucket.endpoint = "http://minio";
  bucket.risks = {{"kopia/media/", "rule r deletes it"}};
  Facts facts;
  for (const char* prefix : {"kopia/media/", "kopia/media2/"})
    facts.objects.push_back({.key = {"kopia", "", "Repository", prefix},
                             .observed = kNow,
                             .protection = Protection::kScheduled,
                             .tracks = {{.method = "repository",
                                         .destination = std::string("s3://store/") + prefix,
                                         .endpoint = "http://minio"}}});
  facts.buckets = {bucket};
  Snapshot snapshot;
  snapshot.parts = {std::make_shared<Part>(MakePart({.kind = "s3"}, std::move(facts), {}, kNow))};
  const Assessment assessment = Assess(snapshot, kNow);
  EXPECT_EQ(assessment.objects_at_risk, 1u);
  for (const Row& row : assessment.rows)
    if (row.key.name == "kopia/media/") {
      EXPECT_EQ(row.level, Level::kWarning);
      EXPECT_EQ(row.findings.at(0).why, "rule r deletes it");
    }
}

}  // namespace
}  // namespace lastgood
