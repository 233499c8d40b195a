#include "collectors/s3/s3.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "collectors/s3/s3_fixture.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST_F(S3CollectorTest, AddsUpTheBucketAndEachPrefix) {
  server_.SetPageSize(2);
  server_.Put("pg-dump/1", 100, "2026-08-01T00:00:00Z");
  server_.Put("pg-dump/2", 50, "2026-08-20T00:00:00Z");
  server_.Put("readme", 7, "2020-01-01T00:00:00Z");
  server_.Put("velero/x", 1000, "2026-08-19T00:00:00Z");
  server_.Put("velero2", 3, "2026-08-18T00:00:00Z");
  Open(", prefixes: [velero/, pg-dump/, empty/], limit: 20GiB");
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, IsEmpty());
  const auto& prefixes = Bucket().prefixes;
  ASSERT_EQ(prefixes.size(), 5u);
  const auto row = [](const PrefixFacts& p) {
    return fmt::format("{}: {} in {}, {} to {}", p.prefix, p.current.bytes, p.current.objects,
                       p.oldest ? FormatRfc3339(*p.oldest) : "-", p.newest ? FormatRfc3339(*p.newest) : "-");
  };
  EXPECT_EQ(row(prefixes[0]), ": 1160 in 5, 2020-01-01T00:00:00Z to 2026-08-20T00:00:00Z");
  EXPECT_EQ(row(prefixes[1]), "velero/: 1000 in 1, 2026-08-19T00:00:00Z to 2026-08-19T00:00:00Z");
  EXPECT_EQ(row(prefixes[2]), "pg-dump/: 150 in 2, 2026-08-01T00:00:00Z to 2026-08-20T00:00:00Z");
  EXPECT_EQ(row(prefixes[3]), "empty/: 0 in 0, - to -");
  EXPECT_EQ(row(prefixes[4]), "(other): 10 in 2, 2020-01-01T00:00:00Z to 2026-08-18T00:00:00Z");
  EXPECT_THAT(Bucket().notes,
              ElementsAre("no object lies under the prefix \"empty/\": is it written as keys are?"));
  EXPECT_EQ(Bucket().used_bytes, 1160u);
  EXPECT_EQ(Bucket().limit_bytes, 20ull << 30);
  EXPECT_EQ(Bucket().listed, clock_.Now());
  // Three pages, the probe, three features, the uploads.
  EXPECT_EQ(Bucket().list_requests, 8u);
}

TEST_F(S3CollectorTest, AnEmptyBucketIsKnownToBeEmpty) {
  Open();
  ASSERT_THAT(Run().failures, IsEmpty());
  ASSERT_EQ(Bucket().prefixes.size(), 1u);
  EXPECT_EQ(Bucket().prefixes[0].current, Usage{});
  EXPECT_EQ(Bucket().prefixes[0].newest, std::nullopt);
  EXPECT_EQ(Bucket().used_bytes, 0u);
  EXPECT_TRUE(Bucket().listed.has_value());
}

