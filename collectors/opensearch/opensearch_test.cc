// Snapshot repositories asked of a cluster: what is good, late, failed, running, and whose.
#include "collectors/opensearch/opensearch_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(OpensearchTest, TheNewestGoodSnapshotIsTheRecoveryPointAndItsStartTheMomentOfTheData) {
  SetSm({SmPolicy("nightly", "0 2 * * *")});
  PutGood("nightly-1", Ago(hours(53)));
  PutGood("nightly-2", Ago(hours(29)));
  PutGood("nightly-3", Ago(hours(5)));
  OpenApi();
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, IsEmpty()) << collected.failures[0].message;
  EXPECT_THAT(collected.problems, IsEmpty());
  EXPECT_EQ(Repository().key, (ObjectKey{"opensearch", "", "SnapshotRepository", "s3"}));
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_EQ(Repository().observed, clock_.Now());
  EXPECT_EQ(Repository().created, Ago(hours(1500))) << "when its policy was enabled";
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 3}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(5)));
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(5)) + minutes(10));
  EXPECT_EQ(Snapshots().recovery_window_start, Ago(hours(53)));
  EXPECT_EQ(Snapshots().typical_duration, minutes(10));
  EXPECT_EQ(Snapshots().retention, hours(720));
  EXPECT_EQ(Snapshots().retention_backups, 40);
  EXPECT_EQ(Snapshots().schedules.size(), 1u);
  EXPECT_EQ(Snapshots().destination, "s3://backups/opensearch/");
}

TEST_F(OpensearchTest, TheDestinationTellsNoKeys) {
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  const DestinationFacts& destination = former_.destinations.at(0);
  EXPECT_EQ(destination.url, "s3://backups/opensearch/");
  EXPECT_EQ(destination.available, true);
  EXPECT_EQ(destination.last_check, clock_.Now());
  EXPECT_THAT(Repository().inspect, HasSubstr("/_cat/snapshots/s3?v&s=end_epoch'"));
  EXPECT_THAT(Repository().inspect, Not(HasSubstr("hunter2")));
}

TEST_F(OpensearchTest, APartialSnapshotIsAFailureAndSaysWhichShardsAreMissing) {
  SetSm({SmPolicy("nightly", "0 2 * * *")});
  PutGood("nightly-1", Ago(hours(29)));
  Put({.name = "nightly-2",
       .state = "PARTIAL",
       .start = Ago(hours(5)),
       .end = Ago(hours(4)),
       .policy = "nightly",
       .more = R"(,"shards":{"total":12,"failed":1,"successful":11},)"
               R"("failures":[{"index":"orders-7","shard_id":0,"reason":"node left","status":"INTERNAL"}])"});
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1, .partial = 1}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(29)));
  EXPECT_EQ(Snapshots().last_failure, Ago(hours(4)));
  EXPECT_EQ(Snapshots().last_failure_message,
            "snapshot nightly-2: 1 of 12 shards failed, orders-7: node left");
}

TEST_F(OpensearchTest, AnEmptySnapshotAmongOthersIsNotGoodThoughItSucceeded) {
  const auto put = [&](const std::string& name, int shards, Time start) {
    Put({.name = name,
         .start = start,
         .end = start,
         .more = fmt::format(R"(,"shards":{{"total":{0},"failed":0,"successful":{0}}})", shards)});
  };
  put("a", 0, Ago(hours(50)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.partial = 1}));
  EXPECT_EQ(Snapshots().last_failure_message,
            "snapshot a: it is empty, as all of them are: its selection matches nothing");
  put("b", 12, Ago(hours(29)));
  put("c", 0, Ago(hours(5)));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1, .partial = 2}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(29)));
  EXPECT_EQ(Snapshots().last_failure_message,
            "snapshot c: it is empty, others hold up to 12 shards: what does its selection match?");
}

TEST_F(OpensearchTest, AFailedOneARunningOneAndOneOfAnotherVersionAreNotGood) {
  Put({.name = "a",
       .state = "FAILED",
       .start = Ago(hours(9)),
       .end = Ago(hours(8)),
       .more = R"(,"reason":"Indices don't have primary shards [orders]")"});
  Put({.name = "b", .state = "IN_PROGRESS", .start = Ago(hours(3))});
  Put({.name = "c", .state = "INCOMPATIBLE", .start = Ago(hours(20)), .end = Ago(hours(1))});
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.failed = 2, .running = 1}));
  EXPECT_EQ(Snapshots().last_success_finish, std::nullopt);
  EXPECT_EQ(Snapshots().last_failure, Ago(hours(8)));
  EXPECT_THAT(Snapshots().last_failure_message, HasSubstr("Indices don't have primary shards [orders]"));
  EXPECT_EQ(Snapshots().running_since, Ago(hours(3)));
  EXPECT_EQ(Snapshots().running_detail, "snapshot b is IN_PROGRESS");
}

