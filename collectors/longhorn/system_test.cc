#include <gtest/gtest.h>

#include "collectors/longhorn/longhorn_world.h"

namespace lastgood::longhorn {
namespace {

std::string SystemBackup(std::string_view name, std::string_view state, std::string_view more = "") {
  return "kind: SystemBackup\nmetadata: {name: " + std::string(name) +
         ", namespace: longhorn-system, creationTimestamp: \"2026-08-21T02:00:00Z\"}\nstatus: {state: '" +
         std::string(state) + "'" + (more.empty() ? "" : ", " + std::string(more)) + "}\n";
}
constexpr std::string_view kSystemJob =
    "{kind: RecurringJob, metadata: {name: weekly, namespace: longhorn-system}, spec: {task: system-backup, "
    "cron: '@weekly', retain: 4}}";

TEST(LonghornTest, TheSystemIsAnObjectWithItsOwnSchedule) {
  World world = World()
                    .Add(kTarget)
                    .Add(kSystemJob)
                    .Add(SystemBackup("weekly-1", "Ready", "createdAt: '2026-08-21T02:03:00Z'"));
  const ObjectFacts object = world.Object();
  EXPECT_EQ(object.key, (ObjectKey{"longhorn", "longhorn-system", "SystemBackup", "system"}));
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_EQ(object.tracks.at(0).schedules.size(), 1U);
  EXPECT_EQ(object.tracks.at(0).retention_backups, 4);
  EXPECT_EQ(Text(object.tracks.at(0).last_success_finish), "2026-08-21T02:03:00Z");
  EXPECT_EQ(world.All().policies.size(), 1U);
}

TEST(LonghornTest, ASystemBackupThatFailsOrRunsIsTold) {
  World world = World().Add(kTarget).Add(kSystemJob);
  world
      .Add(SystemBackup("weekly-1", "Error", "conditions: [{type: Error, status: 'True', message: timeout}]"))
      .Add(SystemBackup("weekly-2", "CreatingVolumeBackups"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.last_failure_message, "SystemBackup weekly-1: timeout");
  EXPECT_EQ(track.running_detail, "SystemBackup weekly-2 is CreatingVolumeBackups");
}

TEST(LonghornTest, ASystemBackupByHandIsOnDemandAndNoneIsNoObject) {
  EXPECT_EQ(World().Add(SystemBackup("before-upgrade", "Ready")).Object().protection, Protection::kOnDemand);
  EXPECT_TRUE(World().Add(kTarget).All().objects.empty());
}

TEST(LonghornTest, ABackedUpImageStaysProtectedSinceItNeverChanges) {
  const std::string image =
      "kind: BackupBackingImage\nmetadata: {name: ubuntu, namespace: longhorn-system}\n"
      "spec: {backingImage: ubuntu-24}\nstatus: {size: 7000, state: ";
  World good = World().Add(image + "Completed, backupCreatedAt: '2026-08-01T00:00:00Z'}");
  EXPECT_EQ(good.Object().key, (ObjectKey{"longhorn", "longhorn-system", "BackingImage", "ubuntu-24"}));
  EXPECT_EQ(good.Object().protection, Protection::kContinuous);
  EXPECT_EQ(good.OnlyTrack().last_success_bytes, 7000U);
  World bad = World().Add(image + "Error, error: checksum}");
  EXPECT_EQ(bad.Object().protection, Protection::kOnDemand);
}

std::string Target(std::string_view spec, std::string_view status) {
  return "kind: BackupTarget\nmetadata: {name: default, namespace: longhorn-system, creationTimestamp: "
         "\"2026-08-01T00:00:00Z\"}\nspec: {" +
         std::string(spec) + "}\nstatus: {" + std::string(status) + "}\n";
}

TEST(LonghornTest, ATargetTellsWhyItIsUnavailable) {
  const DestinationFacts target =
      World()
          .Add(Target(
              "backupTargetURL: 's3://b@us-east-1/'",
              "available: false, lastSyncedAt: '2026-08-20T22:00:00Z', conditions: [{type: Unavailable, "
              "status: 'True', message: access denied}]"))
          .All()
          .destinations.at(0);
  EXPECT_EQ(target.name, "default");
  EXPECT_EQ(target.url, "s3://b@us-east-1/");
  EXPECT_EQ(target.available, false);
  EXPECT_EQ(target.detail, "access denied");
  EXPECT_EQ(Text(target.last_check), "2026-08-20T22:00:00Z");
  EXPECT_EQ(Text(target.check_deadline), "2026-08-20T22:20:00Z");  // three polls of 5 min and 5 min
}

TEST(LonghornTest, ATargetThatIsNeverPolledHasNoDeadline) {
  const DestinationFacts off =
      World()
          .Add(Target("backupTargetURL: 'nfs://h/x', pollInterval: 0s", "available: true"))
          .All()
          .destinations.at(0);
  EXPECT_EQ(off.check_deadline, std::nullopt);
  EXPECT_NE(off.detail.find("polling is off"), std::string::npos);
  const DestinationFacts never =
      World()
          .Add(Target("backupTargetURL: 'nfs://h/x', pollInterval: 1h0m0s", "lastSyncedAt: null"))
          .All()
          .destinations.at(0);
  EXPECT_EQ(Text(never.check_deadline), "2026-08-01T03:05:00Z");
  EXPECT_EQ(never.last_check, std::nullopt);
  const DestinationFacts unset =
      World().Add(Target("backupTargetURL: ''", "available: false")).All().destinations.at(0);
  EXPECT_EQ(unset.available, std::nullopt);
}

TEST(LonghornTest, JobsThatMakeBackupsArePoliciesAndOthersAreNot) {
  World world = World().Add(kDaily).Add(kSystemJob);
  world.Add(
      "{kind: RecurringJob, metadata: {name: trim, namespace: longhorn-system}, spec: {task: "
      "filesystem-trim, cron: '0 0 * * *'}}");
  const Facts facts = world.All();
  ASSERT_EQ(facts.policies.size(), 2U);
  EXPECT_EQ(facts.policies[0].key, (ObjectKey{"longhorn", "longhorn-system", "RecurringJob", "daily"}));
  EXPECT_EQ(facts.policies[0].schedule, "0 1 * * *");
  EXPECT_EQ(Text(facts.policies[0].next_run), "2026-08-22T01:00:00Z");
}

}  // namespace
}  // namespace lastgood::longhorn
