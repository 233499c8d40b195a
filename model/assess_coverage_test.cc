#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/assess.h"
#include "model/coverage_world.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kNow = [] { return CoverageWorld::kNow; };

Assessment Of(const CoverageWorld& world, const Filter& filter = {}) {
  return Assess(world.Taken(), kNow(), {}, filter);
}
std::vector<std::string> Conditions(const CoverageWorld& world) {
  std::vector<std::string> conditions;
  const Assessment assessment = Of(world);
  for (const Row& row : assessment.rows)
    for (const Finding& finding : row.findings)
      if (finding.level >= Level::kUnknown)
        conditions.push_back(finding.condition.empty() ? finding.what : std::string(finding.condition));
  return conditions;
}
std::string Verdicts(const Assessment& assessment) {
  std::string text;
  for (const ServiceLine& line : assessment.service)
    text += line.key.name + ": " + std::string(ToString(line.level)) + " " + line.state + "\n";
  return text;
}
const ObjectKey kVolume{"longhorn", "app", "PersistentVolumeClaim", "data"};

TEST(AssessCoverageTest, WhatNothingCoversIsAtRisk) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"other"});
  EXPECT_THAT(Conditions(world), ElementsAre("NotCovered"));
  EXPECT_EQ(Of(world).ExitCode(), 1);
}

TEST(AssessCoverageTest, WhatIsLeftOutOnPurposeIsGood) {
  CoverageWorld world;
  world.Claim("data").ignore = "scratch";
  EXPECT_THAT(Conditions(world), IsEmpty());
  EXPECT_EQ(Verdicts(Of(world)), "data: notice on purpose: scratch\n");
}

TEST(AssessCoverageTest, AnUnprotectedVolumeIsToldOnce) {
  CoverageWorld world;
  world.Claim("data");
  world.Object(kVolume, Protection::kNoPolicy);
  EXPECT_THAT(Conditions(world), ElementsAre("Unprotected"));
}

TEST(AssessCoverageTest, AVolumeWithoutAPolicyThatAnotherSystemCoversIsNotAtRisk) {
  CoverageWorld world;
  world.Claim("data");
  world.Object(kVolume, Protection::kNoPolicy);
  world.Schedule({"app"});
  EXPECT_THAT(Conditions(world), IsEmpty());
  world.facts.objects[0].protection = Protection::kDeadLabel;
  EXPECT_THAT(Conditions(world), ElementsAre("Unprotected")) << "someone wanted it, and it does not work";
}

TEST(AssessCoverageTest, ADatabaseIsNotCoveredByACopyOfItsVolume) {
  CoverageWorld world;
  const Selection claims{.namespaces = {"app"},
                         .labels = {{"cnpg.io/cluster", Requirement::Operator::kIn, {"pg"}}}};
  world.Object({"cnpg", "app", "Cluster", "pg"}, Protection::kNoPolicy).covers.push_back(claims);
  WorkloadFacts& cluster = world.facts.workloads.emplace_back();
  cluster.key = {"cnpg", "app", "Cluster", "pg"};
  cluster.claims = claims;
  world.Claim("pg-1").labels = {{"cnpg.io/cluster", "pg"}};
  world.Schedule({"app"});
  EXPECT_THAT(Conditions(world), ElementsAre("Unprotected"));
}

TEST(AssessCoverageTest, WhatCannotBeToldIsUnknown) {
  CoverageWorld world;
  world.Claim("data");
  world.state.absent = world.state.not_in_dump = true;
  EXPECT_EQ(Of(world).ExitCode(), 2);
}

TEST(AssessCoverageTest, TooFewCopiesAreAtRiskOnlyWhereMoreAreWanted) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"app"});
  EXPECT_THAT(Conditions(world), IsEmpty());
  EXPECT_EQ(Verdicts(Of(world)), "data: good good, one copy only\n");
  world.objectives.match = {{.namespace_ = "app", .objective = {.copies = 2}}};
  EXPECT_THAT(Conditions(world), ElementsAre("TooFewCopies"));
  world.objectives.match = {{.namespace_ = "app", .objective = {.copies_apart = 1}}};
  EXPECT_THAT(Conditions(world), IsEmpty());
  world.facts.objects[0].tracks[0].beside_data = true;
  EXPECT_THAT(Conditions(world), ElementsAre("TooFewCopies"));
}

