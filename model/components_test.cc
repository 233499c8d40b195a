#include "model/components.h"

#include <gtest/gtest.h>

#include "model/coverage_world.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Component Needing(std::vector<KeyPattern> needs) { return {.name = "shop", .needs = std::move(needs)}; }
const ObjectKey kOrders{"cnpg", "shop", "Cluster", "orders"}, kFiles{"restic", "", "Repository", "files"};

TEST(ComponentsTest, WhatItNeedsAndIsGoodProtectsIt) {
  CoverageWorld world;
  world.Object(kOrders);
  world.objectives.components = {Needing({{"cnpg", "shop", "", "orders"}})};
  EXPECT_EQ(world.Only().is_protected, true);
  EXPECT_EQ(world.Only().reason, "scheduled");
  EXPECT_EQ(world.Only().what.recovery_point, CoverageWorld::kNow - hours(1));
}

TEST(ComponentsTest, WhatItNeedsAndNobodyKnowsIsMissing) {
  CoverageWorld world;
  world.Object(kOrders);
  world.objectives.components = {Needing({{"cnpg", "shop", "", "orders"}, {"restic", "", "", "files"}})};
  EXPECT_EQ(world.Only().is_protected, false);
  EXPECT_EQ(world.Only().reason, "missing");
  EXPECT_EQ(world.Only().what.recovery_point, std::nullopt) << "the whole cannot be restored";
  EXPECT_EQ(world.Only().detail, "no object is known with system restic, name files");
}

// A copy is what a second site is made of; it has no backups of its own.
TEST(ComponentsTest, ACopyCanBeNeeded) {
  CoverageWorld world;
  world.objectives.components = {Needing({{"copy", "", "", "off*"}})};
  EXPECT_EQ(world.Only().reason, "missing");
  world.facts.copies = {{.name = "offsite", .from = "s3://a", .to = "s3://b"}};
  EXPECT_EQ(world.Only().is_protected, std::nullopt) << "it has not been compared yet";
  world.facts.copies[0].checked = CoverageWorld::kNow;
  EXPECT_EQ(world.Only().is_protected, true);
  EXPECT_EQ(world.Only().detail, "s3://a is copied to s3://b");
  EXPECT_TRUE(world.Only().what.recovery_unknown);
  world.objectives.components = {Needing({{"", "", "", "offsite"}})};
  EXPECT_EQ(world.Only().reason, "missing") << "by its name alone an object is meant";
}

TEST(ComponentsTest, BeforeEverySourceWasReadNothingIsMissing) {
  CoverageWorld world;
  world.state.finished = false;
  world.objectives.components = {Needing({{"restic", "", "", "files"}})};
  EXPECT_EQ(world.Only().is_protected, std::nullopt);
}

TEST(ComponentsTest, OneThatIsAtRiskPutsTheWholeAtRisk) {
  CoverageWorld world;
  world.Object(kFiles, Protection::kSuspended).protection_detail = "the job is off";
  world.Object(kOrders);
  world.objectives.components = {Needing({{"cnpg", "", "", ""}, {"restic", "", "", ""}})};
  EXPECT_EQ(world.Only().is_protected, false);
  EXPECT_EQ(world.Only().reason, "suspended");
  EXPECT_EQ(world.Only().detail, "Repository files: the job is off");
}

TEST(ComponentsTest, TheOldestOfTheNewestRecoveryPointsIsTheWholes) {
  CoverageWorld world;
  world.Object(kOrders);
  ObjectFacts& files = world.Object(kFiles);
  files.tracks[0].recovery_point = CoverageWorld::kNow - hours(30);
  files.tracks.push_back(files.tracks[0]);
  files.tracks[1].recovery_point = CoverageWorld::kNow - hours(20);
  world.objectives.components = {Needing({{"cnpg", "", "", ""}, {"restic", "", "", ""}})};
  EXPECT_EQ(world.Only().what.recovery_point, CoverageWorld::kNow - hours(20));
}

TEST(ComponentsTest, WhatDoesNotRestoreHasNoRecoveryPoint) {
  CoverageWorld world;
  world.Object(kFiles).proofs = {{"content", false, CoverageWorld::kNow, "damaged"}};
  world.objectives.components = {Needing({{"restic", "", "", ""}})};
  EXPECT_EQ(world.Only().what.recovery_point, std::nullopt);
}

