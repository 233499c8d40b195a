// What is said of whole stores, by rule.
#include "proof/barman/barman.h"

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

const std::string kId = "20260801T000000";

ProvenBackup First(const ProvenStore& store) {
  return store.backups.empty() ? ProvenBackup() : store.backups.front();
}

TEST(BarmanTest, ARootIsFoundByBasesAndWal) {
  EXPECT_EQ(BarmanRootOf("pg/main/base/20260801T000000/data.tar"), "pg/main");
  EXPECT_EQ(BarmanRootOf("base/20260801T000000/backup.info"), "");
  EXPECT_EQ(BarmanRootOf("main/wals/0000000100000000/000000010000000000000001.gz"), "main");
  EXPECT_EQ(BarmanRootOf("main/wals/00000002.history"), "main");
  EXPECT_EQ(BarmanRootOf("base/base/20260801T000000/data.tar"), "base");
}

TEST(BarmanTest, OtherKeysHaveNoRoot) {
  for (const char* key :
       {"", "/", "base", "base/", "base/readme/a", "base/20260801T000000", "base/20260801T000000/",
        "wals/0000000100000000/readme", "wals/0000000200000000/000000010000000000000001",
        "wals/00000000.history", "x/database/20260801T000000/data.tar",
        "basebackups_005/base_000000010000000000000002/tar_partitions/part_1.tar.lz4"})
    EXPECT_EQ(BarmanRootOf(key), std::nullopt) << key;
  EXPECT_EQ(BarmanRootOf("base/20260801T000000/" + std::string(5000, 'x')), std::nullopt);
}

TEST(BarmanTest, AHealthyStoreRestoresFromTheEndOfItsBaseToItsLastSegment) {
  for (const Packing packing : {Packing::kPlain, Packing::kGzip, Packing::kBzip2, Packing::kXz,
                                Packing::kZstd, Packing::kLz4, Packing::kSnappy})
    for (const Depth depth : {Depth::kEnds, Depth::kContent}) {
      const ProvenStore store = Healthy(packing).Prove(depth);
      const ProvenBackup base = First(store);
      EXPECT_EQ(Say(base), "true") << ExtensionOf(packing);
      EXPECT_EQ(base.from, World::Begin());
      EXPECT_EQ(base.to, World::Begin() + minutes(50));
      EXPECT_EQ(base.last_wal, World::SegmentName(1, 9));
      EXPECT_THAT(store.gaps, IsEmpty());
      EXPECT_THAT(store.notes, IsEmpty());
      EXPECT_THAT(store.unread, IsEmpty());
    }
}

TEST(BarmanTest, TheStoreIsNamedByItsServer) {
  const ProvenStore store = Healthy().Prove(Depth::kEnds);
  EXPECT_EQ(store.type, "barman");
  EXPECT_EQ(store.path, "pg/main");
  EXPECT_EQ(store.name, "main");
}

TEST(BarmanTest, AListingAloneCallsNothingGoodButTellsTheWindow) {
  World world = Healthy(Packing::kGzip);
  const ProvenStore store = world.Prove(Depth::kListing);
  EXPECT_THAT(Say(First(store)), StartsWith("unknown: only names and sizes"));
  EXPECT_EQ(First(store).to, World::Begin() + minutes(50));
  EXPECT_EQ(First(store).last_wal, World::SegmentName(1, 9));
  EXPECT_EQ(store.unread.size(), 1u);
  EXPECT_EQ(world.reads, 0u);
}

TEST(BarmanTest, ABaseStillRestoresToAGapBehindIt) {
  World world = Healthy();
  world.Remove(world.WalKeyOf(1, 6));
  for (const Depth depth : {Depth::kListing, Depth::kEnds}) {
    const ProvenStore store = world.Prove(depth);
    EXPECT_EQ(First(store).restorable, depth == Depth::kEnds ? std::optional(true) : std::nullopt);
    EXPECT_EQ(First(store).last_wal, World::SegmentName(1, 5));
    EXPECT_EQ(First(store).to, World::Begin() + minutes(10));
    ASSERT_EQ(store.gaps.size(), 1u);
    EXPECT_EQ(store.gaps[0].after, World::SegmentName(1, 5));
    EXPECT_EQ(store.gaps[0].before, World::SegmentName(1, 7));
    EXPECT_EQ(store.gaps[0].missing, 1u);
  }
}

