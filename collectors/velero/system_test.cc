#include <gtest/gtest.h>

#include "collectors/velero/velero_world.h"

namespace lastgood::velero {
namespace {

std::string Location(std::string_view spec, std::string_view status) {
  return "kind: BackupStorageLocation\nmetadata: {name: default, namespace: velero, creationTimestamp: "
         "\"2026-08-01T00:00:00Z\"}\nspec: {provider: velero.io/aws, objectStorage: {bucket: b}, " +
         std::string(spec) + "}\nstatus: {" + std::string(status) + "}\n";
}
DestinationFacts Only(World world) {
  const Facts facts = world.All();
  EXPECT_EQ(facts.destinations.size(), 1U);
  return facts.destinations.empty() ? DestinationFacts() : facts.destinations.front();
}

TEST(VeleroTest, ALocationTellsWhyItIsUnavailable) {
  const DestinationFacts location =
      Only(World().Add(Location("default: true",
                                "phase: Unavailable, message: access denied, lastValidationTime: "
                                "\"2026-08-21T11:00:00Z\"")));
  EXPECT_EQ(location.name, "default");
  EXPECT_EQ(location.url, "s3://b");
  EXPECT_EQ(location.available, false);
  EXPECT_EQ(location.detail, "access denied");
  EXPECT_EQ(Text(location.last_check), "2026-08-21T11:00:00Z");
  EXPECT_EQ(Text(location.check_deadline),
            "2026-08-21T11:08:00Z");  // three of Velero's default of 1 min, + 5
}

TEST(VeleroTest, ALocationsOwnFrequencyCounts) {
  const auto deadline = [](std::string_view frequency) {
    return Text(Only(World().Add(Location("validationFrequency: " + std::string(frequency),
                                          "lastValidationTime: \"2026-08-21T11:00:00Z\"")))
                    .check_deadline);
  };
  EXPECT_EQ(deadline("1h0m0s"), "2026-08-21T14:05:00Z");
  EXPECT_EQ(deadline("0s"), "absent");
  EXPECT_EQ(deadline("-5m0s"), "2026-08-21T11:08:00Z");
}

TEST(VeleroTest, ALocationThatWasNeverLookedAtIsUnknown) {
  const DestinationFacts location = Only(World().Add(Location("", "")));
  EXPECT_EQ(location.available, std::nullopt);
  EXPECT_EQ(Text(location.check_deadline), "2026-08-01T00:08:00Z");
}

TEST(VeleroTest, UrlsNameTheStoreAndNoSecret) {
  const auto url = [](std::string_view spec) {
    return Only(World().Add("kind: BackupStorageLocation\nmetadata: {name: l, namespace: velero}\nspec: {" +
                            std::string(spec) + "}\n"))
        .url;
  };
  EXPECT_EQ(url("provider: aws, objectStorage: {bucket: b, prefix: velero}"), "s3://b/velero");
  EXPECT_EQ(url("provider: velero.io/gcp, objectStorage: {bucket: b}"), "gs://b");
  EXPECT_EQ(url("provider: velero.io/azure, objectStorage: {bucket: b, prefix: /x}"), "azblob://b/x");
  EXPECT_EQ(url("provider: nfs, objectStorage: {bucket: 'me:secret@b'}"), "nfs://b");
  EXPECT_EQ(url("provider: aws"), "");
}

TEST(VeleroTest, ARepositoryTellsItsMaintenance) {
  const std::string repository =
      "kind: BackupRepository\nmetadata: {name: app-default-kopia-x7, namespace: velero}\n"
      "spec: {volumeNamespace: app, backupStorageLocation: default, repositoryType: kopia, "
      "maintenanceFrequency: 1h0m0s}\nstatus: {phase: Ready, lastMaintenanceTime: \"2026-08-21T11:20:00Z\", "
      "recentMaintenance: [{result: Succeeded, startTimestamp: \"2026-08-21T11:19:00Z\"}, {result: Failed, "
      "startTimestamp: \"2026-08-21T11:50:00Z\", message: out of memory}]}\n";
  const Facts facts = World().Add(kLocation).Add(repository).All();
  ASSERT_EQ(facts.destinations.size(), 2U);
  const DestinationFacts& found = facts.destinations[1];
  EXPECT_EQ(found.name, "kopia/app-default-kopia-x7");
  EXPECT_EQ(found.url, "s3://homelab/velero/kopia/app");
  EXPECT_EQ(found.available, true);
  EXPECT_EQ(Text(found.maintenance), "2026-08-21T11:20:00Z");
  EXPECT_EQ(found.detail, "the newest maintenance failed: out of memory");
}

TEST(VeleroTest, ARepositoryThatIsNotReadyIsUnavailable) {
  const DestinationFacts found = Only(World().Add(
      "{kind: BackupRepository, metadata: {name: r, namespace: velero}, spec: {volumeNamespace: app, "
      "backupStorageLocation: gone}, status: {phase: NotReady, message: wrong password}}"));
  EXPECT_EQ(found.available, false);
  EXPECT_EQ(found.detail, "wrong password");
  EXPECT_EQ(found.url, "gone/restic/app");
}

std::string Restore(std::string_view name, std::string_view spec, std::string_view status) {
  return "kind: Restore\nmetadata: {name: " + std::string(name) + ", namespace: velero}\nspec: {" +
         std::string(spec) + "}\nstatus: {" + std::string(status) + "}\n";
}

TEST(VeleroTest, ARestoreIsADrillOfTheScheduleWhoseBackupItRestored) {
  World world = World().Add(kLocation).Add(Schedule()).Add(Backup("2026-08-20", "Completed"));
  world
      .Add(Restore("weekly-1", "scheduleName: nightly, backupName: nightly-2026-08-20",
                   "phase: Completed, startTimestamp: \"2026-08-20T09:00:00Z\", completionTimestamp: "
                   "\"2026-08-20T09:12:00Z\""))
      .Add(Restore("weekly-2", "backupName: nightly-2026-08-20",
                   "phase: PartiallyFailed, errors: 4, completionTimestamp: \"2026-08-21T09:12:00Z\""))
      .Add(Restore("weekly-3", "scheduleName: nightly", "phase: InProgress"))
      .Add(Restore("other", "backupName: by-hand", "phase: Completed"));
  const Facts facts = world.All();
  ASSERT_EQ(facts.restore_tests.size(), 1U);
  const RestoreTestFacts& test = facts.restore_tests[0];
  EXPECT_EQ(test.key, (ObjectKey{"velero", "velero", "Restore", "nightly"}));
  EXPECT_EQ(Text(test.last_success), "2026-08-20T09:12:00Z");
  EXPECT_EQ(Text(test.recovered_to), "2026-08-20T02:00:04Z");
  EXPECT_EQ(test.duration, std::chrono::minutes(12));
  EXPECT_EQ(Text(test.last_failure), "2026-08-21T09:12:00Z");
  EXPECT_EQ(test.last_failure_message, "Restore weekly-2: PartiallyFailed, 4 errors");
}

TEST(VeleroTest, WithoutRestoresThereIsNoDrill) {
  World world = World().Add(kLocation).Add(Schedule());
  EXPECT_TRUE(world.All().restore_tests.empty());
  world.Add(Restore("r", "scheduleName: gone", "phase: Completed"));
  EXPECT_TRUE(world.All().restore_tests.empty());
}

}  // namespace
}  // namespace lastgood::velero
