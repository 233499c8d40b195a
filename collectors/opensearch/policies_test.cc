// Policies of both systems: schedules in their own dialects, disabled and stopped ones, failures that left no
// snapshot, and systems that have no policies at all.
#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "collectors/opensearch/opensearch_fixture.h"
#include "collectors/opensearch/schedule.h"

namespace lastgood {
namespace {

using opensearch::ParseTimeValue;
using opensearch::SlmSchedule;
using opensearch::UnixSchedule;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Time At(const char* text) { return *ParseRfc3339(text); }

struct ScheduleCase {
  const char* schedule;
  const char* next;  // after 2026-08-20T12:00:00Z, a Thursday; what is wrong when it is no time
};

TEST(OpensearchScheduleTest, SlmSchedulesRunAsElasticsearchRunsThem) {
  const std::vector<ScheduleCase> cases = {
      {"0 30 1 * * ?", "2026-08-21T01:30:00Z"},
      {"0 0 2 ? * 1", "2026-08-23T02:00:00Z"},  // 1 is Sunday
      {"0 0 2 ? * 7", "2026-08-22T02:00:00Z"},
      {"0 0 2 ? * 2-6/2", "2026-08-21T02:00:00Z"},  // Monday, Wednesday, Friday
      {"0 0 2 ? * MON-FRI", "2026-08-21T02:00:00Z"},
      {"0 0 2 1,15 * ?", "2026-09-01T02:00:00Z"},
      {"0 0/15 * * * ?", "2026-08-20T12:15:00Z"},
      {"0 0 2 * * ? *", "2026-08-21T02:00:00Z"},
      {"30m", "2026-08-20T12:30:00Z"},
      {"1d", "2026-08-21T12:00:00Z"},
      {"0 0 2 L * ?", "end of a month"},
      {"0 0 2 ? * 6L", "end of a month"},
      {"0 0 2 ? * 6#3", "end of a month"},
      {"0 0 2 ? * 0", "1 (Sunday) to 7"},
      {"0 0 2 * * ? 2030", "bound to years"},
      {"0 2 * * *", "six fields"},
      {"0 0 22-2 * * ?", "cannot be followed"},
      {"10ms", "shorter than a second"},
      {"-5m", "six fields"},
      {"", "six fields"},
  };
  for (const ScheduleCase& c : cases) {
    const Result<Cron> cron = SlmSchedule(c.schedule);
    if (const Result<Time> next = ParseRfc3339(c.next); next.ok()) {
      ASSERT_TRUE(cron.ok()) << c.schedule << ": " << cron.error().message;
      EXPECT_EQ(FormatRfc3339(cron->Next(At("2026-08-20T12:00:00Z")).value()), c.next) << c.schedule;
    } else {
      ASSERT_FALSE(cron.ok()) << c.schedule;
      EXPECT_THAT(cron.error().message, HasSubstr(c.next));
    }
  }
}

TEST(OpensearchScheduleTest, SmSchedulesRunAsOpenSearchRunsThem) {
  const std::vector<ScheduleCase> cases = {
      {"0 2 * * *", "2026-08-21T00:00:00Z"},  // Berlin
      {"0 2 * * 7", "2026-08-23T00:00:00Z"},
      {"0 2 * * 6-7", "2026-08-22T00:00:00Z"},
      {"0 2 1 * 5", "2026-08-21T00:00:00Z"},  // the first, or a Friday
      {"0 2 */2 * 1", "steps in both"},
      {"0 2 * *", "five fields"},
      {"@daily", "five fields"},
      {"0 25 * * *", "cannot be followed"},
  };
  for (const ScheduleCase& c : cases) {
    const Result<Cron> cron = UnixSchedule(c.schedule, "Europe/Berlin");
    if (const Result<Time> next = ParseRfc3339(c.next); next.ok()) {
      ASSERT_TRUE(cron.ok()) << c.schedule << ": " << cron.error().message;
      EXPECT_EQ(FormatRfc3339(cron->Next(At("2026-08-20T12:00:00Z")).value()), c.next) << c.schedule;
    } else {
      ASSERT_FALSE(cron.ok()) << c.schedule;
      EXPECT_THAT(cron.error().message, HasSubstr(c.next));
    }
  }
  EXPECT_FALSE(UnixSchedule("0 2 * * *", "Mars/Olympus").ok());
}

TEST(OpensearchScheduleTest, LengthsAreReadAsBothSystemsWriteThem) {
  EXPECT_EQ(*ParseTimeValue("7d"), hours(168));
  EXPECT_EQ(*ParseTimeValue("1.5h"), minutes(90));
  EXPECT_EQ(*ParseTimeValue("500ms"), Duration(500));
  for (const char* bad : {"", "7", "d", "7w", "nan d", "1e300d", "-1d", "inf", "7 d"})
    EXPECT_FALSE(ParseTimeValue(bad).ok()) << bad;
}

class OpensearchPolicyTest : public OpensearchTest {
 protected:
  std::string SlmPolicy(const std::string& more = "", const std::string& schedule = "0 30 1 * * ?") const {
    return fmt::format(
        R"({{"nightly":{{"version":3,"modified_date_millis":{},"policy":{{"name":"<nightly-{{now/d}}>",)"
        R"("schedule":"{}","repository":"s3","config":{{"indices":["*"],"include_global_state":true}},)"
        R"("retention":{{"expire_after":"14d","min_count":5,"max_count":50}}}},"next_execution_millis":{},)"
        R"("stats":{{"policy":"nightly","snapshots_taken":4}}{}}}}})",
        Millis(Ago(hours(900))), schedule, Millis(Ago(hours(-9))), more);
  }
  void OpenElasticsearch(const std::string& policies) {
    SetElasticsearch();
    Set("/_slm/policy", policies);
    Put({.name = "nightly-1",
         .start = Ago(hours(10)),
         .end = Ago(hours(9)),
         .more = R"(,"metadata":{"policy":"nightly"})"});
    OpenApi();
  }
  const PolicyFacts& Policy() const { return former_.policies.at(0); }
};

TEST_F(OpensearchPolicyTest, SlmPoliciesOfElasticsearchAreRead) {
  OpenElasticsearch(
      SlmPolicy(fmt::format(R"(,"last_success":{{"snapshot_name":"nightly-1","start_time":{},"time":{}}})",
                            Millis(Ago(hours(10))), Millis(Ago(hours(9))))));
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, IsEmpty()) << collected.failures[0].message;
  EXPECT_EQ(Policy().key, (ObjectKey{"opensearch", "", "SLMPolicy", "s3/nightly"}));
  EXPECT_EQ(Policy().schedule, "0 30 1 * * ?");
  EXPECT_EQ(Policy().next_run, Ago(hours(-9)));
  EXPECT_EQ(Policy().last_run, Ago(hours(10)));
  EXPECT_EQ(Policy().suspended, false);
  EXPECT_EQ(Policy().valid, true);
  EXPECT_EQ(Snapshots().method, "policy nightly");
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(10)));
  EXPECT_EQ(Snapshots().retention, hours(14 * 24));
  EXPECT_EQ(Repository().created, Ago(hours(900)));
  EXPECT_EQ(Asked("/_plugins"), 0u);
}

