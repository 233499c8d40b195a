// The collector against a real HTTP server: what each fault costs, and what it must not cost.
#include <gtest/gtest.h>

#include "collectors/k8up/k8up.h"
#include "collectors/shared/live_fixture.h"

namespace lastgood {
namespace {

using Fault = TestServer::Fault;

const std::string kApi = "/apis/k8up.io/v1/";

std::string List(const std::string& kind, const std::string& items, const std::string& token = "") {
  return KubeList("k8up.io/v1", kind, items, token);
}
// A Backup of that day of August that ended with `reason`.
std::string Backup(const std::string& day, const std::string& reason) {
  return R"({"metadata":{"name":"backup-)" + day + R"(","namespace":"app","creationTimestamp":"2026-08-)" +
         day +
         R"(T04:17:00Z","labels":{"k8up.io/schedule-name":"nightly"}},"spec":{},"status":{"conditions":[)" +
         R"({"type":"Completed","status":"True","reason":")" + reason +
         R"(","lastTransitionTime":"2026-08-)" + day + R"(T04:29:00Z"}]}})";
}
std::string Snapshot(const std::string& name, const std::string& day) {
  return R"({"metadata":{"name":")" + name + R"(","namespace":"app"},"spec":{"id":")" + name +
         R"(","date":"2026-08-)" + day + R"(T04:20:00Z"}})";
}
constexpr const char* kSchedule =
    R"({"metadata":{"name":"nightly","namespace":"app","creationTimestamp":"2026-07-01T00:00:00Z"},)"
    R"("spec":{"backend":{"s3":{"endpoint":"https://s3.example","bucket":"b"}},)"
    R"("backup":{"schedule":"17 4 * * *"}}})";

class K8upLiveTest : public KubernetesLiveTest {
 protected:
  K8upLiveTest() : KubernetesLiveTest(&MakeK8upCollectors) {
    Answer(kApi + "schedules", {.body = List("Schedule", kSchedule)});
    Answer(kApi + "backups", {.body = List("Backup", Backup("20", "Succeeded"))});
    Answer(kApi + "snapshots", {.body = List("Snapshot", Snapshot("s", "07") + "," + Snapshot("t", "21"))});
  }
  static ObjectFacts Nightly(const Collected& collected) { return FindObject(collected.facts, "nightly"); }
};

TEST_F(K8upLiveTest, AServerWithoutK8upIsAbsentAndNoFault) {
  ExpectAbsentWithout({kApi + "schedules", kApi + "backups", kApi + "snapshots"});
}

TEST_F(K8upLiveTest, DefinitionsThatWereThereAndAreGoneAreAFailure) {
  Pass();
  Forget(kApi + "backups");
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kNotFound);
  EXPECT_FALSE(collected.absent);
  EXPECT_EQ(Nightly(collected).tracks.at(0).counts->completed, 1);
}

TEST_F(K8upLiveTest, BackupsThatCannotBeReadKeepTheirFactsAndTheirObservedTime) {
  Pass();
  const std::string whole = List("Backup", Backup("20", "Succeeded") + "," + Backup("21", "Succeeded"));
  const std::vector<std::pair<Reply, ErrorCode>> faults = {
      {StatusReply(403, "no"), ErrorCode::kForbidden},
      {StatusReply(401, "no"), ErrorCode::kUnauthorized},
      {StatusReply(500, "no"), ErrorCode::kUnavailable},
      {{.body = whole.substr(0, whole.size() / 2)}, ErrorCode::kTruncated},
      {{.body = "<html>log in</html>"}, ErrorCode::kMalformed},
      {{.body = whole, .fault = Fault::kCloseEarly, .fault_after = 100}, ErrorCode::kTruncated},
      {{.body = whole, .fault = Fault::kGarbage}, ErrorCode::kMalformed},
  };
  for (const auto& [reply, code] : faults) {
    Answer(kApi + "backups", reply);
    const Collected collected = Pass();
    ASSERT_EQ(collected.failures.size(), 1U) << ToString(code);
    EXPECT_EQ(ToString(collected.failures[0].code), ToString(code)) << collected.failures[0].message;
    EXPECT_EQ(Nightly(collected).tracks.at(0).counts->completed, 1);
    EXPECT_EQ(FormatRfc3339(Nightly(collected).observed), "2026-08-21T12:01:00Z");
  }
  Answer(kApi + "backups", {.body = whole});
  EXPECT_EQ(Nightly(Pass()).tracks.at(0).counts->completed, 2) << "and it recovers by itself";
}

