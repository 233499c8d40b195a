#include "proof/barman/wal_path.h"

#include <gmock/gmock.h>

namespace lastgood::proof::barman {
namespace {

using testing::ElementsAre;

TEST(HistoryTest, EachLineIsATimelineAndWhereItWasLeft) {
  const auto switches = ParseHistory(
      "# a comment\n1\t0/3000090\tno recovery target specified\n\n 2\t0/50000A0\tat restore point\n", 3);
  ASSERT_TRUE(switches.ok()) << switches.error().message;
  EXPECT_THAT(*switches, ElementsAre(TimelineSwitch{1, 0x3000090}, TimelineSwitch{2, 0x50000A0}));
}

TEST(HistoryTest, WhatPostgresqlDoesNotAcceptIsRefused) {
  for (const char* text : {"", "\n", "#\n", "1", "1\t0/3000090", "1\t0/3000", "x\t0/1\ty\n", "1 0/1 y\n",
                           "-1\t0/1\ty\n", "3\t0/1\ty\n", "4\t0/1\ty\n", "2\t0/1\ty\n1\t0/2\ty\n",
                           "1\t0/1\ty\n1\t0/2\ty\n", "1\t0/9\ty\n2\t0/2\ty\n", "99999999999\t0/1\ty\n"})
    EXPECT_FALSE(ParseHistory(text, 3).ok()) << text;
}

TEST(WalPathTest, TheNewestTimelineIsTheLastOfAnUnbrokenRow) {
  EXPECT_EQ(NewestTimeline({}, 1), 1u);
  EXPECT_EQ(NewestTimeline({{2, {}}, {3, {}}, {5, {}}}, 1), 3u);
  EXPECT_EQ(NewestTimeline({{2, {}}, {3, {}}, {5, {}}}, 4), 5u);
  EXPECT_EQ(NewestTimeline({{0xFFFFFFFF, {}}}, 0xFFFFFFFE), 0xFFFFFFFF);
}

TEST(WalPathTest, TheSegmentOfTheSwitchIsTheNewTimelines) {
  const std::vector<TimelineSwitch> switches = {{1, 0x3000090}, {2, 0x5000000}};
  EXPECT_THAT(PathTo(switches, 1, 4, SegmentSize()),
              ElementsAre(PathPiece{1, 0, 3}, PathPiece{2, 3, 5}, PathPiece{4, 5}));
  EXPECT_THAT(PathTo(switches, 2, 4, SegmentSize()), ElementsAre(PathPiece{2, 0, 5}, PathPiece{4, 5}));
}

TEST(WalPathTest, ByNamesATimelineEndsWhereALaterOneBegins) {
  WalRanges ranges;
  for (const Segment segment : {Segment{1, 0, 1}, {1, 0, 9}, {2, 0, 5}, {3, 0, 4}, {3, 0, 5}})
    ranges.Add({WalFileKind::kSegment, segment, Packing::kPlain}, 16 << 20, {});
  EXPECT_THAT(PathByNames(ranges, SegmentSize()), ElementsAre(PathPiece{1, 0, 4}, PathPiece{3, 4}));
}

}  // namespace
}  // namespace lastgood::proof::barman
