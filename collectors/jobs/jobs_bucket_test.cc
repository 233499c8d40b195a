// What jobs report about buckets.
#include <gmock/gmock.h>

#include "collectors/jobs/jobs_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using JobsBucketTest = JobsTest;

constexpr char kTwoPrefixes[] =
    "oci_bucket_size_bytes{prefix=\"velero/\"} 10\noci_bucket_object_count{prefix=\"velero/\"} 2\n"
    "oci_bucket_size_bytes{prefix=\"pg-dump/\"} 5\noci_bucket_object_count{prefix=\"pg-dump/\"} 1\n"
    "oci_bucket_limit_bytes 100\n";

TEST_F(JobsBucketTest, FiguresAboutABucketBecomeABucket) {
  Write("oci.prom", kTwoPrefixes, hours(3));
  OpenFolder();
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_THAT(former_.objects, IsEmpty());
  ASSERT_THAT(former_.buckets, SizeIs(1));
  const BucketFacts& bucket = former_.buckets[0];
  EXPECT_EQ(bucket.name, "oci");
  EXPECT_EQ(bucket.limit_bytes, 100u);
  EXPECT_EQ(bucket.used_bytes, 15u);
  EXPECT_EQ(bucket.listed, clock_.Now() - hours(3));
  EXPECT_EQ(bucket.listing_deadline, clock_.Now() + hours(46));
  ASSERT_THAT(bucket.prefixes, SizeIs(2));
  EXPECT_EQ(bucket.prefixes[1].prefix, "velero/");
  EXPECT_EQ(bucket.prefixes[1].current, (Usage{10, 2}));
}

TEST_F(JobsBucketTest, ThePrefixesOfOneBucketMayComeFromSeveralFiles) {
  Write("a.prom",
        "oci_bucket_size_bytes{bucket=\"b\",prefix=\"x/\"} 1\n"
        "oci_bucket_object_count{bucket=\"b\",prefix=\"x/\"} 1\n");
  Write("b.prom",
        "oci_bucket_size_bytes{bucket=\"b\",prefix=\"y/\"} 2\n"
        "oci_bucket_object_count{bucket=\"b\",prefix=\"y/\"} 1\n",
        hours(5));
  OpenFolder();
  Run();
  ASSERT_THAT(former_.buckets, SizeIs(1));
  EXPECT_EQ(former_.buckets[0].used_bytes, 3u);
  EXPECT_EQ(former_.buckets[0].listed, clock_.Now() - hours(5)) << "no fresher than its oldest part";
}

TEST_F(JobsBucketTest, PrefixesWithinOthersCountOnce) {
  Write("oci.prom",
        "oci_bucket_size_bytes{prefix=\"\"} 50\noci_bucket_object_count{prefix=\"\"} 9\n"
        "oci_bucket_size_bytes{prefix=\"velero/\"} 10\noci_bucket_object_count{prefix=\"velero/\"} 2\n");
  OpenFolder();
  Run();
  ASSERT_THAT(former_.buckets, SizeIs(1));
  EXPECT_EQ(former_.buckets[0].used_bytes, 50u);
  EXPECT_THAT(former_.buckets[0].prefixes, SizeIs(2));
}

TEST_F(JobsBucketTest, APrefixWithHalfItsFiguresIsTold) {
  Write("oci.prom", "oci_bucket_size_bytes{prefix=\"velero/\"} 10\n");
  OpenFolder();
  const Collected collected = Run();
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("has no number of objects"));
  EXPECT_EQ(former_.buckets.at(0).used_bytes, 10u);
}

TEST_F(JobsBucketTest, ABucketThatIsListedAsWellHasANameOfItsOwn) {
  Write("oci.prom",
        "oci_bucket_size_bytes{bucket=\"listed\"} 10\noci_bucket_object_count{bucket=\"listed\"} 2\n");
  OpenFolder();
  Run();
  ASSERT_THAT(former_.buckets, SizeIs(1));
  EXPECT_EQ(former_.buckets[0].name, "host/listed");
}

TEST_F(JobsBucketTest, ABucketOfWhichNothingIsReportedAnyMoreBecomesOld) {
  Write("oci.prom", kTwoPrefixes);
  OpenFolder();
  Run();
  const Time deadline = former_.buckets.at(0).listing_deadline;
  std::filesystem::remove(folder_ / "oci.prom");
  clock_.Advance(hours(60));
  Run();
  ASSERT_THAT(former_.buckets, SizeIs(1));
  EXPECT_EQ(former_.buckets[0].listing_deadline, deadline);
  clock_.Advance(hours(24 * 8));
  Run();
  EXPECT_THAT(former_.buckets, IsEmpty());
}

}  // namespace
}  // namespace lastgood
