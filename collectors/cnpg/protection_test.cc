#include <gtest/gtest.h>

#include "collectors/cnpg/cnpg_world.h"

namespace lastgood::cnpg {
namespace {

TEST(CnpgTest, ALiveScheduleProtects) {
  const ObjectFacts object = World().Add(kPluginCluster).Add(kDaily).Object();
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_EQ(object.protection_detail, "ScheduledBackup daily (0 0 0 * * *)");
  EXPECT_EQ(object.tracks[0].schedules.size(), 1U);
  EXPECT_EQ(object.tracks[0].policies, (std::vector<ObjectKey>{{"cnpg", "app", "ScheduledBackup", "daily"}}));
}

TEST(CnpgTest, NoScheduleAndNoBackupIsNoPolicy) {
  const ObjectFacts object = World().Add(kPluginCluster).Object();
  EXPECT_EQ(object.protection, Protection::kNoPolicy);
  EXPECT_EQ(object.tracks[0].counts, BackupCounts{});
}

TEST(CnpgTest, BackupsByHandAreOnDemandEvenWhenWalIsArchived) {
  const ObjectFacts object = World().Add(kPluginCluster).Add(BackupOn("2026-02-07", "completed")).Object();
  EXPECT_EQ(object.protection, Protection::kOnDemand);
  EXPECT_TRUE(object.tracks[0].schedules.empty());
  EXPECT_EQ(object.tracks[0].method, "plugin");
}

TEST(CnpgTest, ASuspendedScheduleDoesNotProtect) {
  World world = World().Add(ClusterWith(kInTree)).Add(Schedule("schedule: '@daily', suspend: true"));
  EXPECT_EQ(world.Object().protection, Protection::kSuspended);
  EXPECT_TRUE(world.OnlyTrack().schedules.empty());
  EXPECT_EQ(world.OnlyTrack().policies.size(), 1U);
  const PolicyFacts policy = world.All().policies[0];
  EXPECT_EQ(policy.suspended, true);
  EXPECT_EQ(policy.next_run, std::nullopt);
}

TEST(CnpgTest, FiveFieldsRunHourlyAndAreReportedAsInvalid) {
  World world = World().Add(ClusterWith(kInTree)).Add(Schedule("schedule: 0 2 * * *"));
  const PolicyFacts policy = world.All().policies[0];
  EXPECT_EQ(policy.valid, false);
  EXPECT_NE(policy.detail.find("minute 2 of every hour"), std::string::npos);
  EXPECT_EQ(Text(policy.next_run), "2026-08-20T12:02:00Z");
  EXPECT_EQ(world.Object().protection, Protection::kScheduled);
  EXPECT_EQ(world.OnlyTrack().schedules.size(), 1U);  // it does run, so its lateness counts
}

TEST(CnpgTest, AScheduleThatDoesNotParseProtectsNothing) {
  World world = World().Add(ClusterWith(kInTree)).Add(Schedule("schedule: every night"));
  EXPECT_EQ(world.Object().protection, Protection::kImpossible);
  EXPECT_EQ(world.All().policies[0].valid, false);
  EXPECT_NE(world.All().policies[0].detail.find("\"every night\""), std::string::npos);
}

struct Impossible {
  std::string cluster, schedule, says;
};

TEST(CnpgTest, SchedulesThatCanOnlyFailAreImpossible) {
  const std::string plugin =
      "plugins: [{name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: gone}}]";
  const std::string off = "plugins: [{name: barman-cloud.cloudnative-pg.io, enabled: false}]";
  const std::string by_plugin =
      ", method: plugin, pluginConfiguration: {name: barman-cloud.cloudnative-pg.io}";
  for (const Impossible& one : std::vector<Impossible>{
           {"instances: 1", "", "has no spec.backup.barmanObjectStore"},
           {plugin, "", "it uses plugin barman-cloud.cloudnative-pg.io: set method: plugin"},
           {"instances: 1", ", method: volumeSnapshot", "has no spec.backup.volumeSnapshot"},
           {"instances: 1", ", method: teleport", "method teleport is unknown"},
           {"instances: 1", ", method: plugin", "needs spec.pluginConfiguration.name"},
           {off, by_plugin, "does not enable the plugin"},
           {plugin, by_plugin, "ObjectStore app/gone does not exist"}}) {
    World world = World().Add(ClusterWith(one.cluster)).Add(Schedule("schedule: '@daily'" + one.schedule));
    const ObjectFacts object = world.Object();
    EXPECT_EQ(object.protection, Protection::kImpossible) << one.says;
    EXPECT_NE(object.protection_detail.find(one.says), std::string::npos) << object.protection_detail;
    EXPECT_EQ(world.All().policies[0].valid, true);  // the cron itself is fine
  }
}

TEST(CnpgTest, HibernationIsDeliberateWhateverTheScheduleDoes) {
  World world =
      World().Add(ClusterWith(kInTree, "cnpg.io/hibernation: 'on'")).Add(Schedule("schedule: '@daily'"));
  EXPECT_EQ(world.Object().protection, Protection::kHibernated);
}

TEST(CnpgTest, AReplicaNeedsNoBackupsButIsJudgedByThoseItHas) {
  const auto judged = [](std::string_view replica, std::string_view schedule = "") {
    World world;
    world.Add(ClusterWith(std::string(kInTree) + ", replica: " + std::string(replica)));
    if (!schedule.empty()) world.Add(Schedule(schedule));
    return world.Object().protection;
  };
  EXPECT_EQ(judged("{enabled: true, source: berlin}"), Protection::kReplica);
  EXPECT_EQ(judged("{primary: berlin, source: berlin}"), Protection::kReplica);
  EXPECT_EQ(judged("{primary: pg, source: berlin}"), Protection::kNoPolicy);
  EXPECT_EQ(judged("{self: berlin, primary: berlin, source: x}"), Protection::kNoPolicy);
  EXPECT_EQ(judged("{enabled: false, primary: berlin, source: berlin}"), Protection::kNoPolicy);
  EXPECT_EQ(judged("{enabled: true, source: berlin}", "schedule: '@daily'"), Protection::kScheduled);
}

TEST(CnpgTest, AFencedClusterIsStillJudged) {
  World world;
  world.Add(ClusterWith(kInTree, "cnpg.io/fencedInstances: '[\"pg-1\"]'"))
      .Add(Schedule("schedule: '@daily'"));
  EXPECT_EQ(world.Object().protection, Protection::kScheduled);
  EXPECT_NE(world.Object().protection_detail.find("fenced instances: [\"pg-1\"]"), std::string::npos);
}

TEST(CnpgTest, ArchivingCountsOnlyWhereThereIsAPlaceToArchiveTo) {
  const auto archiving = [](std::string_view spec, std::string_view annotations, std::string_view status) {
    World world;
    world.Add(ClusterWith(spec, annotations) + "status: {conditions: [{type: ContinuousArchiving, status: '" +
              std::string(status) + "', message: exit status 4}]}\n");
    return world.Object();
  };
  EXPECT_EQ(archiving(kInTree, "", "True").wal_archiving, true);
  EXPECT_EQ(archiving(kInTree, "", "False").wal_archiving, false);
  EXPECT_EQ(archiving(kInTree, "", "False").wal_archiving_detail, "exit status 4");
  EXPECT_EQ(archiving(kInTree, "", "Unknown").wal_archiving, std::nullopt);
  EXPECT_EQ(archiving("instances: 1", "", "True").wal_archiving, std::nullopt);
  EXPECT_EQ(archiving("plugins: [{name: p}]", "", "True").wal_archiving, std::nullopt);
  EXPECT_EQ(archiving("plugins: [{name: p, isWALArchiver: true}]", "", "True").wal_archiving, true);
  EXPECT_EQ(archiving(kInTree, "cnpg.io/skipWalArchiving: enabled", "True").wal_archiving, std::nullopt);
  EXPECT_EQ(archiving(kInTree, "cnpg.io/hibernation: 'on'", "False").wal_archiving, std::nullopt);
}

TEST(CnpgTest, AnnotationsSetTheObjectiveAndABadOneIsTold) {
  World good = World().Add(ClusterWith(kInTree, "lastgood.dev/max-age: 26h, lastgood.dev/ignore: scratch"));
  EXPECT_EQ(good.Object().max_age, std::chrono::hours(26));
  EXPECT_EQ(good.Object().ignore, "scratch");
  World bad = World().Add(ClusterWith(kInTree, "lastgood.dev/max-age: soon"));
  EXPECT_EQ(bad.Object().max_age, std::nullopt);
  ASSERT_EQ(Complaints(bad.tables).size(), 1U);
  EXPECT_NE(Complaints(bad.tables)[0].error.message.find("Cluster app/pg: annotation lastgood.dev/max-age"),
            std::string::npos);
}

}  // namespace
}  // namespace lastgood::cnpg
