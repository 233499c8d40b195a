#include "collectors/cnpg/cnpg.h"

#include <gtest/gtest.h>

#include "collectors/shared/kubernetes_fixture.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

const std::string kTestdata = LASTGOOD_SOURCE_DIR "/collectors/cnpg/testdata/";

KubernetesFixture Over(const std::string& folder) {
  return {&MakeCnpgCollectors, folder, "2026-08-20T12:00:00Z"};
}

TEST(CnpgTest, AShopIsReadFromItsManifests) {
  const Collected collected = Over(kTestdata + "shop.yaml").Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_TRUE(collected.problems.empty());
  EXPECT_FALSE(collected.absent);
  ASSERT_EQ(collected.facts.objects.size(), 3U);
  const ObjectFacts orders = FindObject(collected.facts, "orders");
  EXPECT_EQ(orders.protection, Protection::kScheduled);
  EXPECT_EQ(orders.max_age, std::chrono::hours(26));
  EXPECT_EQ(orders.tracks.at(0).counts->completed, 2);
  ASSERT_EQ(orders.tracks.at(0).runs.size(), 2U);
  EXPECT_EQ(orders.tracks.at(0).runs.back().ended, orders.tracks.at(0).last_success_finish);
  EXPECT_EQ(orders.tracks.at(0).last_success_duration, std::chrono::seconds(112));
  EXPECT_EQ(orders.wal_archiving, true);
  EXPECT_EQ(orders.observed, ParseRfc3339("2026-08-20T12:00:00Z").value());
  const ObjectFacts catalogue = FindObject(collected.facts, "catalogue");
  EXPECT_EQ(FormatRfc3339(*catalogue.tracks.at(0).recovery_point), "2026-08-20T06:00:01Z");
  EXPECT_EQ(catalogue.tracks.at(0).destination, "ceph-block");
  const ObjectFacts sessions = FindObject(collected.facts, "sessions");
  EXPECT_EQ(sessions.protection, Protection::kNoPolicy);
  EXPECT_EQ(sessions.wal_archiving, std::nullopt);
}

TEST(CnpgTest, BadObjectsAreNamedAndCostNoOther) {
  const Collected collected = Over(kTestdata + "bad.yaml").Pass();
  EXPECT_EQ(FindObject(collected.facts, "good").tracks.at(0).counts->completed, 1);
  const std::string all = AllMessages(collected.problems);
  EXPECT_EQ(collected.problems.size(), 5U) << all;
  for (const std::string_view says :
       {"yesterday", "status.stoppedAt: expected a time", "phase-7", "status.phase: expected a string",
        "no-cluster", "spec.cluster.name: expected the name of a Cluster", "quote"})
    EXPECT_NE(all.find(says), std::string::npos) << says << " in\n" << all;
}

TEST(CnpgTest, NothingOfTheSystemIsAbsent) {
  TempDir folder;
  folder.Write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\n");
  const Collected collected = Over(folder.path()).Pass();
  EXPECT_TRUE(collected.absent);
  EXPECT_TRUE(collected.failures.empty());
}

constexpr std::string_view kCluster =
    "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: app}\nspec: {}\n";
std::string Backup(std::string_view name, std::string_view status) {
  return "apiVersion: postgresql.cnpg.io/v1\nkind: Backup\nmetadata: {name: " + std::string(name) +
         ", namespace: app}\nspec: {cluster: {name: pg}}\nstatus: {" + std::string(status) + "}\n";
}

TEST(CnpgTest, AKindThatIsGoneIsAFailureAndItsFormerFactsStay) {
  TempDir folder;
  folder.Write("cluster.yaml", kCluster);
  folder.Write("backup.yaml", Backup("b", "phase: completed, stoppedAt: '2026-08-20T00:01:00Z'"));
  KubernetesFixture fixture = Over(folder.path());
  EXPECT_TRUE(fixture.Pass().failures.empty());
  std::filesystem::remove(folder / "backup.yaml");
  fixture.clock().Advance(std::chrono::minutes(1));
  const Collected collected = fixture.Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kNotFound);
  EXPECT_NE(collected.failures[0].message.find("Backups"), std::string::npos);
  const ObjectFacts object = FindObject(collected.facts, "pg");
  EXPECT_EQ(object.tracks.at(0).counts->completed, 1);
  EXPECT_EQ(object.observed, ParseRfc3339("2026-08-20T12:00:00Z").value());
}

TEST(CnpgTest, AnObjectThatBecomesUnreadableKeepsItsFormerFacts) {
  TempDir folder;
  folder.Write("cluster.yaml", kCluster);
  folder.Write("a.yaml", Backup("a", "phase: completed, stoppedAt: '2026-08-20T00:01:00Z'"));
  folder.Write("b.yaml", Backup("b", "phase: running"));
  KubernetesFixture fixture = Over(folder.path());
  fixture.Pass();
  folder.Write("a.yaml", Backup("a", "phase: 7"));
  folder.Write("b.yaml", Backup("b", "phase: failed"));
  const Collected collected = fixture.Pass();
  EXPECT_EQ(collected.problems.size(), 1U);
  const BackupCounts expected{.completed = 1, .failed = 1};
  EXPECT_EQ(FindObject(collected.facts, "pg").tracks.at(0).counts, expected);
}

TEST(CnpgTest, SettingsAreReadAndBadOnesAreRefused) {
  FakeClock clock;
  FakeHttp http([](const HttpRequest&) -> Result<HttpResponse> { return Error{}; });
  Environment environment{http, clock, nullptr, {}};
  ConfigReader bad = ConfigReader::Parse("interval: 10ms", "lastgood.yaml").value();
  EXPECT_TRUE(MakeCnpgCollectors(bad, environment).value().empty());
  EXPECT_NE(bad.Finish().error().message.find("must be at least 1s"), std::string::npos);
}

}  // namespace
}  // namespace lastgood