TEST(BarmanTest, ABaseWithAGapInItsOwnSegmentsDoesNotRestore) {
  for (const std::uint64_t index : {2, 3}) {
    World world = Healthy();
    world.Remove(world.WalKeyOf(1, index));
    const ProvenStore store = world.Prove(Depth::kEnds);
    EXPECT_THAT(Say(First(store)),
                "false: of the WAL that it needs, " + World::SegmentName(1, index) + " is missing");
    EXPECT_EQ(First(store).from, std::nullopt);
    EXPECT_EQ(store.gaps.size(), 1u);
  }
}

TEST(BarmanTest, AGapBeforeTheOldestBaseIsNone) {
  World world;
  world.AddBase({.begin = 12, .end = 12});
  world.AddWal(1, 1, 3, -hours(5));
  world.AddWal(1, 6, 9, -hours(4));
  world.AddWal(1, 12, 15, -minutes(10));
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_EQ(Say(First(store)), "true");
  EXPECT_THAT(store.gaps, IsEmpty());
}

TEST(BarmanTest, EachBaseHasItsWindowAndTheGapBetweenThemIsToldOnce) {
  World world = Healthy();
  world.AddBase({.id = "20260802T000000", .begin = 14, .end = 14, .at = hours(24)});
  world.AddWal(1, 12, 20, hours(23));
  const ProvenStore store = world.Prove(Depth::kEnds);
  ASSERT_EQ(store.backups.size(), 2u);
  EXPECT_EQ(Say(store.backups[0]), "true");
  EXPECT_EQ(Say(store.backups[1]), "true");
  EXPECT_EQ(store.backups[0].last_wal, World::SegmentName(1, 9));
  EXPECT_EQ(store.backups[1].last_wal, World::SegmentName(1, 20));
  ASSERT_EQ(store.gaps.size(), 1u);
  EXPECT_EQ(store.gaps[0].missing, 2u);
}

TEST(BarmanTest, WhatIsMinutesOldMayStillBeOnItsWay) {
  World world = Healthy();
  world.Remove(world.WalKeyOf(1, 8));
  world.now = World::Begin() + minutes(55);
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_THAT(store.gaps, IsEmpty());
  EXPECT_THAT(store.notes, ElementsAre(HasSubstr("may be on its way")));
  EXPECT_EQ(First(store).last_wal, World::SegmentName(1, 7));
}

TEST(BarmanTest, TheLastSegmentOfAYoungBaseMayBeOnItsWay) {
  World world;
  world.AddBase({});
  world.AddWal(1, 1, 2);
  world.now = World::Begin() + minutes(10);
  EXPECT_THAT(Say(First(world.Prove(Depth::kEnds))), HasSubstr("unknown: of the WAL"));
  world.now = World::Begin() + hours(1);
  EXPECT_THAT(Say(First(world.Prove(Depth::kEnds))), StartsWith("false: of the WAL"));
}

TEST(BarmanTest, ABaseWithoutBackupInfoIsInProgressWhileItIsYoung) {
  World world = Healthy();
  world.Remove(world.BaseKey("backup.info"));
  for (const Depth depth : {Depth::kListing, Depth::kEnds}) {
    world.now = World::Begin() + hours(23);
    EXPECT_THAT(Say(First(world.Prove(depth))), StartsWith("unknown: it is in progress"));
    world.now = World::Begin() + hours(25);
    EXPECT_THAT(Say(First(world.Prove(depth))), StartsWith("false: backup.info is missing"));
  }
}

TEST(BarmanTest, AStatusOtherThanDoneIsNoPromise) {
  for (const auto& [status, said] : {std::pair{"FAILED", "false: it failed"},
                                     {"STARTED", "unknown: it is in progress"},
                                     {"", "unknown: it is in progress"},
                                     {"WAITING_FOR_WALS", "true"}}) {
    World world;
    world.AddBase({.status = status});
    world.AddWal(1, 1, 9);
    EXPECT_THAT(Say(First(world.Prove(Depth::kEnds))), StartsWith(said)) << status;
  }
}

