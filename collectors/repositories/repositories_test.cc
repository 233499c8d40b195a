// What restic and kopia repositories share: the config, buckets that cannot be read, and hostile names.
#include "collectors/repositories/repositories.h"

#include "collectors/repositories/restic_listing.h"
#include "collectors/shared/store_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::IsEmpty;
using Fault = TestServer::Fault;

class RepositoriesTest : public StoreTest {
 protected:
  void OpenS3() {
    Open(&MakeRepositoryCollectors,
         "host: {type: restic, bucket: s3, prefix: restic, schedule: \"0 3 * * *\"}");
  }
  // The layout of the oldest repositories behind S3, and data in one folder.
  void PutOldLayout() {
    server_.Put("restic/config", 155, "2026-08-01T00:00:00Z");
    server_.Put("restic/data/" + std::string(64, 'a'), 5000);
    server_.Put("restic/index/" + std::string(64, 'b'), 500);
    server_.Put("restic/key/" + std::string(64, 'c'), 450);
    server_.Put("restic/lock/" + std::string(64, 'd'), 160, "2026-08-20T02:00:00Z");
    server_.Put("restic/snapshot/" + std::string(64, 'e'), 300, "2026-08-20T03:00:00Z");
    server_.Put("restic2/snapshot/" + std::string(64, 'f'), 300, "2026-09-20T03:00:00Z");
  }
  // Listing is allowed, reading is not.
  void ForbidReading() {
    server_.SetOverride([](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
      if (!request.Query("list-type").empty()) return std::nullopt;
      return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")};
    });
  }
  const ObjectFacts& Repository() const { return former_.objects.at(0); }
  const Track& Snapshots() const { return Repository().tracks.at(0); }
};

TEST_F(RepositoriesTest, ARightToListIsEnoughAndTheOldestLayoutIsKnown) {
  OpenS3();
  PutOldLayout();
  ForbidReading();
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, IsEmpty()) << collected.failures[0].message;
  EXPECT_THAT(Repository().proofs, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1}));
  EXPECT_EQ(Snapshots().last_success_finish, *ParseRfc3339("2026-08-20T03:00:00Z"));
  EXPECT_EQ(Snapshots().stored, (Usage{5000, 1}));
  EXPECT_EQ(Snapshots().destination, "s3://backups/restic/");
  EXPECT_THAT(Snapshots().running_detail, HasSubstr("backups went on since"));
  EXPECT_THAT(Repository().inspect, HasSubstr("aws s3 ls --recursive s3://backups/restic/ --endpoint-url"));
}

TEST_F(RepositoriesTest, ARepositoryThatIsNotThereIsNotAnEmptyOne) {
  OpenS3();
  server_.Put("restic/host/config", 155);
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kImpossible);
  EXPECT_THAT(Repository().protection_detail, HasSubstr("one may be at prefix \"restic/host/\""));
  EXPECT_EQ(Snapshots().counts, std::nullopt);
  EXPECT_EQ(former_.destinations.at(0).available, false);
}

TEST_F(RepositoriesTest, ABucketThatIsDeniedIsAFailureAndNotAMissingRepository) {
  OpenS3();
  server_.SetOverride(
      [](const auto&) { return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")}; });
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kForbidden);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("repository host: listing s3://backups/restic/"));
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_EQ(Repository().observed, Time());
  EXPECT_EQ(Snapshots().counts, std::nullopt);
  EXPECT_EQ(Repository().unread.size(), 1u);
}

TEST_F(RepositoriesTest, WhateverFailsLeavesWhatWasKnown) {
  const std::vector<std::pair<TestServer::Reply, ErrorCode>> faults = {
      {{.status = 503, .body = S3TestError("SlowDown")}, ErrorCode::kThrottled},
      {{.body = "<ListBucketResult>", .fault = Fault::kReset, .fault_after = 5}, ErrorCode::kUnavailable},
      {{.body = "<html>log in</html>"}, ErrorCode::kMalformed},
      {{.body = "<ListBucketResult><IsTrunc"}, ErrorCode::kTruncated},
  };
  PutOldLayout();
  for (const auto& [reply, code] : faults) {
    OpenS3();
    ForbidReading();
    ASSERT_THAT(Run().failures, IsEmpty());
    const Time observed = Repository().observed;
    server_.SetOverride([reply = reply](const auto&) { return std::optional(reply); });
    clock_.Advance(hours(1));
    const Collected collected = Run();
    ASSERT_EQ(collected.failures.size(), 1u);
    EXPECT_EQ(collected.failures[0].code, code) << collected.failures[0].message;
    EXPECT_EQ(Repository().observed, observed);
    EXPECT_THAT(Repository().unread, IsEmpty());
    EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1}));
    EXPECT_EQ(former_.destinations.size(), 1u);
  }
}

