#include "collectors/cnpg/runs.h"

#include <gtest/gtest.h>

#include "collectors/cnpg/cnpg_world.h"

namespace lastgood::cnpg {
namespace {

std::string Other(std::string_view name, std::string_view plugin) {
  return "---\nkind: Cluster\nmetadata: {name: " + std::string(name) +
         ", namespace: app, creationTimestamp: \"2026-06-01T00:00:00Z\"}\nspec: {" + std::string(plugin) +
         "}\n";
}
std::string Plugin(std::string_view parameters) {
  return "plugins: [{name: barman-cloud.cloudnative-pg.io, parameters: {" + std::string(parameters) + "}}]";
}
ObjectFacts Find(const World& world, std::string_view name) {
  const Facts facts = world.All();
  for (const ObjectFacts& object : facts.objects)
    if (object.key.name == name) return object;
  ADD_FAILURE() << name;
  return {};
}

TEST(CnpgRunsTest, TwoClustersWithOneServerNameOverwriteEachOther) {
  World world;
  world.Add(std::string(kPluginCluster) + "---\n" + std::string(kDaily) + "---\n" +
            BackupOn("2026-08-20", "completed") +
            Other("b", Plugin("barmanObjectName: store, serverName: pg")));
  for (const char* name : {"pg", "b"})
    EXPECT_EQ(Find(world, name).protection, Protection::kImpossible) << name;
  EXPECT_NE(Find(world, "pg").protection_detail.find("Cluster app/b writes to the same archive"),
            std::string::npos);
  EXPECT_EQ(Find(world, "b").tracks.at(0).last_success_finish, std::nullopt)
      << "the other's success does not count";
}

TEST(CnpgRunsTest, TheServerNameIsTheClustersNameAndTheEndpointCounts) {
  World world;
  world.Add(std::string(kPluginCluster) + Other("b", Plugin("barmanObjectName: store")));
  EXPECT_NE(Find(world, "pg").protection, Protection::kImpossible);
  const auto in_tree = [](std::string_view path, std::string_view endpoint) {
    return Other("c", "backup: {barmanObjectStore: {serverName: pg, destinationPath: '" + std::string(path) +
                          "', endpointURL: '" + std::string(endpoint) + "'}}");
  };
  EXPECT_EQ(Find(World().Add(std::string(kPluginCluster) + in_tree("s3://backups", "")), "pg").protection,
            Protection::kImpossible)
      << "in-tree and by plugin, with and without a slash";
  EXPECT_NE(
      Find(World().Add(std::string(kPluginCluster) + in_tree("s3://backups/", "https://s3.example")), "pg")
          .protection,
      Protection::kImpossible);
}

// A repository may keep what several Kubernetes clusters run.
TEST(CnpgRunsTest, AServiceThatOnlyAClusterResolvesIsAnotherOneInEachClusterOfARepository) {
  const auto protection = [](std::string_view endpoint, ReadState state) {
    const std::string in_tree =
        "backup: {barmanObjectStore: {serverName: pg, destinationPath: 's3://b/', "
        "endpointURL: '" +
        std::string(endpoint) + "'}}";
    World world;
    world.Add(Other("c", in_tree) + Other("d", in_tree));
    world.tables.clusters.state = state;
    return Find(world, "c").protection;
  };
  EXPECT_EQ(protection("http://minio.minio.svc:9000", ReadState::kRead), Protection::kImpossible);
  EXPECT_NE(protection("http://minio.minio.svc:9000", ReadState::kPart), Protection::kImpossible);
  EXPECT_EQ(protection("https://s3.example", ReadState::kPart), Protection::kImpossible);
}

TEST(CnpgRunsTest, AReplicaOfTheSameArchiveIsNoWriter) {
  World world;
  world.Add(std::string(kPluginCluster) + "---\n" + std::string(kDaily) +
            Other("b", Plugin("barmanObjectName: store, serverName: pg") +
                           ", replica: {enabled: true, source: pg}"));
  EXPECT_EQ(Find(world, "pg").protection, Protection::kScheduled);
}

std::string DueSince(std::string_view next) {
  return "---\nkind: ScheduledBackup\nmetadata: {name: daily, namespace: app}\nspec: {schedule: \"0 0 0 * * "
         "*\", cluster: {name: pg}, method: plugin, pluginConfiguration: {name: "
         "barman-cloud.cloudnative-pg.io}}\nstatus: {nextScheduleTime: \"" +
         std::string(next) + "\"}\n";
}

TEST(CnpgRunsTest, ARunThatTheOperatorDoesNotStartIsTheCause) {
  World world;
  world.Add(std::string(kPluginCluster) + DueSince("2026-08-16T00:00:00Z") + "---\n" +
            BackupOn("2026-08-15", "completed"));
  EXPECT_EQ(world.OnlyTrack().why_late,
            "ScheduledBackup daily is due since 2026-08-16T00:00:00Z (status.nextScheduleTime), and the "
            "operator has not started it");
  world.Add(
      "kind: Backup\nmetadata: {name: daily-20260816000000, namespace: app}\nspec: {cluster: {name: "
      "pg}, method: plugin}\nstatus: {phase: failed}\n");
  EXPECT_NE(
      world.OnlyTrack().why_late.find("Backup daily-20260816000000 of that time exists already; delete it"),
      std::string::npos);
  EXPECT_EQ(World().Add(std::string(kPluginCluster) + DueSince("2026-08-21T00:00:00Z")).OnlyTrack().why_late,
            "");
}

TEST(CnpgRunsTest, ABackupOfTheFutureCountsOnlyWhereThereIsNoOther) {
  World world;
  world.Add(std::string(kPluginCluster) + "---\n" + std::string(kDaily) + "---\n" +
            BackupOn("2026-08-20", "completed") + "---\n" + BackupOn("2027-08-20", "completed"));
  EXPECT_EQ(Text(world.OnlyTrack().last_success_finish), "2026-08-20T00:01:10Z");
  EXPECT_EQ(Text(world.OnlyTrack().ahead), "2027-08-20T00:01:10Z");
}

// Asleep from the 10th on; ready again on the 20th at 08:00.
std::string Woken(std::string_view annotations) {
  return "kind: Cluster\nmetadata: {name: pg, namespace: app, creationTimestamp: \"2026-06-01T00:00:00Z\", "
         "annotations: {" +
         std::string(annotations) + "}}\nspec: {" + Plugin("barmanObjectName: store") +
         "}\nstatus: {conditions: [{type: Ready, status: 'True', lastTransitionTime: "
         "\"2026-08-20T08:00:00Z\"}]}\n---\n" +
         std::string(kDaily) + "---\n" + BackupOn("2026-08-09", "completed") + "---\n" +
         BackupOn("2026-08-19", "failed", "plugin", "error: cannot backup a hibernated cluster");
}

TEST(CnpgRunsTest, AClusterThatWasWokenGetsTheTimeOfItsNextRun) {
  for (const char* annotations : {"", "cnpg.io/hibernation: 'off'"}) {
    const Track track = World().Add(Woken(annotations)).OnlyTrack();
    EXPECT_EQ(Text(track.schedules_from), "2026-08-20T08:00:00Z") << annotations;
    EXPECT_EQ(track.last_failure, std::nullopt) << "it slept, which was meant";
  }
  const Track asleep = World().Add(Woken("cnpg.io/hibernation: 'on'")).OnlyTrack();
  EXPECT_EQ(asleep.schedules_from, std::nullopt);
}

TEST(CnpgRunsTest, AScheduleThatNamesNoClusterHasARightExpression) {
  World world;
  world.Add(
      std::string(kPluginCluster) +
      "---\nkind: ScheduledBackup\nmetadata: {name: daily, namespace: app}\nspec: {schedule: \"0 0 2 * * "
      "*\", cluster: {name: order}}\n");
  const PolicyFacts policy = world.All().policies.at(0);
  EXPECT_EQ(policy.fault, "names a Cluster that does not exist");
  EXPECT_EQ(policy.detail, "Cluster app/order does not exist");
  World near;
  near.Add(
      Other("orders", Plugin("barmanObjectName: store")) +
      "---\nkind: ScheduledBackup\nmetadata: {name: daily, namespace: app}\nspec: {schedule: \"0 0 2 * * "
      "*\", cluster: {name: order}}\n");
  EXPECT_EQ(near.All().policies.at(0).detail, "Cluster app/order does not exist; did you mean orders?");
  EXPECT_EQ(policy.remedy, "correct spec.cluster.name, or delete the ScheduledBackup");
}

TEST(CnpgRunsTest, AStoreThatAScheduleAsksForInVainIsSaid) {
  World world;
  std::string daily(kDaily);
  daily.replace(daily.find("pluginConfiguration: {"), 22,
                "pluginConfiguration: {parameters: {barmanObjectName: offsite}, ");
  world.Add(std::string(kPluginCluster) + "---\n" + daily);
  ASSERT_EQ(world.Object().notes.size(), 1U);
  EXPECT_NE(
      world.Object().notes[0].find("asks for ObjectStore offsite (barmanObjectName), which is ignored: its "
                                   "backups go to store"),
      std::string::npos)
      << world.Object().notes[0];
}

}  // namespace
}  // namespace lastgood::cnpg