TEST(BarmanTest, ABaseThatFailedSaysSoBeforeWhatItLacks) {
  World world;
  world.AddBase({.status = "FAILED"});
  world.Remove(world.TarKey("data"));
  EXPECT_THAT(Say(First(world.Prove(Depth::kEnds))), StartsWith("false: it failed"));
  EXPECT_EQ(Say(First(world.Prove(Depth::kListing))), "false: data.tar is missing");
}

TEST(BarmanTest, AKeepAnnotationAndFilesOfOthersAreNotes) {
  World world = Healthy();
  world.Put(world.BaseKey("annotations/keep"), "full", hours(1));
  world.Put(world.BaseKey("readme.txt"), "x", hours(1));
  world.Put("pg/main/other", "x", hours(1));
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_EQ(Say(First(store)), "true");
  EXPECT_THAT(store.notes, ElementsAre(HasSubstr("kept beyond the retention"), HasSubstr("readme.txt"),
                                       HasSubstr("none of barman's")));
}

TEST(BarmanTest, AnObjectThatCannotBeReadLeavesItsBaseOpenAndNoOther) {
  World world = Healthy();
  world.AddBase({.id = "20260802T000000", .begin = 5, .end = 5, .at = minutes(20)});
  BarmanScan scan(world.root);
  for (const auto& [key, object] : world.objects)
    scan.Add({key, object.bytes.size(), object.modified, "", ""});
  const auto read = [&](const std::string& key, const ByteRange& range) -> Result<std::string> {
    if (key == world.TarKey("data")) return Error{ErrorCode::kForbidden, "no"};
    return world.objects.at(key).bytes.substr(range.offset, range.length);
  };
  const Result<ProvenStore> store = scan.Prove(read, Depth::kEnds, world.now);
  ASSERT_TRUE(store.ok());
  EXPECT_THAT(Say(store->backups[0]), "unknown: data.tar could not be read: no");
  EXPECT_EQ(Say(store->backups[1]), "true");
}

TEST(BarmanTest, AStoreThatDoesNotAnswerIsGivenUpSoon) {
  World world = Healthy();
  for (int i = 10; i < 30; ++i) world.AddBase({.id = "202607" + std::to_string(i) + "T000000"});
  BarmanScan scan(world.root);
  for (const auto& [key, object] : world.objects)
    scan.Add({key, object.bytes.size(), object.modified, "", ""});
  int asked = 0;
  const auto read = [&](const std::string&, const ByteRange&) -> Result<std::string> {
    ++asked;
    return Error{ErrorCode::kTimeout, "no answer"};
  };
  const Result<ProvenStore> store = scan.Prove(read, Depth::kEnds, world.now);
  ASSERT_TRUE(store.ok());
  EXPECT_EQ(asked, 16);
  EXPECT_THAT(Say(First(*store)), StartsWith("unknown: backup.info could not be read"));
  EXPECT_THAT(store->unread, ElementsAre(HasSubstr("no answer")));
}

TEST(BarmanTest, WithoutAReaderOnlyTheListingCounts) {
  World world = Healthy();
  BarmanScan scan(world.root);
  for (const auto& [key, object] : world.objects)
    scan.Add({key, object.bytes.size(), object.modified, "", ""});
  const Result<ProvenStore> store = scan.Prove({}, Depth::kContent, world.now);
  ASSERT_TRUE(store.ok());
  EXPECT_THAT(Say(First(*store)), StartsWith("unknown: only names"));
}

TEST(BarmanTest, AnEmptyStoreHasNothing) {
  World world;
  for (const Depth depth : {Depth::kListing, Depth::kEnds, Depth::kContent})
    EXPECT_THAT(world.Prove(depth).backups, IsEmpty());
}

TEST(BarmanTest, WalOfAnotherServerIsNotThisOnes) {
  World world = Healthy();
  std::string& segment = world.At(world.WalKeyOf(1, 2)).bytes;
  segment[24] = static_cast<char>(segment[24] ^ 1);
  EXPECT_THAT(Say(First(world.Prove(Depth::kEnds))), HasSubstr("it is of another server"));
}

}  // namespace
}  // namespace lastgood::proof::barman
