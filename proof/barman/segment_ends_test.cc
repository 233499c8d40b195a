#include "proof/barman/segment_ends.h"

#include <gmock/gmock.h>

#include "proof/barman/pack_world.h"

namespace lastgood::proof::barman {
namespace {

using testing::HasSubstr;

constexpr auto kPacked = {Packing::kGzip, Packing::kBzip2, Packing::kXz,
                          Packing::kZstd, Packing::kLz4,   Packing::kSnappy};
constexpr std::uint64_t kSize = 1 << 20;

std::string Page(std::uint64_t address, std::uint64_t system = 5, std::uint64_t size = kSize) {
  return LittleEndian(0xd110, 2) + LittleEndian(2, 2) + LittleEndian(1, 4) + LittleEndian(address, 8) +
         LittleEndian(0, 8) + LittleEndian(system, 8) + LittleEndian(size, 4) + LittleEndian(8192, 4);
}

// What does not pack, and little of it.
std::string Content(bool small) {
  std::string bytes = Page(3 * kSize) + Noise(small ? 3000 : 300'000);
  bytes.resize(kSize, '\0');
  return bytes;
}

std::string Judge(Packing packing, const std::string& bytes,
                  Finding (*judge)(Reader&, const SegmentFile&) = &JudgeSegmentEnd) {
  const ReadPart read = [&](const std::string&, const ByteRange& range) -> Result<std::string> {
    return bytes.substr(range.offset, range.length);
  };
  Reader reader(read, 100);
  const Finding finding =
      judge(reader, {"key", {1, 0, 3}, bytes.size(), packing, *SegmentSize::Of(kSize), 5});
  return finding.IsWhole() ? "whole" : (finding.whole ? "broken: " : "unknown: ") + finding.why;
}

TEST(SegmentEndsTest, AWholeSegmentIsWhole) {
  for (const Packing packing : kPacked)
    for (const bool small : {true, false}) {
      const std::string bytes = Pack(packing, Content(small));
      for (const auto judge : {&JudgeSegmentEnd, &JudgeSegmentHead, &JudgeWholeSegment})
        EXPECT_EQ(Judge(packing, bytes, judge), "whole") << ExtensionOf(packing);
    }
}

TEST(SegmentEndsTest, ACutSegmentIsNeverWhole) {
  for (const Packing packing : kPacked)
    for (const bool small : {true, false}) {
      const std::string whole = Pack(packing, Content(small));
      for (const std::size_t part : {1u, 2u, 3u, 10u, 100u, 500u, 999u}) {
        const std::string cut = whole.substr(0, std::min(whole.size() - 1, whole.size() * part / 1000));
        for (const auto judge : {&JudgeSegmentEnd, &JudgeWholeSegment})
          EXPECT_THAT(Judge(packing, cut, judge), HasSubstr("broken")) << ExtensionOf(packing) << " " << part;
      }
    }
}

TEST(SegmentEndsTest, ASegmentOfAnotherSizeIsNotWhole) {
  for (const Packing packing : {Packing::kGzip, Packing::kXz})
    EXPECT_THAT(Judge(packing, Pack(packing, Content(false).substr(0, kSize / 2))), HasSubstr("broken"));
  for (const Packing packing : kPacked)
    for (const std::uint64_t size : {kSize / 2, kSize * 2}) {
      std::string content = Content(false);
      content.resize(size, 'x');
      EXPECT_THAT(Judge(packing, Pack(packing, content), &JudgeWholeSegment), HasSubstr("unpacks to"));
    }
}

TEST(SegmentEndsTest, TheFirstPageSaysWhoseTheSegmentIs) {
  const auto wrong = [](const std::string& page) {
    return WhatPageGetsWrong(page, {"", {1, 0, 3}, 0, Packing::kPlain, *SegmentSize::Of(kSize), 5});
  };
  EXPECT_EQ(wrong(Page(3 * kSize)), "");
  EXPECT_EQ(wrong(""), "");
  EXPECT_THAT(wrong(Page(4 * kSize)), HasSubstr("another segment's"));
  EXPECT_THAT(wrong(Page(3 * kSize, 6)), HasSubstr("another server"));
  EXPECT_THAT(wrong(Page(3 * kSize, 5, 16 << 20)), HasSubstr("segments of 16777216 bytes"));
  EXPECT_THAT(wrong(std::string(40, '\0')), HasSubstr("does not begin as"));
  EXPECT_THAT(wrong(std::string(40, 'x')), HasSubstr("does not begin as"));
}

TEST(SegmentEndsTest, WhatUnpacksWithoutEndIsStopped) {
  const std::string bomb = Pack(Packing::kGzip, std::string(64 << 20, '\0'));
  EXPECT_THAT(Judge(Packing::kGzip, bomb, &JudgeWholeSegment), HasSubstr("broken"));
}

}  // namespace
}  // namespace lastgood::proof::barman
