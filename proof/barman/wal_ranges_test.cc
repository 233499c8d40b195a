#include "proof/barman/wal_ranges.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include "base/time.h"
#include "proof/barman/wal_islands.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::uint64_t kSize = 16 << 20;

Time At(std::int64_t minutes) { return Time(std::chrono::minutes(minutes)); }

void Add(WalRanges& ranges, const Segment& segment, Packing packing = Packing::kPlain,
         std::uint64_t size = kSize) {
  ranges.Add({WalFileKind::kSegment, segment, packing}, size, At(segment.number));
}

std::vector<Island> Islands(const WalRanges& ranges, const Unusable& unusable = {}) {
  return IslandsOf({{1}}, ranges, SegmentSize(), unusable);
}

TEST(WalRangesTest, SegmentsWithoutAGapAreOneRangePerLog) {
  WalRanges ranges;
  for (std::uint32_t log = 0; log < 2; ++log)
    for (std::uint32_t number = 0; number < 256; ++number) Add(ranges, {1, log, number});
  EXPECT_EQ(ranges.ranges().size(), 2u);
  ASSERT_EQ(Islands(ranges).size(), 1u);
  EXPECT_EQ(Islands(ranges)[0].last, 511u);
}

TEST(WalRangesTest, AMillionSegmentsTakeLessThan32Mebibytes) {
  const std::size_t before = mallinfo2().uordblks;
  WalRanges ranges;
  for (std::uint32_t i = 0; i < 1'000'000; ++i)
    Add(ranges, {1, i / 256, i % 256}, Packing::kGzip, 5'000'000 + i);
  EXPECT_LT(mallinfo2().uordblks - before, std::size_t{32} << 20);
  EXPECT_EQ(ranges.lost(), 0u);
  EXPECT_EQ(ranges.Find({1, 1000, 7})->size, 5'000'000u + 256'007);
}

TEST(WalRangesTest, AnArchiveOfHolesTakesNoMoreAndSaysWhatItLost) {
  const std::size_t before = mallinfo2().uordblks;
  WalRanges ranges;
  for (std::uint32_t i = 0; i < 1'000'000; ++i) Add(ranges, {1, i, 2}, Packing::kGzip, 1000);
  EXPECT_LT(mallinfo2().uordblks - before, std::size_t{32} << 20);
  EXPECT_EQ(ranges.lost(), 1'000'000u - WalRanges::kMostRanges);
}

TEST(WalRangesTest, OfManyPackedSegmentsTheSizesOfTheNewestAreKept) {
  WalRanges ranges;
  for (std::uint32_t i = 0; i < WalRanges::kMostSizes + 1000; ++i)
    Add(ranges, {1, i / 256, i % 256}, Packing::kGzip, 1000 + i);
  EXPECT_EQ(ranges.Find({1, 0, 5})->size, std::nullopt);
  EXPECT_EQ(ranges.Find({1, 4, 0})->size, 2024u);
}

TEST(WalRangesTest, LabelsAndPartialsAreNoSegments) {
  WalRanges ranges;
  Add(ranges, {1, 0, 1});
  ranges.Add({WalFileKind::kLabel, {1, 0, 2}, Packing::kPlain}, 300, At(2));
  ranges.Add({WalFileKind::kPartial, {1, 0, 2}, Packing::kPlain}, kSize, At(2));
  EXPECT_EQ(Islands(ranges)[0].last, 1u);
  EXPECT_TRUE(ranges.HasPartial({1, 0, 2}));
}

TEST(WalRangesTest, APlainSegmentOfAnotherSizeIsAHole) {
  WalRanges ranges;
  Add(ranges, {1, 0, 1});
  Add(ranges, {1, 0, 2}, Packing::kPlain, 100);
  Add(ranges, {1, 0, 3});
  EXPECT_EQ(Islands(ranges).size(), 2u);
}

TEST(WalRangesTest, PackingsMayChangeOnTheWay) {
  WalRanges ranges;
  Add(ranges, {1, 0, 1});
  Add(ranges, {1, 0, 2}, Packing::kGzip, 100);
  Add(ranges, {1, 0, 3}, Packing::kZstd, 100);
  EXPECT_EQ(Islands(ranges).size(), 1u);
}

TEST(WalRangesTest, OfASegmentThatIsThereTwiceThePackedOneCounts) {
  WalRanges ranges;
  Add(ranges, {1, 0, 1});
  Add(ranges, {1, 0, 2}, Packing::kPlain, 100);
  Add(ranges, {1, 0, 2}, Packing::kGzip, 4000);
  Add(ranges, {1, 0, 2}, Packing::kZstd, 3);
  Add(ranges, {1, 0, 3});
  EXPECT_EQ(Islands(ranges).size(), 1u);
  EXPECT_EQ(ranges.Find({1, 0, 2})->range->packing, Packing::kGzip);
  EXPECT_EQ(ranges.lost(), 0u);
}

TEST(WalRangesTest, ADamagedSegmentSplitsItsRangeAndTheMomentBeforeItIsNeverTooLate) {
  WalRanges ranges;
  for (std::uint32_t number = 1; number < 10; ++number) Add(ranges, {1, 0, number}, Packing::kGzip, 100);
  const std::vector<Island> islands = Islands(ranges, {{{1, 0, 5}, "cut"}, {{1, 0, 9}, "cut"}});
  ASSERT_EQ(islands.size(), 2u);
  EXPECT_EQ(islands[0].last, 4u);
  EXPECT_EQ(islands[0].last_modified, At(1));
  EXPECT_EQ(islands[1].last, 8u);
}

TEST(WalRangesTest, KeysOutOfOrderAreCountedAsLost) {
  WalRanges ranges;
  Add(ranges, {1, 0, 5});
  Add(ranges, {1, 0, 3});
  EXPECT_EQ(ranges.lost(), 1u);
}

TEST(WalRangesTest, TheSegmentSizeIsGuessedBySizesAndByWhereLogsEnd) {
  WalRanges plain, packed, few;
  for (std::uint32_t number = 1; number < 4; ++number) Add(plain, {1, 0, number}, Packing::kPlain, 64 << 20);
  EXPECT_EQ(plain.GuessSize().bytes(), 64u << 20);
  for (std::uint32_t i = 60; i < 140; ++i) Add(packed, {1, i / 64, i % 64}, Packing::kGzip, 1000);
  EXPECT_EQ(packed.GuessSize().bytes(), 64u << 20);
  for (std::uint32_t i = 0; i < 5; ++i) Add(few, {1, 0, i}, Packing::kGzip, 1000);
  EXPECT_EQ(few.GuessSize().bytes(), kSize);
}

TEST(WalRangesTest, ExtremeNumbersDoNoHarm) {
  constexpr std::uint32_t kMost = 0xFFFFFFFF;
  WalRanges ranges;
  Add(ranges, {1, kMost, 255});
  Add(ranges, {1, kMost, kMost});
  Add(ranges, {kMost, kMost, kMost}, Packing::kLz4, ~std::uint64_t{0});
  EXPECT_EQ(Islands(ranges).size(), 1u);
  EXPECT_EQ(ranges.GuessSize().bytes(), kSize);
}

}  // namespace
}  // namespace lastgood::proof::barman
