#include <gtest/gtest.h>

#include "model/coverage.h"
#include "model/coverage_world.h"
#include "model/selection.h"

namespace lastgood {
namespace {

using std::chrono::hours;

TEST(CoverageCountTest, ACountBelowTheClaimsCoversNoneByName) {
  CoverageWorld world;
  for (const char* name : {"a", "b", "c"}) world.Claim(name);
  world.Claim("held").uid = "u-1";
  world.Claim("young").created = CoverageWorld::kNow - hours(1);
  ObjectFacts& nightly = world.Schedule({});
  nightly.covers[0].count = 1;
  nightly.covers[0].counted = "volume snapshot";
  nightly.covers[0].as_of = CoverageWorld::kNow - hours(9);
  nightly.covers.push_back({.uids = {"u-1"}});
  EXPECT_FALSE(world.Covered("a").Covered());
  EXPECT_EQ(world.Covered("a").unknown,
            "velero nightly: cannot tell which it holds: 1 volume snapshot for 3 claims");
  EXPECT_TRUE(world.Covered("held").Covered());
  EXPECT_TRUE(world.Covered("young").Covered()) << "it waits for its first run";
  nightly.covers[0].count = 3;
  EXPECT_TRUE(world.Covered("a").Covered());
}

TEST(CoverageCountTest, WhatNobodyCanTellIsNeitherCoveredNorNot) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({}).covers[0].unsure = "no PodVolumeBackup is in the dump";
  EXPECT_FALSE(world.Covered("data").Covered());
  EXPECT_EQ(world.Covered("data").unknown, "velero nightly: no PodVolumeBackup is in the dump");
}

TEST(CoverageCountTest, WhatItsOwnNamespacesPolicyLeavesOutIsNotCoveredThoughOthersWereNotRead) {
  CoverageWorld world;
  world.Claim("data");
  world.state.absent = world.state.not_in_dump = true;
  world.Schedule({}).covers[0].why_not = "it holds the data of no volume";
  EXPECT_EQ(world.Covered("data").unknown,
            "velero: it holds the data of no volume; nothing is known of velero");
  world.facts.objects[0].covers[0].namespaces = {"app"};
  EXPECT_EQ(world.Covered("data").unknown, "");
}

}  // namespace
}  // namespace lastgood
