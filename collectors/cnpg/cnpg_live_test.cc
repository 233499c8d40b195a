// The collector against a real HTTP server: what each fault costs, and what it must not cost.
#include <gtest/gtest.h>

#include "collectors/cnpg/cnpg.h"
#include "collectors/shared/live_fixture.h"

namespace lastgood {
namespace {

constexpr std::string_view kNow = "2026-08-20T12:00:00Z";
const std::string kBackups = "/apis/postgresql.cnpg.io/v1/backups";
const std::string kClusters = "/apis/postgresql.cnpg.io/v1/clusters";
const std::string kSchedules = "/apis/postgresql.cnpg.io/v1/scheduledbackups";
const std::string kSnapshots = "/apis/snapshot.storage.k8s.io/v1/volumesnapshots";

std::string List(const std::string& items, const std::string& token = "", const std::string& kind = "Backup",
                 const std::string& version = "postgresql.cnpg.io/v1") {
  return KubeList(version, kind, items, token);
}
std::string Backup(const std::string& name, const std::string& status) {
  return R"({"metadata":{"name":")" + name +
         R"(","namespace":"app"},"spec":{"cluster":{"name":"pg"}},"status":{)" + status + "}}";
}
const std::string kGood = R"("phase":"completed","stoppedAt":"2026-08-20T00:01:10Z")";
const std::string kNewer = R"("phase":"completed","stoppedAt":"2026-08-20T11:01:10Z")";
constexpr const char* kCluster = R"({"metadata":{"name":"pg","namespace":"app"},"spec":{}})";

class CnpgLiveTest : public KubernetesLiveTest {
 protected:
  CnpgLiveTest() : KubernetesLiveTest(&MakeCnpgCollectors, kNow) {
    Answer(kClusters, {.body = List(kCluster, "", "Cluster")});
    Answer(kSchedules, {.body = List("", "", "ScheduledBackup")});
    Answer(kBackups, {.body = List(Backup("a", kGood))});
    Answer(kSnapshots, {.body = List("", "", "VolumeSnapshot", "snapshot.storage.k8s.io/v1")});
  }
  static Track OnlyTrack(const Collected& collected) {
    return FindObject(collected.facts, "pg").tracks.at(0);
  }
};

TEST_F(CnpgLiveTest, AClusterIsReadAndAMissingPluginIsNoFault) {
  const Collected collected = Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_EQ(OnlyTrack(collected).counts->completed, 1);
  EXPECT_EQ(FindObject(collected.facts, "pg").unread, std::vector<std::string>{});
}

TEST_F(CnpgLiveTest, AServerWithoutTheOperatorIsAbsentAndNoFault) {
  ExpectAbsentWithout({kClusters, kSchedules, kBackups, kSnapshots});
}

TEST_F(CnpgLiveTest, AForbiddenKindDoesNotFreezeTheOthers) {
  Pass();
  Answer(kSnapshots, StatusReply(403, "volumesnapshots is forbidden"));
  Answer(kBackups, {.body = List(Backup("a", kGood) + "," + Backup("b", kNewer))});
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kForbidden);
  EXPECT_NE(collected.failures[0].message.find("volumesnapshots"), std::string::npos);
  EXPECT_EQ(OnlyTrack(collected).counts->completed, 2);
  EXPECT_EQ(FormatRfc3339(FindObject(collected.facts, "pg").observed), "2026-08-20T12:02:00Z");
}

TEST_F(CnpgLiveTest, BackupsThatCannotBeReadKeepTheirFactsAndTheirObservedTime) {
  Pass();
  for (const auto& [status, code] :
       {std::pair(403, ErrorCode::kForbidden), std::pair(500, ErrorCode::kUnavailable),
        std::pair(401, ErrorCode::kUnauthorized)}) {
    Answer(kBackups, StatusReply(status, "no"));
    const Collected collected = Pass();
    ASSERT_EQ(collected.failures.size(), 1U) << status;
    EXPECT_EQ(collected.failures[0].code, code);
    EXPECT_EQ(OnlyTrack(collected).counts->completed, 1);
    EXPECT_EQ(FormatRfc3339(FindObject(collected.facts, "pg").observed), "2026-08-20T12:01:00Z");
  }
  Answer(kBackups, {.body = List("")});
  const Collected recovered = Pass();
  EXPECT_TRUE(recovered.failures.empty());
  EXPECT_EQ(OnlyTrack(recovered).counts->completed, 0);
}

TEST_F(CnpgLiveTest, BackupsThatWereNeverReadAreUnknownAndNotZero) {
  Answer(kBackups, StatusReply(403, "backups is forbidden"));
  const ObjectFacts object = FindObject(Pass().facts, "pg");
  EXPECT_TRUE(object.tracks.empty());
  EXPECT_EQ(object.protection, Protection::kNoPolicy) << "a backup made by hand would be no policy";
  ASSERT_EQ(object.unread.size(), 1U);
  EXPECT_NE(object.unread[0].find("backups is forbidden"), std::string::npos);
}

TEST_F(CnpgLiveTest, ALaterPageThatFailsLeavesTheFormerListWhole) {
  Pass();
  AnswerBy(kBackups, [](const TestServer::Request& request) {
    if (request.Query("continue").empty()) return Reply{.body = List(Backup("b", kNewer), "more")};
    return StatusReply(403, "no longer");
  });
  const Collected collected = Pass();
  EXPECT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(FormatRfc3339(*OnlyTrack(collected).last_success_finish), "2026-08-20T00:01:10Z");
}

TEST_F(CnpgLiveTest, AnExpiredListStartsAnewWithoutCountingTwice) {
  AnswerBy(kBackups, [expired = false](const TestServer::Request& request) mutable {
    if (request.Query("continue").empty()) return Reply{.body = List(Backup("a", kGood), "more")};
    if (!std::exchange(expired, true)) return StatusReply(410, "The provided continue parameter is too old");
    return Reply{.body = List(Backup("b", kNewer))};
  });
  EXPECT_EQ(OnlyTrack(Pass()).counts->completed, 2);
}

TEST_F(CnpgLiveTest, ACrdThatIsGoneIsAFailureAndItsFactsStay) {
  Pass();
  Forget(kBackups);
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kNotFound);
  EXPECT_FALSE(collected.absent);
  EXPECT_EQ(OnlyTrack(collected).counts->completed, 1);
}

TEST_F(CnpgLiveTest, AMalformedObjectKeepsItsFormerRow) {
  Answer(kBackups, {.body = List(Backup("a", kGood) + "," + Backup("b", kNewer))});
  Pass();
  Answer(kBackups, {.body = List(Backup("a", R"("phase":"failed")") + "," + Backup("b", R"("phase":7)"))});
  const Collected collected = Pass();
  ASSERT_EQ(collected.problems.size(), 1U);
  EXPECT_EQ(collected.problems[0].name, "b");
  const BackupCounts expected{.completed = 1, .failed = 1};
  EXPECT_EQ(OnlyTrack(collected).counts, expected);
  EXPECT_EQ(FormatRfc3339(*OnlyTrack(collected).last_success_finish), "2026-08-20T11:01:10Z");
}

TEST_F(CnpgLiveTest, ADeletedClusterTakesItsSeriesAlong) {
  Pass();
  Answer(kClusters, {.body = List("", "", "Cluster")});
  EXPECT_TRUE(Pass().facts.objects.empty());
}

}  // namespace
}  // namespace lastgood
