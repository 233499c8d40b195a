// The collector against a real HTTP server: what each fault costs, and what it must not cost.
#include <gtest/gtest.h>

#include "collectors/restore_tests/restore_tests.h"
#include "collectors/shared/kubernetes_fixture.h"
#include "net/http/curl_http.h"
#include "tests/support/kube_cluster.h"

namespace lastgood {
namespace {

const std::string kBatch = "/apis/batch/v1/", kConfigMaps = "/api/v1/configmaps",
                  kBackups = "/apis/postgresql.cnpg.io/v1/backups";

constexpr const char* kCronJob =
    R"({"metadata":{"name":"cnpg-restore-test","namespace":"app","creationTimestamp":"2026-08-01T00:00:00Z"},)"
    R"("spec":{"schedule":"*/10 * * * *"}})";
constexpr const char* kState =
    R"({"metadata":{"name":"cnpg-restore-test-state","namespace":"app","managedFields":[{"manager":"kubectl",)"
    R"("time":"2026-08-21T02:39:58Z","fieldsV1":{"f:data":{}}}]},"data":{"lastBackupName":"pg-21"}})";
constexpr const char* kJob =
    R"({"metadata":{"name":"run","namespace":"app","ownerReferences":[{"kind":"CronJob","name":"cnpg-restore-test"}]},)"
    R"("status":{"startTime":"2026-08-21T02:10:00Z","completionTime":"2026-08-21T02:40:00Z"}})";

std::string Backup(const std::string& day) {
  return R"({"metadata":{"name":"pg-)" + day +
         R"(","namespace":"app"},"spec":{"cluster":{"name":"pg"}},"status":{"phase":"completed","startedAt":"2026-08-)" +
         day + R"(T02:00:00Z","stoppedAt":"2026-08-)" + day + R"(T02:05:00Z"}})";
}

class RestoreTestsLiveTest : public ::testing::Test, protected KubeCluster {
 protected:
  RestoreTestsLiveTest() {
    Answer(kBatch + "cronjobs", {.body = KubeList("batch/v1", "CronJob", kCronJob)});
    Answer(kBatch + "jobs", {.body = KubeList("batch/v1", "Job", kJob)});
    Answer(kConfigMaps, {.body = KubeList("v1", "ConfigMap", kState)});
    Answer(kBackups, {.body = KubeList("postgresql.cnpg.io/v1", "Backup", Backup("21"))});
  }
  Collected Pass() {
    fixture_.clock().Advance(std::chrono::minutes(1));
    return fixture_.Pass();
  }
  static RestoreTestFacts Drill(const Collected& collected) {
    EXPECT_EQ(collected.facts.restore_tests.size(), 1U);
    return collected.facts.restore_tests.empty() ? RestoreTestFacts() : collected.facts.restore_tests[0];
  }

  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  KubernetesFixture fixture_{&MakeRestoreTestsCollectors, Config(), http_.get(), "2026-08-21T12:00:00Z"};
};

TEST_F(RestoreTestsLiveTest, OnlyTheConfigMapsOfDrillsAreAskedFor) {
  std::string selector;
  AnswerBy(kConfigMaps, [&](const TestServer::Request& request) {
    selector = request.Query("fieldSelector");
    return Reply{.body = KubeList("v1", "ConfigMap", kState)};
  });
  const RestoreTestFacts drill = Drill(Pass());
  EXPECT_EQ(selector, "metadata.name=cnpg-restore-test-state");
  EXPECT_EQ(drill.last_success, ParseRfc3339("2026-08-21T02:39:58Z").value());
  EXPECT_EQ(drill.duration, std::chrono::minutes(30));
}

TEST_F(RestoreTestsLiveTest, WithoutADrillNothingElseIsAskedFor) {
  Answer(kBatch + "cronjobs", {.body = KubeList("batch/v1", "CronJob", "")});
  for (const std::string& path : {kBatch + "jobs", kConfigMaps, kBackups})
    AnswerBy(path, [](const TestServer::Request& request) {
      ADD_FAILURE() << request.path();
      return StatusReply(500, "no");
    });
  const Collected collected = Pass();
  EXPECT_TRUE(collected.absent);
  EXPECT_TRUE(collected.failures.empty());
}

TEST_F(RestoreTestsLiveTest, AClusterWithoutCloudNativePgIsNoFault) {
  Forget(kBackups);
  const Collected collected = Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_FALSE(Drill(collected).backups_known);
  EXPECT_TRUE(Drill(collected).unread.empty());
}

TEST_F(RestoreTestsLiveTest, WhatCannotBeReadKeepsItsFactsAndTheirObservedTime) {
  Pass();
  for (const std::string& path : {kBatch + "cronjobs", kBatch + "jobs", kConfigMaps, kBackups}) {
    const Collected before = Pass();
    for (const auto& [status, code] :
         {std::pair(403, ErrorCode::kForbidden), std::pair(500, ErrorCode::kUnavailable)}) {
      AnswerBy(path, [status = status](const TestServer::Request&) { return StatusReply(status, "no"); });
      const Collected collected = Pass();
      ASSERT_EQ(collected.failures.size(), 1U) << path;
      EXPECT_EQ(collected.failures[0].code, code);
      EXPECT_EQ(Drill(collected).last_success, Drill(before).last_success) << path;
      EXPECT_EQ(Drill(collected).observed, Drill(before).observed) << path;
    }
    Answer(path, path == kConfigMaps ? Reply{.body = KubeList("v1", "ConfigMap", kState)}
                 : path == kBackups ? Reply{.body = KubeList("postgresql.cnpg.io/v1", "Backup", Backup("21"))}
                 : path.ends_with("cronjobs") ? Reply{.body = KubeList("batch/v1", "CronJob", kCronJob)}
                                              : Reply{.body = KubeList("batch/v1", "Job", kJob)});
  }
}

TEST_F(RestoreTestsLiveTest, AForbiddenConfigMapIsUnknownAndNoMissingTest) {
  Answer(kConfigMaps, StatusReply(403, "configmaps is forbidden"));
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  ASSERT_EQ(Drill(collected).unread.size(), 1U);
  EXPECT_NE(Drill(collected).unread[0].find("configmaps is forbidden"), std::string::npos);
  EXPECT_EQ(Drill(collected).detail.find("records no test"), std::string::npos);
}

TEST_F(RestoreTestsLiveTest, ADeletedConfigMapForgetsNoSuccess) {
  const RestoreTestFacts before = Drill(Pass());
  Answer(kConfigMaps, {.body = KubeList("v1", "ConfigMap", "")});
  const RestoreTestFacts drill = Drill(Pass());
  EXPECT_EQ(drill.last_success, before.last_success);
  EXPECT_EQ(drill.recovered_to, before.recovered_to);
}

TEST_F(RestoreTestsLiveTest, ADeletedCronJobTakesItsSeriesAlong) {
  Pass();
  Answer(kBatch + "cronjobs", {.body = KubeList("batch/v1", "CronJob", "")});
  EXPECT_TRUE(Pass().facts.restore_tests.empty());
}

}  // namespace
}  // namespace lastgood
