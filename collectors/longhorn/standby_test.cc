// Disaster recovery volumes: what they hold, how far they are behind, and what becomes of them.
#include <gmock/gmock.h>

#include "collectors/longhorn/longhorn_world.h"
#include "model/derive.h"

namespace lastgood::longhorn {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSpec = "Standby: true, fromBackup: 's3://b@r/?backup=backup-1&volume=pvc-src'";

// Backup src-<day> of the source, taken at 01:00:05 and stored at 01:00:43.
std::string Source(std::string_view day, std::string_view state = "Completed") {
  std::string backup = Backup("2026-08-" + std::string(day), state);
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"backup-volume: pvc-2c84", "backup-volume: pvc-src"},
        {"name: backup-2026-08-", "name: src-"}})
    backup.replace(backup.find(from), from.size(), to);
  return "---\n" + backup;
}
std::string Engine(std::string_view restored, std::string_view error = "") {
  return "---\n{kind: Engine, metadata: {name: pvc-2c84-e-0, namespace: longhorn-system}, spec: {volumeName: "
         "pvc-2c84, "
         "requestedBackupRestore: src-21}, status: {lastRestoredBackup: '" +
         std::string(restored) + "', restoreStatus: {tcp-1: {isRestoring: false, error: '" +
         std::string(error) + "'}}}}\n";
}
// `lastBackup` of the Volume is what there is to restore, not what it holds.
World With(const std::string& more, std::string_view spec = kSpec, std::string_view standby = "true") {
  World world;
  world.Add(Volume("", spec,
                   "state: attached, isStandby: " + std::string(standby) +
                       ", lastBackup: src-21, lastBackupAt: '2026-08-21T01:00:43Z'") +
            more);
  return world;
}

TEST(LonghornStandbyTest, ItHoldsWhatItsEngineRestored) {
  const World world = With(Source("20") + Source("21") + Engine("src-21"));
  const Facts facts = world.All();
  const ObjectFacts& object = facts.objects.at(0);
  EXPECT_EQ(object.protection, Protection::kStandby);
  EXPECT_EQ(object.protection_detail,
            "a disaster recovery volume: its source is what to back up; it holds the backup of "
            "2026-08-21T01:00:05Z; the newest one of pvc-src is from 2026-08-21T01:00:05Z");
  EXPECT_EQ(Text(object.tracks.at(0).recovery_point), "2026-08-21T01:00:05Z");
  ASSERT_EQ(facts.restore_tests.size(), 1U);
  const RestoreTestFacts& drill = facts.restore_tests[0];
  EXPECT_EQ(drill.key, (ObjectKey{"longhorn", "app", "Standby", "data"}));
  EXPECT_EQ(drill.restores, (std::vector<ObjectKey>{{"longhorn", "longhorn-system", "Volume", "pvc-src"}}));
  EXPECT_EQ(Text(drill.recovered_to), "2026-08-21T01:00:05Z");
  EXPECT_EQ(RestoreTestDeadline(drill, {}), std::nullopt) << "nothing waits";
}

TEST(LonghornStandbyTest, OneThatIsBehindIsLateADayAfterTheFirstBackupThatItLacks) {
  const Facts facts =
      With(Source("19") + Source("20") + Source("21") + Engine("src-19", "no space left")).All();
  const RestoreTestFacts& drill = facts.restore_tests.at(0);
  EXPECT_EQ(Text(drill.recovered_to), "2026-08-19T01:00:05Z");
  EXPECT_EQ(Text(drill.untested_since), "2026-08-20T01:00:43Z");
  EXPECT_EQ(Text(RestoreTestDeadline(drill, {})), "2026-08-21T02:00:43Z");
  EXPECT_THAT(drill.detail, HasSubstr("its restore fails: no space left"));
}

TEST(LonghornStandbyTest, BackupsThatAreNotCompleteNeedNotBeHeld) {
  const Facts facts = With(Source("20") + Source("21", "InProgress") + Engine("src-20")).All();
  EXPECT_EQ(facts.restore_tests.at(0).untested_since, std::nullopt);
}

TEST(LonghornStandbyTest, OneThatHoldsNothingYetIsLateByTheFirstBackup) {
  const Facts facts = With(Source("20") + Engine("")).All();
  EXPECT_EQ(Text(facts.restore_tests.at(0).untested_since), "2026-08-20T01:00:43Z");
  EXPECT_THAT(facts.objects.at(0).protection_detail, HasSubstr("it holds no backup yet"));
}

TEST(LonghornStandbyTest, OfABackupThatIsGoneNobodyKnowsWhichAreNewer) {
  const Facts facts = With(Source("20") + Engine("src-11")).All();
  EXPECT_TRUE(facts.restore_tests.empty());
  EXPECT_THAT(facts.objects.at(0).protection_detail, HasSubstr("it holds Backup src-11, which is gone"));
}

TEST(LonghornStandbyTest, WithoutEnginesWhatItHoldsIsNotKnown) {
  World world = With(Source("20"));
  world.Unread(world.tables.engines, "no Engine is in the dump");
  EXPECT_TRUE(world.All().restore_tests.empty());
  EXPECT_THAT(world.Object().protection_detail,
              HasSubstr("what it holds is not known: no Engine is in the dump"));
  EXPECT_EQ(world.Object().protection, Protection::kStandby);
}

TEST(LonghornStandbyTest, TheTargetTellsOfTheNewestBackupBeforeThereIsAnObject) {
  const World world = With(
      Engine("") +
      "---\n{kind: BackupVolume, metadata: {name: pvc-src-1, namespace: longhorn-system}, spec: {volumeName: "
      "pvc-src}, status: {lastBackupAt: '2026-08-21T01:00:00Z'}}\n");
  EXPECT_THAT(world.Object().protection_detail,
              HasSubstr("the newest one of pvc-src is from 2026-08-21T01:00:00Z"));
}

TEST(LonghornStandbyTest, OneThatIsBeingActivatedIsToldAndLaterJudgedAsAnyVolume) {
  constexpr std::string_view kActive =
      "Standby: false, fromBackup: 's3://b@r/?backup=backup-1&volume=pvc-src'";
  const World activating = With(Source("21") + Engine("src-21"), kActive);
  EXPECT_EQ(activating.Object().protection, Protection::kStandby);
  EXPECT_THAT(activating.Object().protection_detail,
              HasSubstr("is being activated: it follows pvc-src no more"));
  World active = With(Source("21") + Engine("src-21"), kActive, "false");
  active.Add(kTarget);
  EXPECT_EQ(active.Object().protection, Protection::kNoPolicy);
  EXPECT_THAT(active.Object().protection_detail,
              HasSubstr("it was restored from pvc-src, or was its standby"));
  EXPECT_TRUE(active.All().restore_tests.empty());
}

}  // namespace
}  // namespace lastgood::longhorn