TEST_F(S3CollectorTest, ABucketThatIsDeniedIsNotEmpty) {
  server_.SetOverride(
      [](const auto&) { return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")}; });
  Open();
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kForbidden);
  EXPECT_THAT(collected.failures[0].message,
              HasSubstr("bucket backups: listing s3://backups/, page 1: HTTP 403"));
  EXPECT_THAT(Bucket().prefixes, IsEmpty());
  EXPECT_EQ(Bucket().used_bytes, std::nullopt);
  EXPECT_EQ(Bucket().listed, std::nullopt);
}

TEST_F(S3CollectorTest, ANeverListedBucketHasItsLimitAndItsDeadline) {
  Open(", limit: 1GiB, interval: 2h, timeout: 10m");
  ASSERT_EQ(collector_.initial.buckets.size(), 1u);
  const BucketFacts& initial = collector_.initial.buckets[0];
  EXPECT_EQ(initial.limit_bytes, 1ull << 30);
  EXPECT_EQ(initial.listing_deadline, clock_.Now() + std::chrono::hours(4) + std::chrono::minutes(10));
  EXPECT_THAT(initial.prefixes, IsEmpty());
  EXPECT_EQ(initial.listed, std::nullopt);
  EXPECT_EQ(collector_.source, "backups");
  EXPECT_EQ(collector_.rest_factor, 10);
}

TEST_F(S3CollectorTest, AFailedPassKeepsTheFiguresAndTheDeadline) {
  server_.Put("a", 10);
  Open();
  Run();
  const Time listed = *Bucket().listed;
  const Time deadline = Bucket().listing_deadline;
  EXPECT_GT(deadline, listed + std::chrono::hours(2));
  server_.SetOverride(
      [](const auto&) { return TestServer::Reply{.status = 404, .body = S3TestError("NoSuchBucket")}; });
  clock_.Advance(std::chrono::hours(1));
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kNotFound);
  EXPECT_EQ(Bucket().used_bytes, 10u);
  EXPECT_EQ(Bucket().listed, listed);
  EXPECT_EQ(Bucket().listing_deadline, deadline);
  EXPECT_EQ(Bucket().list_requests, 7u) << "the requests go on counting";
}

TEST_F(S3CollectorTest, FeaturesThatAreUnsetAreZeroAndOthersUnknown) {
  server_.SetFeature("versioning", "<VersioningConfiguration/>");
  server_.SetFeature("object-lock", S3TestError("ObjectLockConfigurationNotFoundError"), 404);
  server_.SetFeature("lifecycle", S3TestError("AccessDenied"), 403);
  Open();
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  EXPECT_THAT(collected.problems, IsEmpty());
  EXPECT_THAT(Bucket().features, UnorderedElementsAre(Pair("versioning", false), Pair("object_lock", false)));
  EXPECT_EQ(Bucket().prefixes[0].noncurrent, Usage{}) << "never versioned: there are none";
}

