#include <gtest/gtest.h>

#include "collectors/velero/velero_world.h"
#include "model/derive.h"

namespace lastgood::velero {
namespace {

World With(std::string_view spec, std::string_view status = "phase: Enabled") {
  return World().Add(kLocation).Add(Schedule(spec, status));
}

TEST(VeleroTest, AScheduleProtectsWhatItCovers) {
  const ObjectFacts object =
      With(
          "schedule: 0 2 * * *, template: {includedNamespaces: [app, crm], labelSelector: {matchLabels: "
          "{tier: data}}}")
          .Object();
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_EQ(object.protection_detail, "Schedule (0 2 * * *) covers namespaces app, crm, where tier=data");
  EXPECT_EQ(object.inspect, "kubectl -n velero get backups.velero.io -l velero.io/schedule-name=nightly");
}

struct Coverage {
  std::string_view summary, says;
};

TEST(VeleroTest, CoverageIsToldInWords) {
  for (const Coverage& one : std::vector<Coverage>{
           {"", "covers all namespaces"},
           {"includedNamespaces: ['*'], excludedNamespaces: [kube-system]", "all namespaces but kube-system"},
           {"excludedResources: [events], includedResources: ['*']", "all namespaces, without events"},
           {"includedResources: [persistentvolumeclaims]", "only persistentvolumeclaims"},
           {"orLabelSelectors: [{matchLabels: {a: b}}, {matchExpressions: [{key: c, operator: In, values: "
            "[d, "
            "e]}]}]",
            "where a=b or c In (d, e)"},
           {"snapshotVolumes: false", "snapshotVolumes: false"},
           {"labelSelector: {}", "covers all namespaces"}}) {
    const ObjectFacts object =
        With("schedule: '@daily', template: {" + std::string(one.summary) + "}").Object();
    EXPECT_NE(object.protection_detail.find(one.says), std::string::npos) << object.protection_detail;
  }
  EXPECT_EQ(With("schedule: '@daily', template: {snapshotVolumes: false, snapshotMoveData: true}")
                .Object()
                .protection_detail,
            "Schedule (@daily) covers all namespaces");
}

TEST(VeleroTest, APausedScheduleIsSuspended) {
  World world = With("schedule: 0 2 * * *, paused: true, template: {}");
  EXPECT_EQ(world.Object().protection, Protection::kSuspended);
  EXPECT_TRUE(world.OnlyTrack().schedules.empty());
  EXPECT_EQ(world.All().policies.at(0).suspended, true);
  EXPECT_EQ(world.All().policies.at(0).next_run, std::nullopt);
}

TEST(VeleroTest, AScheduleThatVeleroRefusesIsImpossible) {
  World refused = With("schedule: 0 2 * * *, template: {}",
                       "phase: FailedValidation, validationErrors: ['invalid schedule: beyond']");
  EXPECT_EQ(refused.Object().protection, Protection::kImpossible);
  EXPECT_EQ(refused.Object().protection_detail, "invalid schedule: beyond");
  EXPECT_TRUE(refused.OnlyTrack().schedules.empty());
  World unparsed = With("schedule: every night, template: {}", "phase: New");
  EXPECT_EQ(unparsed.Object().protection, Protection::kImpossible);
  EXPECT_EQ(unparsed.All().policies.at(0).valid, false);
  EXPECT_NE(unparsed.Object().protection_detail.find("\"every night\""), std::string::npos);
}

TEST(VeleroTest, AScheduleWithoutAPlaceForItsBackupsIsImpossible) {
  World gone = With("schedule: '@daily', template: {storageLocation: offsite}");
  EXPECT_EQ(gone.Object().protection, Protection::kImpossible);
  EXPECT_EQ(gone.Object().protection_detail, "its BackupStorageLocation velero/offsite does not exist");
  EXPECT_EQ(gone.OnlyTrack().destination, "offsite");
  World fixed = World()
                    .Add(Schedule())
                    .Add(
                        "{kind: BackupStorageLocation, metadata: {name: default, namespace: velero}, "
                        "spec: {accessMode: ReadOnly}}");
  EXPECT_EQ(fixed.Object().protection_detail, "its storage location default is read-only");
  World other =
      World()
          .Add(Schedule())
          .Add("{kind: BackupStorageLocation, metadata: {name: minio, namespace: velero}, spec: {}}");
  EXPECT_EQ(other.Object().protection, Protection::kScheduled) << "the server may default to it by a flag";
  EXPECT_EQ(other.OnlyTrack().destination, "");
  EXPECT_EQ(World().Add(Schedule()).Object().protection_detail, "there is no BackupStorageLocation");
}

TEST(VeleroTest, TheNextRunFollowsVelerosOwnRule) {
  const auto next = [](std::string_view status, std::string_view cron = "0 2 * * *") {
    World world = With("template: {}, schedule: '" + std::string(cron) + "'", status);
    return Text(world.All().policies.at(0).next_run);
  };
  EXPECT_EQ(next("phase: Enabled, lastBackup: \"2026-08-21T02:00:03Z\""), "2026-08-22T02:00:00Z");
  EXPECT_EQ(next("phase: Enabled"), "2026-07-01T02:00:00Z") << "due since it was created";
  EXPECT_EQ(next("lastBackup: \"2026-08-20T02:00:03Z\", lastSkipped: \"2026-08-21T09:00:00Z\""),
            "2026-08-22T02:00:00Z");
  EXPECT_EQ(next("lastBackup: \"2026-08-21T02:00:03Z\", lastSkipped: \"2026-08-01T09:00:00Z\""),
            "2026-08-22T02:00:00Z");
  EXPECT_EQ(next("lastBackup: \"2026-08-21T09:30:00Z\"", "@every 6h"), "2026-08-21T15:30:00Z");
  EXPECT_EQ(next("lastBackup: \"2026-08-21T09:30:00Z\"", "CRON_TZ=Europe/Berlin 0 3 * * *"),
            "2026-08-22T01:00:00Z");
}

TEST(VeleroTest, TheZoneOfASchedulesCronIsTold) {
  EXPECT_EQ(With("schedule: TZ=Asia/Tokyo 0 3 * * *, template: {}").All().policies.at(0).timezone,
            "Asia/Tokyo");
}

TEST(VeleroTest, ASkippedRunIsNotAMissedOne) {
  World world = With("schedule: 0 2 * * *, template: {}",
                     "phase: Enabled, lastBackup: \"2026-08-10T02:00:03Z\", lastSkipped: "
                     "\"2026-08-21T09:00:00Z\"");  // it had been paused, and resumed with skipImmediately
  world.Add(Backup("2026-08-10", "Completed"));
  EXPECT_EQ(Text(Derive(world.Object(), {}, world.now).deadline), "2026-08-23T03:00:00Z");
}

TEST(VeleroTest, ASchedulesDeadlineIsItsSecondRunAfterTheLastGoodBackup) {
  World world = With("schedule: '@every 6h', template: {}");
  world.Add(Backup("2026-08-21", "Completed"));
  EXPECT_EQ(Text(Derive(world.Object(), {}, world.now).deadline), "2026-08-21T15:00:04Z");
}

TEST(VeleroTest, RetentionIsTheTemplatesElseWhatTheNewestBackupGot) {
  EXPECT_EQ(With("schedule: '@daily', template: {ttl: 48h}").OnlyTrack().retention, std::chrono::hours(48));
  World world = With("schedule: '@daily', template: {ttl: 0s}");
  EXPECT_EQ(world.OnlyTrack().retention, std::nullopt);
  world.Add(Backup("2026-08-21", "Completed", "expiration: \"2026-08-28T02:00:03Z\""));
  EXPECT_EQ(world.OnlyTrack().retention, std::chrono::hours(24 * 7));
}

TEST(VeleroTest, AnnotationsSetTheObjectiveAndABadOneIsTold) {
  World good = World().Add(kLocation).Add(Schedule("schedule: '@daily'", "phase: Enabled",
                                                   "lastgood.dev/max-age: 26h, lastgood.dev/ignore: lab"));
  EXPECT_EQ(good.Object().max_age, std::chrono::hours(26));
  EXPECT_EQ(good.Object().ignore, "lab");
  World bad = World().Add(Schedule("schedule: '@daily'", "phase: Enabled", "lastgood.dev/max-age: soon"));
  ASSERT_EQ(Complaints(bad.tables).size(), 1U);
  EXPECT_NE(Complaints(bad.tables)[0].error.message.find("Schedule velero/nightly: annotation"),
            std::string::npos);
}

TEST(VeleroTest, AScheduleThatCannotBeReadIsListedWithoutAVerdict) {
  World world = World().Add("{kind: Schedule, metadata: {name: s, namespace: velero}, spec: {schedule: 7}}");
  EXPECT_EQ(world.Object().protection, std::nullopt);
  ASSERT_EQ(world.Object().unread.size(), 1U);
  EXPECT_NE(world.Object().unread[0].find("spec.schedule: expected a string"), std::string::npos);
}

TEST(VeleroTest, AScheduleThatVeleroHasNotSeenIsToldAsSuch) {
  ASSERT_EQ(With("schedule: '@daily', template: {}", "phase: ''").Object().notes.size(), 1U);
  EXPECT_TRUE(With("schedule: '@daily', template: {}").Object().notes.empty());
}

}  // namespace
}  // namespace lastgood::velero