TEST_F(OpensearchTest, WhatHasEndedIsAskedForOnceAndWhatRunsEachTime) {
  PutGood("a", Ago(hours(9)));
  Put({.name = "b", .state = "IN_PROGRESS", .start = Ago(hours(3))});
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Asked("/_snapshot/s3/a,b"), 1u);
  PutGood("b", Ago(hours(3)));
  ASSERT_THAT(Run().failures, IsEmpty());
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Asked("/_snapshot/s3/a,b"), 1u);
  EXPECT_EQ(Asked("/_snapshot/s3/b"), 1u);
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 2}));
  Delete("a");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1}));
}

TEST_F(OpensearchTest, ManySnapshotsAreAskedForInGroupsThatFitIntoAUrl) {
  for (int i = 0; i < 350; ++i)
    PutGood(fmt::format("nightly-2026-08-{:04}-abcdefgh-{}", i, i), Ago(hours(400 - i)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 350}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(51)));
  for (const TestServer::Request& request : cluster_.requests()) EXPECT_LT(request.target.size(), 4000u);
}

TEST_F(OpensearchTest, ASnapshotThatIsListedAndCannotBeReadIsNotGood) {
  PutGood("a", Ago(hours(29)));
  Put({.name = "b", .start = Ago(hours(5)), .end = Ago(hours(4)), .readable = false});
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1, .failed = 1}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(29)));
  EXPECT_THAT(Repository().notes, ElementsAre(HasSubstr("details it cannot read, b for one")));
}

TEST_F(OpensearchTest, EachPolicyHasItsOwnHistorySoThatOneHidesNotTheOther) {
  SetSm({SmPolicy("hourly", "0 * * * *", true,
                  R"("indices":["logs-*","audit"],"include_global_state":"false")"),
         SmPolicy("nightly", "0 2 * * *")});
  Put({.name = "h1", .start = Ago(hours(1)), .end = Ago(minutes(50)), .policy = "hourly"});
  PutGood("n1", Ago(hours(200)));
  Put({.name = "by-hand", .start = Ago(hours(2)), .end = Ago(hours(2))});
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  ASSERT_EQ(Repository().tracks.size(), 2u);
  EXPECT_EQ(Repository().tracks[0].method, "policy hourly");
  EXPECT_EQ(Repository().tracks[0].recovery_point, Ago(hours(1)));
  EXPECT_EQ(Repository().tracks[1].method, "policy nightly");
  EXPECT_EQ(Repository().tracks[1].recovery_point, Ago(hours(200)));
  EXPECT_THAT(Repository().tracks[1].policies,
              ElementsAre(ObjectKey{"opensearch", "", "SMPolicy", "s3/nightly"}));
  EXPECT_THAT(Repository().notes,
              ElementsAre("policy hourly saves logs-*, audit only", HasSubstr("cluster's state"),
                          "1 snapshots are of no live policy"));
}

TEST_F(OpensearchTest, APolicyOfAnotherRepositoryAndOneThatOnlyDeletesAreNotOurs) {
  SetSm({SmPolicy("other", "0 2 * * *", true, R"("indices":"*")", "elsewhere"),
         R"({"sm_policy":{"name":"cleaner","deletion":{"condition":{"max_count":9,"min_count":1}},)"
         R"("snapshot_config":{"repository":"s3"},"enabled":true}})"});
  PutGood("a", Ago(hours(1)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(former_.policies, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kOnDemand);
  EXPECT_EQ(Repository().protection_detail, "no policy of the cluster writes to s3");
}

TEST_F(OpensearchTest, WithoutPoliciesAndSnapshotsThereIsNoPolicy) {
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kNoPolicy);
  EXPECT_EQ(Snapshots().counts, (BackupCounts{}));
}

TEST_F(OpensearchTest, AScheduleOfTheConfigIsForWhatNoPolicyMakes) {
  SetSm({SmPolicy("nightly", "0 2 * * *")});
  PutGood("n1", Ago(hours(9)));
  Put({.name = "curator-1", .start = Ago(hours(2)), .end = Ago(hours(2))});
  OpenApi(", schedule: \"0 * * * *\"");
  ASSERT_THAT(Run().failures, IsEmpty());
  ASSERT_EQ(Repository().tracks.size(), 2u);
  EXPECT_EQ(Repository().tracks[1].method, "snapshot");
  EXPECT_EQ(Repository().tracks[1].recovery_point, Ago(hours(2)));
  EXPECT_EQ(Repository().tracks[1].schedules.size(), 1u);
  EXPECT_EQ(former_.policies.size(), 2u);
}

TEST_F(OpensearchTest, APromiseThatWasNeverKeptCountsFromWhenTheRepositoryWasFirstSeen) {
  const Time first = clock_.Now();
  OpenApi(", schedule: \"0 * * * *\"");
  ASSERT_THAT(Run().failures, IsEmpty());
  clock_.Advance(hours(5));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().created, first);
}

