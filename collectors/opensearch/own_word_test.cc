// What a cluster says of its policies' last successes, beside what lies in the repository.
#include <gmock/gmock.h>

#include "collectors/opensearch/opensearch_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class OwnWordTest : public OpensearchTest {
 protected:
  // An Elasticsearch whose policy nightly last succeeded and failed so long ago.
  void SetSlm(std::optional<Duration> success, std::optional<Duration> failure,
              const std::string& config = R"("indices":["*"])") {
    std::string more;
    if (success)
      more += fmt::format(R"(,"last_success":{{"snapshot_name":"own","start_time":{},"time":{}}})",
                          Millis(Ago(*success) - minutes(10)), Millis(Ago(*success)));
    if (failure)
      more += fmt::format(R"(,"last_failure":{{"snapshot_name":"bad","time":{},"details":"no room"}})",
                          Millis(Ago(*failure)));
    SetElasticsearch();
    Set("/_slm/policy",
        fmt::format(
            R"({{"nightly":{{"version":1,"modified_date_millis":{},"policy":{{"name":"<n>","schedule":)"
            R"("0 30 1 * * ?","repository":"s3","config":{{{}}}}},"next_execution_millis":{}{}}}}})",
            Millis(Ago(hours(2000))), config, Millis(Ago(hours(-9))), more));
  }
  void PutSlm(const std::string& name, Duration ended, int shards = 40,
              const std::string& state = "SUCCESS") {
    Put({.name = name,
         .state = state,
         .start = Ago(ended) - minutes(10),
         .end = Ago(ended),
         .more = fmt::format(R"(,"metadata":{{"policy":"nightly"}},"shards":{{"total":{0},"failed":{1},)"
                             R"("successful":{0}}})",
                             shards, state == "SUCCESS" ? 0 : 1)});
  }
};

TEST_F(OwnWordTest, SnapshotsThatAnotherClusterMadeUnderTheSameNameAreNotOurs) {
  SetSlm(hours(218), hours(10));
  for (int day = 0; day < 20; ++day) PutSlm(fmt::format("a-{}", day), hours(10 + 24 * day));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(218)));
  EXPECT_EQ(Snapshots().last_failure, Ago(hours(10)));
  EXPECT_EQ(Snapshots().recovery_point, std::nullopt) << "whose the older ones are nobody can tell";
  EXPECT_THAT(Repository().notes,
              Contains(AllOf(HasSubstr("9 snapshots of policy nightly that this cluster did not make"),
                             HasSubstr("two clusters write here"))));
}

TEST_F(OwnWordTest, APolicyThatNeverSucceededMadeNoneOfTheSnapshotsThatAreThere) {
  SetSlm({}, hours(10));
  PutSlm("a", hours(10));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, std::nullopt);
  EXPECT_EQ(Snapshots().counts, BackupCounts{});
  EXPECT_THAT(Repository().notes, Contains(HasSubstr("it never succeeded")));
}

TEST_F(OwnWordTest, ASnapshotThatEndedJustNowIsOursThoughThePolicyDoesNotKnowItYet) {
  SetSlm(hours(24), {});
  PutSlm("own", hours(24));
  PutSlm("new", minutes(1));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, Ago(minutes(1)));
  EXPECT_THAT(Repository().notes, IsEmpty());
}

TEST_F(OwnWordTest, ASuccessWhoseSnapshotIsGoneIsNotNever) {
  SetSlm(hours(24 * 40), hours(10));
  for (int day = 0; day < 30; ++day) PutSlm(fmt::format("n-{}", day), hours(10 + 24 * day), 39, "PARTIAL");
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(24 * 40)));
  EXPECT_EQ(Snapshots().recovery_point, std::nullopt);
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.partial = 30}));
  EXPECT_LE(Snapshots().expires, clock_.Now()) << "nothing is left to restore";
  EXPECT_THAT(Repository().notes, Contains(HasSubstr("its snapshot own is not in the repository any more")));
}

