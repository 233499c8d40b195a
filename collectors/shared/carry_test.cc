// What a process before this one read, while this one cannot.
#include "collectors/shared/carry.h"

#include <gmock/gmock.h>

#include "collectors/cnpg/cnpg.h"
#include "collectors/shared/live_fixture.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kNow = "2026-08-20T12:00:00Z";
const std::string kGroup = "/apis/postgresql.cnpg.io/v1/";

std::string List(const std::string& kind, const std::string& items) {
  return KubeList("postgresql.cnpg.io/v1", kind, items);
}
std::string Backup(const std::string& name, const std::string& stopped) {
  return R"({"metadata":{"name":")" + name +
         R"(","namespace":"app"},"spec":{"cluster":{"name":"pg"}},"status":{"phase":"completed","stoppedAt":")" +
         stopped + "\"}}";
}

// Passes of one process after another: each begins with empty tables.
class CarryTest : public testing::Test, protected KubeCluster {
 protected:
  CarryTest() {
    Answer(kGroup + "clusters",
           {.body = List("Cluster", R"({"metadata":{"name":"pg","namespace":"app"},"spec":{}})")});
    Answer(kGroup + "scheduledbackups",
           {.body = List("ScheduledBackup", R"({"metadata":{"name":"daily","namespace":"app"},"spec":{
                         "schedule":"0 0 0 * * *","cluster":{"name":"pg"}}})")});
    Answer(kGroup + "backups", {.body = List("Backup", Backup("a", "2026-08-20T00:01:10Z"))});
  }

  // The first pass of another process, with what the one before left.
  Collected Restart() {
    KubernetesFixture process(&MakeCnpgCollectors, Config(), http_.get(), kNow);
    process.clock().Advance(std::chrono::minutes(++processes_));
    former_ = process.collector().collect({Deadline(), former_.facts, {}, former_.kinds, {}});
    return former_;
  }
  const ObjectFacts& Pg() const { return former_.facts.objects.at(0); }

  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  int processes_ = 0;
  Collected former_;
};

TEST_F(CarryTest, AServerThatIsDownLeavesAllThatWasKnown) {
  Restart();
  EXPECT_THAT(former_.kinds, ElementsAre("Clusters", "ScheduledBackups", "Backups"));
  const Collected before = former_;
  for (const char* kind : {"clusters", "scheduledbackups", "backups"}) Answer(kGroup + kind, {.status = 503});
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(Restart().failures.empty());
    ASSERT_EQ(former_.facts.objects.size(), 1U);
    EXPECT_EQ(Pg().observed, before.facts.objects[0].observed) << "as old as it is";
    EXPECT_EQ(Pg().protection, before.facts.objects[0].protection);
    EXPECT_THAT(Pg().unread, IsEmpty());
    EXPECT_EQ(Pg().tracks.at(0).counts->completed, 1);
    EXPECT_EQ(former_.facts.policies.size(), 1U);
    EXPECT_EQ(former_.kinds, before.kinds);
  }
}

TEST_F(CarryTest, AForbiddenKindKeepsWhatItToldAndTheOthersMoveOn) {
  Restart();
  Answer(kGroup + "backups", StatusReply(403, "backups is forbidden"));
  Answer(kGroup + "clusters",
         {.body = List("Cluster", R"({"metadata":{"name":"new","namespace":"app"},"spec":{}},
                                     {"metadata":{"name":"pg","namespace":"app"},"spec":{}})")});
  Restart();
  ASSERT_EQ(former_.facts.objects.size(), 2U);
  EXPECT_EQ(FindObject(former_.facts, "pg").tracks.at(0).counts->completed, 1) << "no deadline jumps";
  EXPECT_EQ(FindObject(former_.facts, "new").observed, Time());
}

TEST_F(CarryTest, AKindThatNoProcessEverReadFreezesNothing) {
  Answer(kGroup + "backups", StatusReply(403, "backups is forbidden"));
  Restart();
  Answer(kGroup + "clusters",
         {.body = List("Cluster", R"({"metadata":{"name":"other","namespace":"app"},"spec":{}})")});
  Restart();
  ASSERT_EQ(former_.facts.objects.size(), 1U);
  EXPECT_EQ(Pg().key.name, "other");
}

TEST_F(CarryTest, AKindThatIsGoneSinceTheRestartIsAFailure) {
  Restart();
  for (const char* kind : {"clusters", "scheduledbackups", "backups"}) Forget(kGroup + kind);
  const Collected collected = Restart();
  EXPECT_FALSE(collected.absent);
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_THAT(collected.failures[0].message,
              HasSubstr("Clusters, ScheduledBackups, Backups: they were read before"));
  EXPECT_EQ(collected.facts.objects.size(), 1U);
}

}  // namespace
}  // namespace lastgood