TEST(ComponentsTest, WithoutOneOfItsNeedsItHasNoRecoveryPointInWhicheverOrderTheyStand) {
  CoverageWorld world;
  world.Object(kOrders);
  world.facts.objects[0].tracks[0].recovery_point = CoverageWorld::kNow - hours(2);
  for (const auto& needs : {std::vector<KeyPattern>{{"cnpg", "", "", ""}, {"restic", "", "", ""}},
                            std::vector<KeyPattern>{{"restic", "", "", ""}, {"cnpg", "", "", ""}}}) {
    world.objectives.components = {Needing(needs)};
    EXPECT_EQ(world.Only().what.recovery_point, std::nullopt) << needs.front().system << " first";
    EXPECT_EQ(world.Only().reason, "missing") << needs.front().system << " first";
  }
}

TEST(ComponentsTest, EachObjectIsHeldToItsOwnObjectiveAndTheWholeToTheMostGenerous) {
  CoverageWorld world;
  world.Object(kOrders).max_age = hours(26);
  world.Object(kFiles).max_age = hours(50);
  world.objectives.components = {Needing({{"cnpg", "", "", ""}, {"restic", "", "", ""}})};
  EXPECT_EQ(world.Only().what.objective, hours(50));
  world.facts.objects[0].max_age.reset();
  EXPECT_EQ(world.Only().what.objective, std::nullopt);
  world.objectives.components[0].max_age = hours(4);
  EXPECT_EQ(world.Only().what.objective, hours(4));
}

TEST(ComponentsTest, DrillsProveItAndMeasureHowLongARestoreTakes) {
  CoverageWorld world;
  world.Object(kOrders);
  world.Object(kFiles);
  world.objectives.components = {Needing({{"cnpg", "", "", ""}, {"restic", "", "", ""}})};
  RestoreTestFacts drill{.key = {"restore_test", "shop", "CronJob", "drill"}};
  drill.restores = {{"cnpg", "shop", "Cluster", ""}};
  drill.last_success = CoverageWorld::kNow - hours(3);
  drill.duration = minutes(12);
  world.facts.restore_tests = {drill};
  EXPECT_EQ(world.Only().what.restored, std::nullopt) << "of the files no restore is proven";
  EXPECT_EQ(world.Only().what.restore_duration, minutes(12));
  drill.key.name = "files";
  drill.restores = {{"restic", "", "", "files"}};
  drill.last_success = CoverageWorld::kNow - hours(40);
  drill.duration = minutes(50);
  world.facts.restore_tests.push_back(drill);
  EXPECT_EQ(world.Only().what.restored, CoverageWorld::kNow - hours(40));
  EXPECT_EQ(world.Only().what.restore_duration, minutes(50));
}

TEST(ComponentsTest, EphemeralAndIgnoredAreDeliberate) {
  CoverageWorld world;
  world.objectives.components = {{.name = "valkey", .ephemeral = true}};
  EXPECT_EQ(world.Only().reason, "ephemeral");
  EXPECT_TRUE(world.Only().deliberate);
  world.objectives.components = {{.name = "films", .ignore = "bought again"}};
  EXPECT_EQ(world.Only().reason, "ignored");
  EXPECT_EQ(world.Only().detail, "bought again");
}

TEST(ComponentsTest, WhatAComponentHoldsIsCoveredByWhatItNeeds) {
  CoverageWorld world;
  world.Object(kFiles);
  world.Claim("uploads");
  world.objectives.components = {Needing({{"restic", "", "", ""}})};
  EXPECT_FALSE(world.Covered("uploads").Covered());
  world.objectives.components[0].holds = {{"", "app", "PersistentVolumeClaim", "up*"}};
  EXPECT_EQ(Layers(world.Covered("uploads")), "restic:yes");
  world.objectives.components[0] = {.name = "x", .holds = {{"", "app", "", "uploads"}}, .ephemeral = true};
  EXPECT_TRUE(world.Covered("uploads").deliberate);
}

TEST(ComponentsTest, AnAnnotatedWorkloadIsAComponentUnlessAnObjectIsHeldToItAlready) {
  CoverageWorld world;
  world.Schedule({"app"});
  world.Claim("data").max_age = hours(8);
  EXPECT_EQ(world.Only().name, "app/data");
  EXPECT_EQ(world.Only().what.objective, hours(8));
  world.Object({"longhorn", "app", "PersistentVolumeClaim", "data"}).max_age = hours(8);
  EXPECT_TRUE(world.Taken().coverage->components.empty());
}

}  // namespace
}  // namespace lastgood
