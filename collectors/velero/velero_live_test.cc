// The collector against a real HTTP server: what each fault costs, and what it must not cost.
#include <gtest/gtest.h>

#include "collectors/shared/live_fixture.h"
#include "collectors/velero/velero.h"

namespace lastgood {
namespace {

const std::string kApi = "/apis/velero.io/v1/", kBeta = "/apis/velero.io/v2alpha1/";

std::string List(const std::string& kind, const std::string& items, const std::string& token = "") {
  return KubeList("velero.io/v1", kind, items, token);
}
std::string Backup(const std::string& name, const std::string& phase, const std::string& day) {
  return R"({"metadata":{"name":")" + name +
         R"(","namespace":"velero","labels":{"velero.io/schedule-name":"nightly"}},"status":{"phase":")" +
         phase + R"(","startTimestamp":"2026-08-)" + day + R"(T02:00:00Z","completionTimestamp":"2026-08-)" +
         day + R"(T02:07:00Z"}})";
}
constexpr const char* kSchedule =
    R"({"metadata":{"name":"nightly","namespace":"velero"},"spec":{"schedule":"@daily","template":{}}})";
constexpr const char* kLocation = R"({"metadata":{"name":"default","namespace":"velero"},"spec":{}})";

class VeleroLiveTest : public KubernetesLiveTest {
 protected:
  VeleroLiveTest() : KubernetesLiveTest(&MakeVeleroCollectors) {
    Answer(kApi + "schedules", {.body = List("Schedule", kSchedule)});
    Answer(kApi + "backups", {.body = List("Backup", Backup("a", "Completed", "20"))});
    Answer(kApi + "backupstoragelocations", {.body = List("BackupStorageLocation", kLocation)});
    Answer(kApi + "podvolumebackups", {.body = List("PodVolumeBackup", "")});
    Answer(kApi + "backuprepositories", {.body = List("BackupRepository", "")});
    Answer(kApi + "restores", {.body = List("Restore", "")});
    Answer(kBeta + "datauploads", {.body = KubeList("velero.io/v2alpha1", "DataUpload", "")});
  }
  static ObjectFacts Nightly(const Collected& collected) { return FindObject(collected.facts, "nightly"); }
};

TEST_F(VeleroLiveTest, AnOlderVeleroWithoutDataUploadsIsNoFault) {
  Forget(kBeta + "datauploads");
  const Collected collected = Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_EQ(Nightly(collected).tracks.at(0).counts->completed, 1);
  EXPECT_EQ(Nightly(collected).unread, std::vector<std::string>{});
}

TEST_F(VeleroLiveTest, AServerWithoutVeleroIsAbsentAndNoFault) {
  ExpectAbsentWithout({kApi + "schedules", kApi + "backups", kApi + "backupstoragelocations",
                       kApi + "podvolumebackups", kApi + "backuprepositories", kApi + "restores",
                       kBeta + "datauploads"});
}

TEST_F(VeleroLiveTest, BackupsThatCannotBeReadKeepTheirFactsAndTheirObservedTime) {
  Pass();
  for (const auto& [status, code] :
       {std::pair(403, ErrorCode::kForbidden), std::pair(500, ErrorCode::kUnavailable),
        std::pair(401, ErrorCode::kUnauthorized)}) {
    Answer(kApi + "backups", StatusReply(status, "no"));
    const Collected collected = Pass();
    ASSERT_EQ(collected.failures.size(), 1U) << status;
    EXPECT_EQ(collected.failures[0].code, code);
    EXPECT_EQ(Nightly(collected).tracks.at(0).counts->completed, 1);
    EXPECT_EQ(FormatRfc3339(Nightly(collected).observed), "2026-08-21T12:01:00Z");
  }
}

TEST_F(VeleroLiveTest, ForbiddenRestoresDoNotFreezeBackups) {
  Answer(kApi + "restores", StatusReply(403, "restores is forbidden"));
  Pass();
  Answer(kApi + "backups",
         {.body = List("Backup", Backup("a", "Completed", "20") + "," + Backup("b", "Completed", "21"))});
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_NE(collected.failures[0].message.find("restores"), std::string::npos);
  EXPECT_EQ(Nightly(collected).tracks.at(0).counts->completed, 2);
}

TEST_F(VeleroLiveTest, ALaterPageThatFailsLeavesTheFormerListWhole) {
  Pass();
  AnswerBy(kApi + "backups", [](const TestServer::Request& request) {
    if (request.Query("continue").empty())
      return Reply{.body = List("Backup", Backup("b", "Failed", "21"), "more")};
    return StatusReply(403, "no longer");
  });
  const Collected collected = Pass();
  EXPECT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(Nightly(collected).tracks.at(0).last_failure, std::nullopt);
}

TEST_F(VeleroLiveTest, BackupsThatWereNeverReadAreUnknownAndNotZero) {
  Answer(kApi + "backups", StatusReply(403, "backups is forbidden"));
  ExpectUnknownAndNotZero(Nightly(Pass()), "backups is forbidden");
}

TEST_F(VeleroLiveTest, ADeletedScheduleTakesItsSeriesAlong) {
  Pass();
  Answer(kApi + "schedules", {.body = List("Schedule", "")});
  EXPECT_TRUE(Pass().facts.objects.empty());
}

}  // namespace
}  // namespace lastgood