TEST_F(OpensearchPolicyTest, ASlmThatWasStoppedSuspendsEveryPolicy) {
  OpenElasticsearch(SlmPolicy());
  Set("/_slm/status", R"({"operation_mode":"STOPPED"})");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kSuspended);
  EXPECT_EQ(Repository().protection_detail, "policy nightly: SLM is STOPPED: POST _slm/start");
  EXPECT_EQ(Policy().suspended, true);
  EXPECT_THAT(Snapshots().schedules, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1}));
}

TEST_F(OpensearchPolicyTest, AFailureThatLeftNoSnapshotIsTold) {
  OpenElasticsearch(SlmPolicy(fmt::format(
      R"(,"last_success":{{"snapshot_name":"nightly-1","time":{}}},"last_failure":{{"snapshot_name":"nightly-2",)"
      R"("time":{},"details":)"
      R"("{{\"type\":\"snapshot_exception\",\"reason\":\"[s3:nightly-2] failed: no route to host\"}}"}})",
      Millis(Ago(hours(9))), Millis(Ago(hours(1))))));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_failure, Ago(hours(1)));
  EXPECT_EQ(Snapshots().last_failure_message,
            "policy nightly: snapshot nightly-2: [s3:nightly-2] failed: no route to host");
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1})) << "nothing exists of it";
}

TEST_F(OpensearchPolicyTest, AScheduleThatCannotBeFollowedIsSaidAndHasNoDeadline) {
  OpenElasticsearch(SlmPolicy(
      fmt::format(R"(,"last_success":{{"snapshot_name":"nightly-1","time":{}}})", Millis(Ago(hours(9)))),
      "0 0 2 L * ?"));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Policy().valid, std::nullopt);
  EXPECT_THAT(Policy().detail, HasSubstr("no deadline follows from it, set max_age"));
  EXPECT_EQ(Policy().next_run, Ago(hours(-9))) << "as Elasticsearch says";
  EXPECT_THAT(Snapshots().schedules, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_THAT(Repository().notes,
              ElementsAre(HasSubstr("the schedule \"0 0 2 L * ?\" cannot be followed here")));
}

