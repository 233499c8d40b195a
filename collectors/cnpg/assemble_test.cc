#include "collectors/cnpg/assemble.h"

#include <gtest/gtest.h>

#include "collectors/cnpg/cnpg_world.h"

namespace lastgood::cnpg {
namespace {

// An in-tree cluster; `status` is YAML.
std::string InTree(std::string_view status, std::string_view more = "") {
  return "kind: Cluster\nmetadata: {name: pg, namespace: app, creationTimestamp: \"2026-06-01T00:00:00Z\"}\n"
         "spec: {backup: {retentionPolicy: 4w, barmanObjectStore: {destinationPath: "
         "\"s3://key:secret@old/\"}}" +
         std::string(more) + "}\nstatus: {" + std::string(status) + "}\n";
}
constexpr std::string_view kByBarman =
    "{kind: ScheduledBackup, metadata: {name: daily, namespace: app}, spec: {schedule: '@daily', cluster: "
    "{name: pg}}}";

TEST(CnpgTest, TheKeyIsTheClusterThatTheSpecNamesAndNoLabel) {
  World world = World().Add(kPluginCluster).Add(kDaily);
  world.Add(R"({kind: Backup, metadata: {name: b, namespace: app, labels: {cnpg.io/cluster: other}},
                spec: {cluster: {name: pg}, method: plugin}, status: {phase: failed}})");
  EXPECT_EQ(world.Object().key, (ObjectKey{"cnpg", "app", "Cluster", "pg"}));
  EXPECT_EQ(world.OnlyTrack().counts->failed, 1);
}

TEST(CnpgTest, ClustersOfOneNameInTwoNamespacesAreTwoObjects) {
  World world = World().Add(kPluginCluster).Add(kDaily).Add(BackupOn("2026-08-20", "completed"));
  world.Add("{kind: Cluster, metadata: {name: pg, namespace: other}, spec: {}}");
  const Facts facts = world.All();
  ASSERT_EQ(facts.objects.size(), 2U);
  EXPECT_EQ(facts.objects[0].protection, Protection::kScheduled);
  EXPECT_EQ(facts.objects[1].protection, Protection::kNoPolicy);
  EXPECT_EQ(facts.objects[1].tracks[0].counts->completed, 0);
}

TEST(CnpgTest, BackupsOfADeletedClusterMakeNoObject) {
  World world = World().Add(kPluginCluster).Add(kDaily);
  world.Add("{kind: Backup, metadata: {name: b, namespace: app}, spec: {cluster: {name: gone}}}");
  EXPECT_EQ(world.Object().key.name, "pg");
  EXPECT_EQ(world.OnlyTrack().running_since, std::nullopt);
}

TEST(CnpgTest, AScheduleOfADeletedClusterIsInvalid) {
  const Facts facts = World().Add(kDaily).All();
  EXPECT_TRUE(facts.objects.empty());
  ASSERT_EQ(facts.policies.size(), 1U);
  EXPECT_EQ(facts.policies[0].valid, false);
  EXPECT_EQ(facts.policies[0].detail, "Cluster app/pg does not exist");
}

TEST(CnpgTest, ThePolicyTellsItsRunsAsTheOperatorKnowsThem) {
  const PolicyFacts policy = World().Add(kPluginCluster).Add(kDaily).All().policies.at(0);
  EXPECT_EQ(policy.schedule, "0 0 0 * * *");
  EXPECT_EQ(Text(policy.last_run), "2026-08-20T00:00:00Z");
  EXPECT_EQ(Text(policy.next_run), "2026-08-21T00:00:00Z");
  EXPECT_EQ(policy.valid, true);
  EXPECT_EQ(policy.suspended, false);
}

TEST(CnpgTest, AScheduleThatIsYoungerThanItsClusterSetsTheStart) {
  EXPECT_EQ(Text(World().Add(kPluginCluster).Add(kDaily).Object().created), "2026-06-02T00:00:00Z");
  EXPECT_EQ(Text(World().Add(kPluginCluster).Object().created), "2026-06-01T00:00:00Z");
}

TEST(CnpgTest, WindowAndRetentionOfAPluginClusterComeFromItsObjectStore) {
  World world = World().Add(kPluginCluster).Add(kDaily).Add(BackupOn("2026-08-20", "completed"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.destination, "store");
  EXPECT_EQ(Text(track.recovery_window_start), "2026-07-20T00:01:10Z");
  EXPECT_EQ(track.retention, std::chrono::days(30));
  const Facts facts = world.All();
  ASSERT_EQ(facts.destinations.size(), 1U);
  EXPECT_EQ(facts.destinations[0].name, "store");
  EXPECT_EQ(facts.destinations[0].url, "s3://backups/");
  EXPECT_EQ(facts.destinations[0].available, std::nullopt);
}

TEST(CnpgTest, WindowAndRetentionInTreeComeFromTheCluster) {
  World world = World().Add(kByBarman).Add(BackupOn("2026-08-20", "completed", "barmanObjectStore"));
  world.Add(InTree("firstRecoverabilityPoint: '2026-07-01T02:00:00+02:00'"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.method, "barmanObjectStore");
  EXPECT_EQ(track.destination, "s3://old/");
  EXPECT_EQ(Text(track.recovery_window_start), "2026-07-01T00:00:00Z");
  EXPECT_EQ(track.retention, std::chrono::days(28));
  EXPECT_EQ(world.All().destinations.at(0).url, "s3://old/");
}

TEST(CnpgTest, WithoutAReportTheWindowBeginsAtTheOldestBackup) {
  World world = World().Add(InTree("")).Add(kByBarman);
  world.Add(BackupOn("2026-08-20", "completed", "barmanObjectStore"))
      .Add(BackupOn("2026-08-12", "completed", "barmanObjectStore"));
  EXPECT_EQ(Text(world.OnlyTrack().recovery_window_start), "2026-08-12T00:01:10Z");
}

constexpr std::string_view kFrozen =
    "firstRecoverabilityPoint: '2026-01-01T00:00:00Z', lastSuccessfulBackup: '2026-08-20T11:00:00Z', "
    "lastFailedBackup: '2026-08-20T11:30:00Z'";

TEST(CnpgTest, TimesOfTheClusterCountInTreeWhenTheBackupObjectIsGone) {
  const Track track = World().Add(InTree(kFrozen)).Add(kByBarman).OnlyTrack();
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-20T11:00:00Z");
  EXPECT_EQ(Text(track.last_failure), "2026-08-20T11:30:00Z");
}

TEST(CnpgTest, TimesOfTheClusterAreFrozenOnceItUsesThePlugin) {
  World world = World().Add(kDaily);
  world.Add(InTree(
      kFrozen, ", plugins: [{name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: store}}]"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.last_success_finish, std::nullopt);
  EXPECT_EQ(track.last_failure, std::nullopt);
  EXPECT_EQ(track.recovery_window_start, std::nullopt);
}

TEST(CnpgTest, TimesOfTheClusterAreFrozenAlsoForAScheduleThatWasLeftBehindInTree) {
  World world = World().Add(kByBarman);
  world.Add(InTree(kFrozen, ", plugins: [{name: barman-cloud.cloudnative-pg.io}]"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.method, "barmanObjectStore");
  EXPECT_EQ(track.last_success_finish, std::nullopt);
  EXPECT_EQ(track.last_failure, std::nullopt);
}

TEST(CnpgTest, ASuspendedSecondMethodDoesNotMakeTheObjectLate) {
  World world = World().Add(kPluginCluster).Add(kDaily).Add(BackupOn("2026-08-20", "completed"));
  world.Add(
      "{kind: ScheduledBackup, metadata: {name: snap, namespace: app}, spec: {schedule: '@hourly', suspend: "
      "true, "
      "cluster: {name: pg}, method: volumeSnapshot}}");
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.method, "plugin");
  EXPECT_EQ(track.schedules.size(), 1U);
  EXPECT_EQ(track.policies.size(), 2U);
}

std::string StoreStatus(std::string_view times) {
  return "kind: ObjectStore\nmetadata: {name: store, namespace: app}\nspec: {}\nstatus: "
         "{serverRecoveryWindow: {pg: {" +
         std::string(times) + "}}}\n";
}

TEST(CnpgTest, TheStoreRemembersBackupsWhoseObjectsAreGone) {
  const std::string cluster(kPluginCluster.substr(0, kPluginCluster.find("---")));
  for (const std::string_view spelling : {"lastSuccessfulBackupTime", "lastSuccussfulBackupTime"}) {
    World world = World().Add(cluster).Add(kDaily);
    world.Add(StoreStatus(std::string(spelling) +
                          ": '2026-08-20T00:01:10Z', lastFailedBackupTime: '2026-08-20T01:00:00Z'"));
    EXPECT_EQ(Text(world.OnlyTrack().last_success_finish), "2026-08-20T00:01:10Z");
    EXPECT_EQ(Text(world.OnlyTrack().recovery_point), "2026-08-20T00:01:10Z");
    EXPECT_EQ(Text(world.OnlyTrack().last_failure), "2026-08-20T01:00:00Z");
  }
  World reborn = World().Add(cluster).Add(kDaily);
  reborn.Add(StoreStatus("lastSuccessfulBackupTime: '2026-05-01T00:00:00Z'"));  // of a former cluster
  EXPECT_EQ(reborn.OnlyTrack().last_success_finish, std::nullopt);
}

TEST(CnpgTest, MigrationToThePluginIsNoGap) {
  World world = World().Add(kPluginCluster).Add(kDaily);
  world.Add(BackupOn("2026-08-19", "completed", "barmanObjectStore"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.method, "plugin");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-19T00:01:10Z");
}

TEST(CnpgTest, ASnapshotByHandNeverHidesADeadOffsiteCopy) {
  World world = World().Add(kPluginCluster).Add(kDaily);
  world.Add(BackupOn("2026-08-10", "completed")).Add(BackupOn("2026-08-20", "completed", "volumeSnapshot"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.method, "plugin");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-10T00:01:10Z");
}

TEST(CnpgTest, TwoScheduledMethodsAreTwoTracks) {
  World world = World().Add(InTree("", ", x: 1")).Add(kByBarman);
  world.Add(
      "{kind: ScheduledBackup, metadata: {name: snap, namespace: app}, spec: {schedule: '@hourly', cluster: "
      "{name: pg}, method: volumeSnapshot}}");
  world.tables.clusters.rows[0].snapshots = true;
  world.Add(BackupOn("2026-08-20", "completed", "barmanObjectStore"));
  const ObjectFacts object = world.Object();
  ASSERT_EQ(object.tracks.size(), 2U);
  EXPECT_EQ(object.tracks[0].counts->completed + object.tracks[1].counts->completed, 1);
  EXPECT_NE(object.tracks[0].method, object.tracks[1].method);
}

TEST(CnpgTest, OnlyBackupsInTheDumpStillMakeObjects) {
  World world = World().Add(BackupOn("2026-08-20", "completed"));
  world.Unread(world.tables.clusters, "no Cluster is in the dump");
  world.Unread(world.tables.schedules, "no ScheduledBackup is in the dump");
  const ObjectFacts object = world.Object();
  EXPECT_EQ(object.key.name, "pg");
  EXPECT_EQ(object.protection, std::nullopt);
  EXPECT_EQ(Text(object.tracks.at(0).last_success_finish), "2026-08-20T00:01:10Z");
  EXPECT_EQ(object.unread,
            (std::vector<std::string>{"no Cluster is in the dump", "no ScheduledBackup is in the dump"}));
}

TEST(CnpgTest, WithoutBackupsInTheDumpTheHistoryIsUnknownAndNotEmpty) {
  World world = World().Add(kPluginCluster).Add(kDaily);
  world.Unread(world.tables.backups, "no Backup is in the dump");
  const ObjectFacts object = world.Object();
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_EQ(object.tracks.at(0).counts, std::nullopt);
  EXPECT_EQ(object.observed, Time());
  EXPECT_EQ(object.unread, std::vector<std::string>{"no Backup is in the dump"});
}

TEST(CnpgTest, WithoutSchedulesInTheDumpOnlyDeliberateStatesAreKnown) {
  World world = World().Add(kPluginCluster);
  world.Add(
      "{kind: Cluster, metadata: {name: asleep, namespace: app, annotations: {cnpg.io/hibernation: 'on'}}}");
  world.Unread(world.tables.schedules, "no ScheduledBackup is in the dump");
  const Facts facts = world.All();
  ASSERT_EQ(facts.objects.size(), 2U);
  EXPECT_EQ(facts.objects[0].protection, Protection::kHibernated);
  EXPECT_EQ(facts.objects[1].protection, std::nullopt);
}

TEST(CnpgTest, AClusterThatCannotBeReadIsListedAsUnread) {
  World world = World().Add("{kind: Cluster, metadata: {name: pg, namespace: app}, spec: {plugins: 7}}");
  const ObjectFacts object = world.Object();
  EXPECT_EQ(object.protection, std::nullopt);
  ASSERT_EQ(object.unread.size(), 1U);
  EXPECT_NE(object.unread[0].find("spec.plugins"), std::string::npos);
}

TEST(CnpgTest, AScheduleThatCannotBeReadLeavesTheVerdictOpen) {
  World world = World().Add(kPluginCluster);
  world.Add("{kind: ScheduledBackup, metadata: {name: daily, namespace: app}, spec: {suspend: maybe}}");
  EXPECT_EQ(world.Object().protection, std::nullopt);
  EXPECT_EQ(world.Object().unread.size(), 1U);
}

}  // namespace
}  // namespace lastgood::cnpg