TEST_F(OpensearchTest, ARepositoryThatTheClusterDoesNotKnowIsNotAnEmptyOne) {
  Set("/_snapshot/s3", Missing("repository_missing_exception"), 404);
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kImpossible);
  EXPECT_EQ(Repository().protection_detail, "the cluster has no repository s3");
  EXPECT_EQ(Snapshots().counts, std::nullopt);
  EXPECT_EQ(former_.destinations.at(0).available, false);
  const Time looked = clock_.Now();
  SetFault("/_snapshot/s3", Reply{.status = 403});
  clock_.Advance(hours(1));
  EXPECT_THAT(Run().failures, Not(IsEmpty()));
  EXPECT_EQ(Repository().observed, looked) << "nobody has said so since";
}

TEST_F(OpensearchTest, AReadOnlyRepositoryIsAnotherClusters) {
  Set("/_snapshot/s3", R"({"s3":{"type":"url","settings":{"url":"https://me:hunter2@mirror/es?x=y"}}})");
  PutGood("a", Ago(hours(1)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().notes, ElementsAre("read-only for this cluster: another one writes it"));
  EXPECT_EQ(former_.destinations.at(0).url, "https://mirror/es");
  SetSm({SmPolicy("nightly", "0 2 * * *")});
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kImpossible);
  EXPECT_THAT(Repository().protection_detail, HasSubstr("policy nightly writes to s3, which is read-only"));
}

TEST_F(OpensearchTest, AShallowSnapshotIsSaidNotToHoldTheData) {
  Set("/_snapshot/s3", R"({"s3":{"type":"s3","settings":{"bucket":"b","endpoint":"https://minio:9000",)"
                       R"("remote_store_index_shallow_copy":"true"}}})");
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_TRUE(Snapshots().beside_data);
  EXPECT_EQ(Snapshots().endpoint, "https://minio:9000");
  EXPECT_THAT(Repository().notes, ElementsAre(HasSubstr("snapshots are shallow")));
}

TEST_F(OpensearchTest, ARedClusterIsSaid) {
  Set("/_cluster/health", R"({"status":"red"})");
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().notes, ElementsAre(HasSubstr("the cluster is red")));
}

TEST_F(OpensearchTest, RecordedAnswersTellTheSameAsTheCluster) {
  folder_.Write("cluster.json", R"({"version":{"distribution":"opensearch","number":"2.19.1"}})");
  folder_.Write("repository.json", R"({"s3":{"type":"fs","settings":{"location":"/mnt/snapshots"}}})");
  folder_.Write("snapshots.json",
                fmt::format(R"({{"snapshots":[{{"snapshot":"a","uuid":"x","state":"SUCCESS",)"
                            R"("start_time_in_millis":{},"end_time_in_millis":{}}}]}})",
                            Millis(Ago(hours(2))), Millis(Ago(hours(1)))));
  folder_.Write("sm_policies.json", SmPolicies({SmPolicy("nightly", "0 2 * * *")}));
  folder_.Write("sm_explain.json", R"({"policies":[]})");
  OpenApi(", max_age: 26h", "file://" + folder_.path());
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, IsEmpty()) << collected.failures[0].message;
  EXPECT_EQ(Repository().max_age, hours(26));
  EXPECT_EQ(former_.destinations.at(0).url, "file:///mnt/snapshots");
  EXPECT_EQ(Snapshots().counts, (BackupCounts{})) << "of the policy; what is by hand is noted";
}

TEST_F(OpensearchTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::vector<std::pair<std::string, const char*>> mistakes = {
      {"a: {}", "url is missing"},
      {"a: {url: \"http://os:9200\"}", "repository is missing"},
      {"a: {url: \"http://me:hunter2@os:9200\", repository: s3}", "without user and password"},
      {"a: {url: \"http://os\", repository: \"s*\"}", "the name of one repository"},
      {"a: {url: \"http://os\", repository: _all}", "the name of one repository"},
      {"a: {url: \"http://os\", repository: s3, api_key_file: /k, bearer_token_file: /t}", "only one of"},
      {"a: {url: \"http://os\", repository: s3, cert_file: /c}", "belong together"},
      {"a: {bucket: nope}", "there is no bucket \"nope\""},
      {"a: {bucket: nfs, repository: s3}", "of no use with `bucket`"},
      {"a: {bucket: nfs, url: \"http://os\"}", "either url or bucket"},
      {"a: {url: \"http://os\", repository: s3}\nb: {url: \"http://other\", repository: s3}", "a `name`"},
      {"a: {url: \"http://os\", repositry: s3}", "repository"},
  };
  for (const auto& [yaml, says] : mistakes) {
    const Result<std::vector<Collector>> made = TryMake(&MakeOpensearchCollectors, yaml);
    ASSERT_FALSE(made.ok()) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr(says)) << yaml;
    EXPECT_THAT(made.error().message, Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace lastgood