TEST_F(OpensearchPolicyTest, ADisabledSmPolicySuspendsAndOneOfTwoIsNoted) {
  SetSm({SmPolicy("nightly", "0 2 * * *", false)});
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kSuspended);
  EXPECT_THAT(Repository().protection_detail, HasSubstr("policy nightly: it is not enabled"));
  SetSm({SmPolicy("nightly", "0 2 * * *", false), SmPolicy("weekly", "0 2 * * 0")});
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_EQ(Snapshots().method, "policy weekly");
  EXPECT_EQ(Snapshots().policies.size(), 2u);
  EXPECT_THAT(Repository().notes, ElementsAre(HasSubstr("policy nightly: it is not enabled")));
}

TEST_F(OpensearchPolicyTest, WhatSmSaysOfItsLastRunIsRead) {
  SetSm({SmPolicy("nightly", "0 2 * * *")},
        fmt::format(
            R"({{"name":"nightly","creation":{{"current_state":"CREATION_START","trigger":{{"time":{}}},)"
            R"("latest_execution":{{"status":"TIME_LIMIT_EXCEEDED","start_time":{},"end_time":{},)"
            R"("info":{{"message":"Time limit 1h exceeded."}}}}}},"enabled":true}})",
            Millis(Ago(hours(-20))), Millis(Ago(hours(3))), Millis(Ago(hours(2)))));
  PutGood("n1", Ago(hours(27)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Policy().next_run, Ago(hours(-20)));
  EXPECT_EQ(Policy().last_run, Ago(hours(3)));
  EXPECT_EQ(Snapshots().last_failure, Ago(hours(2)));
  EXPECT_EQ(Snapshots().last_failure_message, "policy nightly: Time limit 1h exceeded.");
}

TEST_F(OpensearchPolicyTest, ASchedulerThatStandsStillIsSaid) {
  SetSm(
      {SmPolicy("nightly", "0 2 * * *")},
      fmt::format(R"({{"name":"nightly","creation":{{"trigger":{{"time":{}}}}}}})", Millis(Ago(hours(30)))));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Policy().detail, HasSubstr("did not begin: the scheduler stands still"));
}

TEST_F(OpensearchPolicyTest, SystemsWithoutPoliciesAreNoFailure) {
  Set("/_plugins/_sm/policies",
      R"({"error":"no handler found for uri [/_plugins/_sm/policies] and method [GET]"})", 400);
  PutGood("a", Ago(hours(1)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kOnDemand);
  EXPECT_EQ(Repository().protection_detail, "this OpenSearch has no snapshot management (SM)");
}

TEST_F(OpensearchPolicyTest, AProxysWordIsNotTakenForASystemWithoutPolicies) {
  OpenApi();
  for (const Reply& reply :
       {Reply{.body = "<html>Sign in</html>"}, Reply{.status = 404, .body = "<html>Gone</html>"},
        Reply{.status = 400, .body = "Bad Request"}}) {
    SetFault("/_plugins/_sm/policies", reply);
    EXPECT_EQ(Run().failures.size(), 1u) << reply.body;
    EXPECT_EQ(Repository().protection, std::nullopt) << reply.body;
  }
}

TEST_F(OpensearchPolicyTest, AClusterThatDoesNotSayWhatItIsIsAskedForBothKinds) {
  OpenElasticsearch(SlmPolicy());
  Set("/", R"({"error":{"type":"security_exception","reason":"no permissions for [cluster:monitor/main]"}})",
      403);
  Set("/_plugins/_sm/policies", R"({"error":"no handler found for uri [/_plugins/_sm/policies]"})", 400);
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Policy().key.kind, "SLMPolicy");
}

TEST_F(OpensearchPolicyTest, PoliciesThatMayNotBeReadCostNothingElse) {
  Set("/_plugins/_sm/policies",
      R"({"error":{"type":"security_exception","reason":"no permissions"},"status":403})", 403);
  PutGood("a", Ago(hours(5)));
  OpenApi();
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kForbidden);
  EXPECT_EQ(Repository().protection, std::nullopt);
  EXPECT_THAT(Repository().unread, ElementsAre(HasSubstr("/_plugins/_sm/policies")));
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1}));
  EXPECT_EQ(Repository().observed, clock_.Now());
}

TEST_F(OpensearchPolicyTest, PoliciesThatWereReadStayWhileTheyCannotBe) {
  SetSm({SmPolicy("nightly", "0 2 * * *")});
  PutGood("a", Ago(hours(5)));
  OpenApi();
  ASSERT_THAT(Run().failures, IsEmpty());
  SetFault("/_plugins/_sm/policies", Reply{.status = 403});
  ASSERT_EQ(Run().failures.size(), 1u);
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_EQ(Snapshots().schedules.size(), 1u);
  EXPECT_THAT(Repository().notes, ElementsAre(HasSubstr("policies as they were read before")));
}

}  // namespace
}  // namespace lastgood