TEST_F(K8upLiveTest, ForbiddenSnapshotsDoNotFreezeBackups) {
  Answer(kApi + "snapshots", StatusReply(403, "snapshots is forbidden"));
  Pass();
  Answer(kApi + "backups",
         {.body = List("Backup", Backup("20", "Succeeded") + "," + Backup("21", "Failed"))});
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_NE(collected.failures[0].message.find("snapshots"), std::string::npos);
  EXPECT_EQ(Nightly(collected).tracks.at(0).counts->failed, 1);
  EXPECT_EQ(FormatRfc3339(Nightly(collected).observed), "2026-08-21T12:02:00Z");
}

TEST_F(K8upLiveTest, ALaterPageThatFailsLeavesTheFormerListWhole) {
  Pass();
  AnswerBy(kApi + "backups", [](const TestServer::Request& request) {
    if (request.Query("continue").empty())
      return Reply{.body = List("Backup", Backup("21", "Failed"), "more")};
    return StatusReply(403, "no longer");
  });
  const Collected collected = Pass();
  EXPECT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(Nightly(collected).tracks.at(0).last_failure, std::nullopt);
}

TEST_F(K8upLiveTest, ABackupThatCannotBeReadCostsNoOther) {
  Answer(kApi + "backups",
         {.body = List("Backup", R"({"metadata":{"name":"odd","namespace":"app"},"status":7},)" +
                                     Backup("20", "Succeeded"))});
  const Collected collected = Pass();
  EXPECT_TRUE(collected.failures.empty());
  ASSERT_EQ(collected.problems.size(), 1U);
  EXPECT_EQ(collected.problems[0].name, "odd");
  EXPECT_EQ(Nightly(collected).tracks.at(0).counts->completed, 1);
}

TEST_F(K8upLiveTest, BackupsThatWereNeverReadAreUnknownAndNotZero) {
  Answer(kApi + "backups", StatusReply(403, "backups is forbidden"));
  ExpectUnknownAndNotZero(Nightly(Pass()), "backups is forbidden");
}

TEST_F(K8upLiveTest, SchedulesThatCannotBeReadLeaveTheirBackupsOnShow) {
  Answer(kApi + "schedules", StatusReply(403, "schedules is forbidden"));
  const ObjectFacts object = Nightly(Pass());
  EXPECT_EQ(object.protection, std::nullopt) << "what decides it was not read";
  EXPECT_EQ(object.tracks.at(0).counts->completed, 1);
}

TEST_F(K8upLiveTest, AFailureIsRememberedAfterItsBackupWasDeleted) {
  Answer(kApi + "backups",
         {.body = List("Backup", Backup("20", "Succeeded") + "," + Backup("21", "Failed"))});
  Pass();
  Answer(kApi + "backups", {.body = List("Backup", Backup("20", "Succeeded"))});
  const Track track = Nightly(Pass()).tracks.at(0);
  ASSERT_TRUE(track.last_failure.has_value());
  EXPECT_EQ(FormatRfc3339(*track.last_failure), "2026-08-21T04:29:00Z");
  EXPECT_EQ(track.counts->failed, 0);
}

TEST_F(K8upLiveTest, ADeletedScheduleTakesItsSeriesAlong) {
  Pass();
  Answer(kApi + "schedules", {.body = List("Schedule", "")});
  EXPECT_TRUE(Pass().facts.objects.empty());
}

}  // namespace
}  // namespace lastgood
