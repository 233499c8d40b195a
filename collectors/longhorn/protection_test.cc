#include <gtest/gtest.h>

#include "collectors/longhorn/longhorn_world.h"

namespace lastgood::longhorn {
namespace {

World With(std::string_view volume, std::string_view job = kDaily) {
  return World().Add(kTarget).Add(job).Add(volume);
}
constexpr std::string_view kGroupDefault = "recurring-job-group.longhorn.io/default: enabled";

std::string JobNamed(std::string_view name, std::string_view task, std::string_view groups = "") {
  return "kind: RecurringJob\nmetadata: {name: " + std::string(name) +
         ", namespace: longhorn-system}\nspec: {task: " + std::string(task) +
         ", cron: '0 1 * * *', groups: [" + std::string(groups) + "]}\n";
}

TEST(LonghornTest, AVolumeIsShownUnderTheClaimThatHoldsIt) {
  const ObjectFacts object = With(Volume(kGroupDefault)).Object();
  EXPECT_EQ(object.key, (ObjectKey{"longhorn", "app", "PersistentVolumeClaim", "data"}));
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_EQ(object.protection_detail, "RecurringJob daily (0 1 * * *)");
  EXPECT_EQ(object.tracks.at(0).destination, "default");
  EXPECT_EQ(object.tracks.at(0).retention_backups, 14);
  EXPECT_EQ(Text(object.created), "2026-07-02T00:00:00Z");
}

TEST(LonghornTest, AClaimThatLetGoIsHistoryAndTheVolumeStandsForItself) {
  const ObjectFacts object =
      With(Volume(kGroupDefault, "", "state: attached", "2026-08-01T00:00:00Z")).Object();
  EXPECT_EQ(object.key, (ObjectKey{"longhorn", "longhorn-system", "Volume", "pvc-2c84"}));
}

TEST(LonghornTest, AVolumeWithoutLabelsIsInGroupDefault) {
  EXPECT_EQ(With(Volume()).Object().protection, Protection::kScheduled);
  const ObjectFacts unserved = With(Volume(), JobNamed("daily", "backup", "other")).Object();
  EXPECT_EQ(unserved.protection, Protection::kNoPolicy);
  EXPECT_EQ(unserved.protection_detail, "it has no job label, and no backup job serves the group default");
}

TEST(LonghornTest, TheGroupDefaultWithoutAJobIsNoPolicyAndNoDeadLabel) {
  EXPECT_EQ(With(Volume(kGroupDefault), JobNamed("daily", "backup")).Object().protection,
            Protection::kNoPolicy);
}

TEST(LonghornTest, ALabelThatNoJobAnswersToIsDeadAndTakesTheDefaultAway) {
  const ObjectFacts job = With(Volume("recurring-job.longhorn.io/daly: enabled")).Object();
  EXPECT_EQ(job.protection, Protection::kDeadLabel);
  EXPECT_EQ(job.protection_detail, "no RecurringJob answers to its label recurring-job.longhorn.io/daly");
  EXPECT_TRUE(job.tracks.at(0).schedules.empty());
  const ObjectFacts group = With(Volume("recurring-job-group.longhorn.io/gold: enabled")).Object();
  EXPECT_EQ(group.protection, Protection::kDeadLabel);
}

TEST(LonghornTest, ALabelThatIsNotEnabledIsNoLabel) {
  EXPECT_EQ(With(Volume("recurring-job.longhorn.io/daly: disabled")).Object().protection,
            Protection::kScheduled);
}

TEST(LonghornTest, AJobIsFoundByItsNameOrByOneOfItsGroups) {
  EXPECT_EQ(
      With(Volume("recurring-job.longhorn.io/nightly: enabled"), JobNamed("nightly", "backup-force-create"))
          .Object()
          .protection,
      Protection::kScheduled);
  EXPECT_EQ(With(Volume("recurring-job-group.longhorn.io/gold: enabled"),
                 JobNamed("nightly", "backup", "silver, gold"))
                .Object()
                .protection,
            Protection::kScheduled);
}

TEST(LonghornTest, ASnapshotJobIsNoBackup) {
  const ObjectFacts object = With(Volume(kGroupDefault), JobNamed("hourly", "snapshot", "default")).Object();
  EXPECT_EQ(object.protection, Protection::kNoPolicy);
  EXPECT_EQ(object.protection_detail,
            "only jobs that make no backup cover it: hourly (snapshot); a snapshot stays on the volume's own "
            "disks");
}

TEST(LonghornTest, BackupsByHandAreOnDemand) {
  World world = With(Volume(kGroupDefault), JobNamed("hourly", "snapshot", "default"));
  world.Add(Backup("2026-08-21", "Completed"));
  EXPECT_EQ(world.Object().protection, Protection::kOnDemand);
}

constexpr std::string_view kClaimLabels =
    "{kind: PersistentVolumeClaim, metadata: {name: data, namespace: app, labels: "
    "{recurring-job.longhorn.io/daily: enabled";

TEST(LonghornTest, LabelsOfTheClaimWinOnlyWhenItIsTheSource) {
  const std::string other = JobNamed("other", "snapshot", "default") + "---\n" + JobNamed("daily", "backup");
  World without = With(Volume(kGroupDefault), other).Add(std::string(kClaimLabels) + "}}}");
  EXPECT_EQ(without.Object().protection, Protection::kNoPolicy);
  World with = With(Volume(kGroupDefault), other);
  with.Add(std::string(kClaimLabels) + ", recurring-job.longhorn.io/source: enabled}}}");
  EXPECT_EQ(with.Object().protection, Protection::kScheduled);
  World hint = With(Volume(), JobNamed("daily", "backup")).Add(std::string(kClaimLabels) + "}}}");
  EXPECT_NE(hint.Object().protection_detail.find("recurring-job.longhorn.io/source: enabled"),
            std::string::npos);
}

TEST(LonghornTest, ADetachedVolumeIsSkippedUnlessTheSettingSaysOtherwise) {
  const std::string detached = Volume(kGroupDefault, "", "state: detached, robustness: unknown");
  EXPECT_EQ(With(detached).Object().protection, Protection::kDetached);
  const std::string setting =
      "{kind: Setting, metadata: {name: allow-recurring-job-while-volume-detached, namespace: "
      "longhorn-system}, value: ";
  EXPECT_EQ(With(detached).Add(setting + "'true'}").Object().protection, Protection::kScheduled);
  EXPECT_EQ(With(detached).Add(setting + "'false'}").Object().protection, Protection::kDetached);
  World unread = With(detached);
  unread.Unread(unread.tables.settings, "no Setting is in the dump");
  EXPECT_EQ(unread.Object().protection, std::nullopt);
  EXPECT_EQ(unread.Object().unread, std::vector<std::string>{"no Setting is in the dump"});
}

TEST(LonghornTest, FaultedRestoringAndStandbyVolumesAreToldApart) {
  EXPECT_EQ(With(Volume("", "", "state: detached, robustness: faulted")).Object().protection,
            Protection::kFaulted);
  EXPECT_EQ(With(Volume("", "", "state: attached, restoreRequired: true")).Object().protection,
            Protection::kImpossible);
  EXPECT_EQ(With(Volume("", "Standby: true", "state: detached")).Object().protection, Protection::kStandby);
}

TEST(LonghornTest, WithoutATargetNoBackupIsPossible) {
  World unset = World().Add(kDaily).Add(Volume());
  unset.Add(
      "{kind: BackupTarget, metadata: {name: default, namespace: longhorn-system}, spec: {backupTargetURL: "
      "''}}");
  EXPECT_EQ(unset.Object().protection, Protection::kImpossible);
  EXPECT_EQ(unset.Object().protection_detail, "its backup target default has no URL");
  EXPECT_EQ(With(Volume("", "backupTargetName: gone")).Object().protection_detail,
            "its backup target gone does not exist");
  World unread = World().Add(kDaily).Add(Volume());
  unread.Unread(unread.tables.targets, "no BackupTarget is in the dump");
  EXPECT_EQ(unread.Object().protection, Protection::kScheduled);
}

TEST(LonghornTest, AJobWhoseCronDoesNotParseProtectsNothing) {
  World world = With(Volume(),
                     "{kind: RecurringJob, metadata: {name: daily, namespace: longhorn-system}, spec: {task: "
                     "backup, cron: '0 0 1 * * *', groups: [default]}}");
  EXPECT_EQ(world.Object().protection, Protection::kImpossible);
  EXPECT_EQ(world.All().policies.at(0).valid, false);
}

TEST(LonghornTest, JobsThatWereNotReadLeaveTheVerdictOpen) {
  World world = With(Volume());
  world.Unread(world.tables.jobs, "no RecurringJob is in the dump");
  EXPECT_EQ(world.Object().protection, std::nullopt);
  World broken =
      With(Volume(),
           "{kind: RecurringJob, metadata: {name: daily, namespace: longhorn-system}, spec: {retain: many}}");
  EXPECT_EQ(broken.Object().protection, std::nullopt);
  EXPECT_EQ(broken.Object().unread.size(), 1U);
}

TEST(LonghornTest, TheClaimsAnnotationsComeBeforeTheVolumes) {
  World world = With(
      "kind: Volume\nmetadata: {name: v, namespace: longhorn-system, annotations: {lastgood.dev/max-age: 7d, "
      "lastgood.dev/ignore: cache}}\n"
      "status: {kubernetesStatus: {namespace: app, pvcName: data}}\n");
  world.Add(
      "{kind: PersistentVolumeClaim, metadata: {name: data, namespace: app, annotations: "
      "{lastgood.dev/max-age: 26h}}}");
  EXPECT_EQ(world.Object().max_age, std::chrono::hours(26));
  EXPECT_EQ(world.Object().ignore, "cache");
}

}  // namespace
}  // namespace lastgood::longhorn
