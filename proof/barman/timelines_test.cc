// Bases and WAL on several timelines, after promotions.
#include <gmock/gmock.h>

#include "proof/barman/barman_world.h"

namespace lastgood::proof::barman {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// Promoted within segment 6, of which the old timeline has only a .partial; a base on each timeline.
World Promoted(Packing packing = Packing::kPlain) {
  World world;
  world.packing = packing;
  world.AddBase({});
  world.AddWal(1, 1, 5);
  world.Put(
      world.WalKeyOf(1, 6).insert(world.WalKeyOf(1, 6).size() - ExtensionOf(packing).size(), ".partial"), "x",
      minutes(20));
  world.AddHistory(2, "1\t0/600500\tno recovery target specified\n");
  world.AddWal(2, 6, 12, minutes(20));
  world.AddBase({.id = "20260801T010000", .begin = 8, .end = 8, .timeline = 2, .at = hours(1)});
  return world;
}

TEST(BarmanTimelinesTest, WalGoesOnOnTheNewTimeline) {
  for (const Packing packing : {Packing::kPlain, Packing::kGzip, Packing::kSnappy})
    for (const Depth depth : {Depth::kListing, Depth::kEnds}) {
      const ProvenStore store = Promoted(packing).Prove(depth);
      ASSERT_EQ(store.backups.size(), 2u);
      for (const ProvenBackup& base : store.backups) {
        EXPECT_EQ(Say(base).substr(0, 4), depth == Depth::kEnds ? "true" : "unkn");
        EXPECT_EQ(base.last_wal, World::SegmentName(2, 12));
      }
      EXPECT_THAT(store.gaps, IsEmpty());
      EXPECT_THAT(store.notes, IsEmpty());
    }
}

TEST(BarmanTimelinesTest, WithoutTheHistoryOlderBasesEndAtTheSwitch) {
  World world = Promoted();
  world.Remove(HistoryKey(world.root, 2, Packing::kPlain));
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_EQ(Say(store.backups[0]), "true");
  EXPECT_EQ(store.backups[0].last_wal, World::SegmentName(1, 5));
  EXPECT_EQ(Say(store.backups[1]), "true");
  EXPECT_EQ(store.backups[1].last_wal, World::SegmentName(2, 12));
  EXPECT_THAT(store.gaps, IsEmpty());
}

TEST(BarmanTimelinesTest, ADamagedHistoryEndsOlderBasesAtTheSwitchAndIsNoted) {
  for (const char* text : {"", "1\t0/60", "garbage"}) {
    World world = Promoted();
    world.AddHistory(2, text);
    const ProvenStore store = world.Prove(Depth::kEnds);
    EXPECT_EQ(Say(store.backups[0]), "true");
    EXPECT_EQ(store.backups[0].last_wal, World::SegmentName(1, 5));
    EXPECT_THAT(store.notes, ElementsAre(HasSubstr("00000002.history could not be followed")));
  }
}

TEST(BarmanTimelinesTest, APartialIsNoSegmentWhereTheNewTimelineLacksIt) {
  World world = Promoted();
  world.Remove(world.WalKeyOf(2, 6));
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_EQ(store.backups[0].last_wal, World::SegmentName(1, 5));
  ASSERT_EQ(store.gaps.size(), 1u);
  EXPECT_EQ(store.gaps[0].after, World::SegmentName(1, 5));
  EXPECT_EQ(store.gaps[0].before, World::SegmentName(2, 7));
}

TEST(BarmanTimelinesTest, AGapOfAnOldTimelineBehindTheSwitchIsNone) {
  World world = Promoted();
  world.AddWal(1, 9, 10, hours(2));  // the old primary went on for a while
  EXPECT_THAT(world.Prove(Depth::kEnds).gaps, IsEmpty());
}

TEST(BarmanTimelinesTest, ABaseOnAnAbandonedBranchNeedsItsTimelineNamed) {
  World world = Promoted();
  world.AddWal(1, 6, 9, minutes(20));
  world.AddBase({.id = "20260801T020000", .begin = 7, .end = 8, .at = hours(2)});
  const ProvenStore store = world.Prove(Depth::kEnds);
  ASSERT_EQ(store.backups.size(), 3u);
  EXPECT_EQ(Say(store.backups[2]), "true");
  EXPECT_EQ(store.backups[2].last_wal, World::SegmentName(1, 9));
  EXPECT_THAT(store.notes, ElementsAre(HasSubstr("recovers only with recovery_target_timeline = 1")));
}

TEST(BarmanTimelinesTest, SeveralSwitchesAreFollowedByTheNewestHistory) {
  World world = Promoted();
  world.AddHistory(3, "1\t0/600500\tx\n2\t0/A00000\tx\n");
  world.AddWal(3, 10, 15, hours(3));
  const ProvenStore store = world.Prove(Depth::kEnds);
  for (const ProvenBackup& base : store.backups) EXPECT_EQ(base.last_wal, World::SegmentName(3, 15));
  // A recovery asks for the histories one by one, and does not come to the third.
  world.Remove(HistoryKey(world.root, 2, Packing::kPlain));
  const ProvenStore without = world.Prove(Depth::kEnds);
  EXPECT_EQ(without.backups[0].last_wal, World::SegmentName(1, 5));
  EXPECT_EQ(without.backups[1].last_wal, World::SegmentName(3, 15));
}

TEST(BarmanTimelinesTest, TheLastSegmentOfABaseMayBeTheNewTimelines) {
  World world;
  world.AddBase({.begin = 5, .end = 6});
  world.AddWal(1, 1, 5);
  world.AddHistory(2, "1\t0/600500\tx\n");
  world.AddWal(2, 6, 8, minutes(20));
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_EQ(Say(store.backups[0]), "true");
  EXPECT_EQ(store.backups[0].last_wal, World::SegmentName(2, 8));
}

TEST(BarmanTimelinesTest, ALastSegmentThatIsOnlyPartialMayOrMayNotDo) {
  World world;
  world.AddBase({});
  world.AddWal(1, 1, 2);
  world.Put(world.WalKeyOf(1, 3) + ".partial", "x", minutes(1));
  EXPECT_THAT(Say(world.Prove(Depth::kEnds).backups[0]),
              testing::EndsWith("is there only as .partial, which may hold enough"));
}

TEST(BarmanTimelinesTest, AHistoryThatMayNotBeReadLeavesOpenWhatItWouldTell) {
  World world;
  world.AddBase({.begin = 5, .end = 6});
  world.AddWal(1, 1, 5);
  world.AddHistory(2, "1\t0/600500\tx\n");
  world.AddWal(2, 6, 8, minutes(20));
  BarmanScan scan(world.root);
  for (const auto& [key, object] : world.objects)
    scan.Add({key, object.bytes.size(), object.modified, "", ""});
  const auto read = [&](const std::string& key, const ByteRange& range) -> Result<std::string> {
    if (key.ends_with(".history")) return Error{ErrorCode::kForbidden, "no"};
    return world.objects.at(key).bytes.substr(range.offset, range.length);
  };
  const Result<ProvenStore> store = scan.Prove(read, Depth::kEnds, world.now);
  ASSERT_TRUE(store.ok());
  EXPECT_THAT(Say(store->backups[0]), StartsWith("unknown: of the WAL that it needs"));
}

}  // namespace
}  // namespace lastgood::proof::barman