TEST_F(S3CollectorTest, FeaturesThatAreSetAreOne) {
  server_.SetFeature("versioning",
                     "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>");
  server_.SetFeature(
      "object-lock",
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>");
  server_.SetFeature(
      "lifecycle",
      "<LifecycleConfiguration><Rule><Status>Disabled</Status><AbortIncompleteMultipartUpload/></Rule>"
      "<Rule><Status>Enabled</Status><Expiration/></Rule></LifecycleConfiguration>");
  Open();
  Run();
  EXPECT_THAT(Bucket().features,
              UnorderedElementsAre(Pair("versioning", false), Pair("object_lock", true),
                                   Pair("lifecycle", true), Pair("abort_incomplete", false)));
}

TEST_F(S3CollectorTest, NoncurrentVersionsCountTowardWhatIsUsed) {
  server_.Put("a/1", 10);
  server_.SetFeature("versioning",
                     "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
  server_.SetFeature(
      "versions",
      "<ListVersionsResult><IsTruncated>false</IsTruncated>"
      "<Version><Key>a/1</Key><IsLatest>true</IsLatest><Size>10</Size></Version>"
      "<Version><Key>a/1</Key><IsLatest>false</IsLatest><Size>7</Size></Version>"
      "<DeleteMarker><Key>b</Key><IsLatest>true</IsLatest></DeleteMarker></ListVersionsResult>");
  Open(", prefixes: [a/]");
  Run();
  EXPECT_EQ(Bucket().prefixes[0].noncurrent, (Usage{7, 2}));
  EXPECT_EQ(Bucket().prefixes[1].noncurrent, (Usage{7, 1}));
  EXPECT_EQ(Bucket().prefixes[2].noncurrent, (Usage{0, 1}));
  EXPECT_EQ(Bucket().used_bytes, 17u);
}

TEST_F(S3CollectorTest, AListingOfVersionsThatFailsLeavesThemUnknownAndTheRestKnown) {
  server_.Put("a", 10);
  server_.SetFeature("versioning",
                     "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
  server_.SetFeature("versions", S3TestError("InternalError"), 500);
  Open();
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  ASSERT_EQ(collected.problems.size(), 1u);
  EXPECT_THAT(collected.problems[0].error.message,
              HasSubstr("listing the versions of s3://backups/, page 1"));
  EXPECT_EQ(Bucket().prefixes[0].noncurrent, std::nullopt);
  EXPECT_EQ(Bucket().prefixes[0].current, (Usage{10, 1}));
  EXPECT_EQ(Bucket().used_bytes, std::nullopt) << "at least those";
}

TEST_F(S3CollectorTest, IncompleteUploadsCountWithTheBytesOfTheirParts) {
  server_.SetFeature("uploads", Uploads("<Upload><Key>a/big</Key><UploadId>u/1+</UploadId></Upload>"));
  server_.SetFeature("uploadId",
                     "<ListPartsResult><IsTruncated>false</IsTruncated><Part><Size>5</Size></Part>"
                     "<Part><Size>6</Size></Part></ListPartsResult>");
  Open(", prefixes: [a/, b/]");
  Run();
  EXPECT_EQ(Bucket().prefixes[0].incomplete, (Usage{11, 1}));
  EXPECT_EQ(Bucket().prefixes[1].incomplete, (Usage{11, 1}));
  EXPECT_EQ(Bucket().prefixes[2].incomplete, std::nullopt) << "none seen is no proof here";
  EXPECT_EQ(Bucket().used_bytes, 11u);
}

TEST_F(S3CollectorTest, ALongListingTellsItsProgress) {
  server_.SetPageSize(1);
  server_.Put("a", 1);
  server_.Put("b", 1);
  std::vector<std::size_t> counts;
  progress_ = [&](std::string_view what, std::size_t count) {
    EXPECT_EQ(what, "listing bucket backups");
    counts.push_back(count);
  };
  Open();
  Run();
  EXPECT_THAT(counts, ElementsAre(1, 2, 2));
}

TEST_F(S3CollectorTest, AFolderIsABucketToo) {
  TempDir folder;
  folder.Write("pg_dump/dump-20260820.sql.gz", "12345");
  Result<std::vector<Collector>> made =
      Make("nfs: {url: \"file://" + folder.path() + "\", prefixes: [pg_dump/]}");
  ASSERT_TRUE(made.ok()) << made.error().message;
  collector_ = std::move(made->at(0));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Bucket().prefixes[1].current, (Usage{5, 1}));
  EXPECT_EQ(Bucket().used_bytes, 5u);
  EXPECT_THAT(Bucket().features, IsEmpty());
  EXPECT_EQ(Bucket().list_requests, 0u);
}

TEST_F(S3CollectorTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::vector<std::pair<const char*, const char*>> mistakes = {
      {"b: {url: s3://backups, prefixes: [a/, a/b/]}", "\"a/\" and \"a/b/\" overlap"},
      {"b: {url: s3://backups, prefixes: [a/, a/]}", "overlap"},
      {"b: {url: s3://backups, prefixes: [\"\"]}", "the whole bucket is always counted"},
      {"b: {url: s3://backups, limit: lots}", "limit"},
      {"b: {url: s3://backups, limit: 20}", "expected a size with a unit, as in 20GiB (20B is bytes)"},
      {"b: {url: s3://backups, connections: 0}", "expected a whole number from 1 to 64"},
      {"b: {url: \"file:///mnt\", connections: 2}", "of no use with a file:// URL"},
      {"b: {url: s3://backups, interval: 0s}", "at least"},
      {"b: {url: s3://backups, prefix: a/}", "prefixes"},
      {"b: {}", "url"},
  };
  for (const auto& [yaml, says] : mistakes) {
    const Result<std::vector<Collector>> made = Make(yaml);
    ASSERT_FALSE(made.ok()) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr(says)) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr("c.yaml:1:")) << yaml;
  }
}

}  // namespace
}  // namespace lastgood