TEST_F(OwnWordTest, AFreshSuccessWhoseSnapshotIsGoneIsNotGood) {
  SetSlm(hours(10), {});
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(10)));
  EXPECT_LE(Snapshots().expires, clock_.Now()) << "nothing is left to restore";
  PutSlm("older", hours(24 * 6));
  Run();
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(24 * 6))) << "that is what is left";
  EXPECT_EQ(Snapshots().expires, std::nullopt);
  EXPECT_THAT(Repository().notes, Contains(HasSubstr("its snapshot own is not in the repository any more")));
}

TEST_F(OwnWordTest, SnapshotsOfNothingAreNoSuccessThoughTheClusterSaysSo) {
  SetSlm(hours(10), {}, R"("indices":["logs-*-prod "])");
  for (int day = 0; day < 30; ++day) PutSlm(fmt::format("n-{}", day), hours(10 + 24 * day), 0);
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, std::nullopt);
  EXPECT_EQ(Snapshots().recovery_point, std::nullopt);
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.partial = 30}));
  EXPECT_THAT(Snapshots().last_failure_message, HasSubstr("its selection matches nothing"));
  SetSlm(hours(3), {}, R"("indices":["logs-*-prod "])");
  Run();
  EXPECT_EQ(Snapshots().last_success_finish, std::nullopt) << "one that is gone was hardly better";
}

TEST_F(OwnWordTest, APolicyThatSavesTheClustersStateOnlyMayHoldNoShard) {
  SetSlm(hours(10), {}, R"("indices":["-*"],"include_global_state":true)");
  PutSlm("own", hours(10), 0);
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(10)));
}

TEST_F(OwnWordTest, ASuccessOfTheFutureIsAWrongClock) {
  SetSlm(-hours(24 * 100), {});
  PutSlm("own", hours(100));
  OpenApi();
  const Collected collected = Run();
  ASSERT_EQ(collected.problems.size(), 1u);
  EXPECT_EQ(collected.problems[0].error.code, ErrorCode::kClockSkew);
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(100)));
}

TEST_F(OwnWordTest, ARepositoryThatTheClusterDisabledIsUnavailableOnTheFirstPassToo) {
  SetSlm(hours(218), hours(10));
  SetFault(
      "/_snapshot/s3/",
      Reply{.status = 500,
            .body = R"({"error":{"type":"repository_exception","reason":"[s3] Could not read repository )"
                    R"(data because the contents of the repository do not match its expected state."}})"});
  OpenApi();
  const Time success = Ago(hours(218));  // asking again takes the clock's time
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kMalformed);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("until it is registered anew"));
  EXPECT_EQ(former_.destinations.at(0).available, false);
  EXPECT_THAT(former_.destinations.at(0).detail, HasSubstr("do not match its expected state"));
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_EQ(Repository().observed, clock_.Now());
  EXPECT_EQ(Snapshots().last_success_finish, success);
  EXPECT_EQ(Snapshots().counts, std::nullopt) << "no snapshot was read";
  EXPECT_THAT(Repository().notes, Not(Contains(HasSubstr("any more"))));
}

TEST_F(OwnWordTest, WhatSmSaysOfItsLastRunDecidesToo) {
  const auto explain = [&](const char* status, Duration ended) {
    SetSm({SmPolicy("nightly", "0 2 * * *")},
          fmt::format(
              R"({{"name":"nightly","creation":{{"current_state":"CREATION_START","trigger":{{"time":{}}},)"
              R"("latest_execution":{{"status":"{}","start_time":{},"end_time":{}}}}},"enabled":true}})",
              Millis(Ago(hours(-20))), status, Millis(Ago(ended) - minutes(10)), Millis(Ago(ended))));
  };
  explain("FAILED", hours(48));
  PutGood("own", Ago(hours(73)));
  PutGood("other", Ago(hours(5)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(73)) + minutes(10));
  EXPECT_THAT(Repository().notes,
              Contains(HasSubstr("1 snapshots of policy nightly that this cluster did not")));
  explain("SUCCESS", hours(5) - minutes(10));
  Run();
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(5)) + minutes(10));
  EXPECT_THAT(Repository().notes, IsEmpty());
}

}  // namespace
}  // namespace lastgood
