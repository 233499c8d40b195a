#include "proof/barman/wal_name.h"

#include <gtest/gtest.h>

namespace lastgood::proof::barman {
namespace {

TEST(WalNameTest, EveryKindOfFileIsKnownByItsName) {
  const auto kind = [](const char* key) {
    const std::optional<WalFile> file = ParseWalKey(key);
    return file ? std::optional(file->kind) : std::nullopt;
  };
  EXPECT_EQ(kind("0000000100000000/000000010000000000000005"), WalFileKind::kSegment);
  EXPECT_EQ(kind("0000000100000000/000000010000000000000005.partial.gz"), WalFileKind::kPartial);
  EXPECT_EQ(kind("0000000100000000/000000010000000000000005.00000028.backup"), WalFileKind::kLabel);
  EXPECT_EQ(kind("00000002.history.bz2"), WalFileKind::kHistory);
}

TEST(WalNameTest, OtherNamesAreNone) {
  for (const char* key :
       {"", "x", "00000002.history.exe", "00000000.history", "2.history", "0000000100000000/",
        "0000000100000001/000000010000000000000005", "000000010000000000000005",
        "0000000100000000/000000010000000000000005.tmp", "0000000100000000/00000001000000000000000g",
        "0000000000000000/000000000000000000000005", "0000000100000000/000000010000000000000005.backup",
        "0000000A00000000/0000000a0000000000000005"})
    EXPECT_FALSE(ParseWalKey(key)) << key;
}

TEST(WalNameTest, EveryExtensionIsRead) {
  for (const Packing packing : {Packing::kPlain, Packing::kGzip, Packing::kBzip2, Packing::kXz,
                                Packing::kZstd, Packing::kLz4, Packing::kSnappy}) {
    const Segment segment{0x1A, 0x2B, 0x3C};
    const std::string key = WalKey("", segment, packing);
    const std::optional<WalFile> file = ParseWalKey(key.substr(5));
    ASSERT_TRUE(file) << key;
    EXPECT_EQ(file->packing, packing);
    EXPECT_EQ(file->segment, segment);
  }
}

TEST(WalNameTest, KeysAreMadeAsBarmanMakesThem) {
  EXPECT_EQ(WalKey("a/b", {1, 2, 3}, Packing::kZstd),
            "a/b/wals/0000000100000002/000000010000000200000003.zst");
  EXPECT_EQ(HistoryKey("", 10, Packing::kGzip), "wals/0000000A.history.gz");
}

TEST(WalNameTest, TheNextLogBeginsWhereTheSegmentSizeSays) {
  const auto next = [](std::uint64_t bytes, Segment segment) {
    const SegmentSize size = *SegmentSize::Of(bytes);
    return NameOf(size.At(segment.timeline, size.IndexOf(segment) + 1));
  };
  EXPECT_EQ(next(16 << 20, {1, 0, 0xFF}), "000000010000000100000000");
  EXPECT_EQ(next(64 << 20, {1, 0, 0x3F}), "000000010000000100000000");
  EXPECT_EQ(next(1 << 30, {1, 7, 3}), "000000010000000800000000");
  EXPECT_EQ(next(1 << 20, {1, 0, 0xFFF}), "000000010000000100000000");
  EXPECT_EQ(next(16 << 20, {1, 0, 0x3F}), "000000010000000000000040");
}

TEST(WalNameTest, ASegmentSizeIsAPowerOfTwoFromOneMebibyteToOneGibibyte) {
  for (const std::uint64_t bytes : {0ull, 1ull, 1ull << 19, 3ull << 20, (16ull << 20) + 1, 1ull << 31, ~0ull})
    EXPECT_FALSE(SegmentSize::Of(bytes)) << bytes;
}

TEST(WalNameTest, AnLsnIsTwoHexadecimalNumbers) {
  EXPECT_EQ(ParseLsn("16/B374D848"), 0x16B374D848u);
  EXPECT_EQ(ParseLsn("FFFFFFFF/FFFFFFFF"), ~std::uint64_t{0});
  for (const char* text : {"", "/", "1/", "/1", "1", "1/G", "123456789/0", "0/123456789", "0/ 1"})
    EXPECT_FALSE(ParseLsn(text)) << text;
}

}  // namespace
}  // namespace lastgood::proof::barman