TEST_F(RepositoriesTest, AServerThatFailsWhileSnapshotsAreReadIsAFailureToo) {
  OpenS3();
  PutOldLayout();
  server_.SetOverride([](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    if (!request.Query("list-type").empty()) return std::nullopt;
    return TestServer::Reply{.status = 500, .body = S3TestError("InternalError")};
  });
  EXPECT_EQ(Run().failures.size(), 1u);
  EXPECT_EQ(Snapshots().counts, std::nullopt);
}

TEST_F(RepositoriesTest, ASnapshotFromTheFutureProvesNothing) {
  OpenS3();
  PutOldLayout();
  ForbidReading();
  server_.Put("restic/snapshot/" + std::string(64, '1'), 300, "2199-08-20T03:00:00Z");
  const Collected collected = Run();
  EXPECT_EQ(Snapshots().last_success_finish, *ParseRfc3339("2026-08-20T03:00:00Z"));
  ASSERT_EQ(collected.problems.size(), 1u);
  EXPECT_EQ(collected.problems[0].error.code, ErrorCode::kClockSkew);
}

TEST_F(RepositoriesTest, OnlyWholeNamesAreFilesOfTheRepository) {
  const std::string id(64, 'a');
  ResticListing listing("r/");
  for (const std::string& name :
       {"data/ab/" + id, "data/" + id + "x", "data/aa/b/" + id, "snapshots/" + id.substr(1),
        "snapshots/a/" + id, "Snapshots/" + id, std::string("config/x"), std::string("keys/"),
        "snapshots/" + std::string(64, 'A'), std::string("snapshots/\0x", 12), std::string("")})
    ASSERT_TRUE(listing.Add({.key = "r/" + name, .size = 100}).ok());
  EXPECT_FALSE(listing.config.has_value());
  EXPECT_EQ(listing.packs, Usage{}) << "data/ab/aaaa... is in the wrong folder";
  EXPECT_THAT(listing.snapshots, IsEmpty());
  EXPECT_THAT(listing.keys, IsEmpty());
}

TEST_F(RepositoriesTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::vector<std::pair<const char*, const char*>> mistakes = {
      {"h: {bucket: nfs}", "type is missing"},
      {"h: {type: borg, bucket: nfs}", "expected restic or kopia"},
      {"h: {type: restic}", "bucket is missing"},
      {"h: {type: restic, bucket: nfz}", "did you mean \"nfs\"?"},
      {"h: {type: restic, bucket: offsite}", "there is no bucket \"offsite\" under `buckets`"},
      {"h: {type: restic, bucket: nfs, prefix: /a}", "without a leading slash"},
      {"h: {type: restic, bucket: nfs, schedule: daily}", "schedule"},
      {"h: {type: restic, bucket: nfs, schedule: \"0 3 * * *\", timezone: Mars}", "Mars"},
      {"h: {type: restic, bucket: nfs, timezone: Europe/Berlin}", "of no use without `schedule`"},
      {"h: {type: restic, bucket: nfs, max_age: 0s}", "more than 0"},
      {"h: {type: restic, bucket: nfs, interval: 0s}", "at least"},
      {"h: {type: restic, bucket: nfs, maxage: 26h}", "max_age"},
  };
  for (const auto& [yaml, says] : mistakes) {
    const Result<std::vector<Collector>> made = TryMake(&MakeRepositoryCollectors, yaml);
    ASSERT_FALSE(made.ok()) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr(says)) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr("c.yaml:1:")) << yaml;
  }
}

TEST_F(RepositoriesTest, ThePromiseOfTheConfigIsAPolicy) {
  OpenS3();
  PutOldLayout();
  ForbidReading();
  Run();
  ASSERT_EQ(former_.policies.size(), 1u);
  EXPECT_EQ(former_.policies[0].key, (ObjectKey{"restic", "", "Schedule", "host"}));
  EXPECT_EQ(former_.policies[0].schedule, "0 3 * * *");
  EXPECT_EQ(Snapshots().policies.at(0), former_.policies[0].key);
  EXPECT_EQ(collector_.kind, "restic");
  EXPECT_EQ(collector_.source, "host");
}

}  // namespace
}  // namespace lastgood