TEST(AssessCoverageTest, CopiesBesideTheDataAreTold) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"app"}).tracks[0].beside_data = true;
  EXPECT_EQ(Verdicts(Of(world)), "data: good good, one copy only, beside the data\n");
}

TEST(AssessCoverageTest, WhatHasNoBackupYetIsNotCalledGood) {
  CoverageWorld world;
  world.Claim("data");
  ObjectFacts& schedule = world.Schedule({"app"});
  schedule.tracks[0] = Track{.counts = BackupCounts{}};
  EXPECT_EQ(Verdicts(Of(world)), "data: notice nothing to restore yet\n");
  schedule.tracks[0].counts.reset();
  EXPECT_EQ(Verdicts(Of(world)), "data: notice recovery point unknown\n") << "its history was not read";
}

TEST(AssessCoverageTest, AMissingComponentIsCritical) {
  CoverageWorld world;
  world.objectives.components = {{.name = "shop", .needs = {{"cnpg", "", "", "orders"}}}};
  EXPECT_THAT(Conditions(world), ElementsAre("ComponentUnprotected"));
  EXPECT_EQ(Verdicts(Of(world)), "shop: critical missing\n");
}

TEST(AssessCoverageTest, AComponentsRecoveryPointMayBeTooOld) {
  CoverageWorld world;
  world.Object({"cnpg", "shop", "Cluster", "orders"});
  world.objectives.components = {{.name = "shop", .needs = {{"cnpg", "", "", ""}}, .max_age = hours(2)}};
  EXPECT_THAT(Conditions(world), IsEmpty());
  world.objectives.components[0].max_age = std::chrono::minutes(30);
  EXPECT_THAT(Conditions(world), ElementsAre("ComponentStale"));
  world.facts.objects[0].observed = kNow() - hours(1);
  EXPECT_THAT(Conditions(world), IsEmpty()) << "a source that is dead is not a late backup";
}

TEST(AssessCoverageTest, AComponentIsAsBadAsTheWorstThatItNeeds) {
  CoverageWorld world;
  world.Object({"cnpg", "shop", "Cluster", "orders"}).wal_archiving = false;
  world.objectives.components = {{.name = "shop", .needs = {{"cnpg", "", "", ""}}}};
  EXPECT_EQ(Verdicts(Of(world)), "shop: critical WAL archiving fails\n");
}

TEST(AssessCoverageTest, ClaimsOfAStatefulSetAreOneLine) {
  CoverageWorld world;
  world.StatefulSet("db");
  world.Claim("data-db-0");
  world.Claim("data-db-1");
  EXPECT_EQ(Verdicts(Of(world)), "db: warning not covered\n");
  EXPECT_THAT(Conditions(world), ElementsAre("NotCovered", "NotCovered"));
}

TEST(AssessCoverageTest, WhatADeclaredComponentHoldsHasNoLineOfItsOwn) {
  CoverageWorld world;
  world.Object({"restic", "", "Repository", "files"});
  world.Claim("data");
  world.objectives.components = {
      {.name = "files", .needs = {{"restic", "", "", ""}}, .holds = {{"", "app", "", "data"}}}};
  EXPECT_EQ(Verdicts(Of(world)), "files: good good\n");
}

TEST(AssessCoverageTest, AFilterTakesTheComponentsThatNeedWhatItTakes) {
  CoverageWorld world;
  world.Object({"cnpg", "shop", "Cluster", "orders"});
  world.Claim("data");
  world.objectives.components = {{.name = "shop", .needs = {{"cnpg", "", "", ""}}},
                                 {.name = "else", .needs = {{"restic", "", "", ""}}}};
  EXPECT_EQ(Verdicts(Of(world, {.namespace_ = "shop"})), "shop: good good\n");
}

}  // namespace
}  // namespace lastgood
