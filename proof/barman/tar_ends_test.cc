#include "proof/barman/tar_ends.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "proof/barman/pack_world.h"

namespace lastgood::proof::barman {
namespace {

using testing::HasSubstr;

constexpr auto kPackings = {Packing::kPlain, Packing::kGzip, Packing::kBzip2, Packing::kLz4,
                            Packing::kSnappy};

// Bytes that do not pack and rows that do, more than is read as a whole.
std::string Table() {
  std::string text;
  for (int i = 0; i < 26; ++i) text += Noise(50'000, static_cast<unsigned>(i)) + std::string(3000, 'r');
  return text;
}

const std::string& DataTar(bool last) {
  static const std::string kWhole = MakeTar(
      {{"base/1", Table()},
       {"global/pg_control", Noise(296) + std::string(7896, '\0')},
       {"backup_label", "START WAL LOCATION: 0/8000028 (file 000000010000000000000008)\nLABEL: x\n"}});
  static const std::string kFirst = MakeTar({{"base/1", Table()}, {"base/2", Noise(80'000)}});
  return last ? kWhole : kFirst;
}

const std::string& Packed(Packing packing, bool last) {
  static std::map<std::pair<Packing, bool>, std::string> made;
  std::string& bytes = made[{packing, last}];
  if (bytes.empty()) bytes = Pack(packing, DataTar(last));
  return bytes;
}

struct Judged {
  std::string said;
  std::uint64_t bytes = 0;  // that were read
};

Judged Judge(Packing packing, const std::string& bytes, TarEnding ending = TarEnding::kLabel,
             bool whole = false) {
  Judged judged;
  const ReadPart read = [&](const std::string&, const ByteRange& range) -> Result<std::string> {
    judged.bytes += range.length;
    return bytes.substr(range.offset, range.length);
  };
  Reader reader(read, 100);
  const TarFile tar{"key", "data.tar", bytes.size(), packing, ending};
  const Finding finding = whole ? JudgeWholeTar(reader, tar) : JudgeTarEnd(reader, tar);
  judged.said = finding.IsWhole() ? "whole" : (finding.whole ? "broken: " : "unknown: ") + finding.why;
  return judged;
}

TEST(TarEndsTest, AWholeTarIsKnownByItsEnd) {
  for (const Packing packing : kPackings) {
    ASSERT_GT(Packed(packing, true).size(), 1u << 20);
    EXPECT_EQ(Judge(packing, Packed(packing, true)).said, "whole") << ExtensionOf(packing);
    EXPECT_EQ(Judge(packing, Packed(packing, false), TarEnding::kAny).said, "whole") << ExtensionOf(packing);
    EXPECT_EQ(Judge(packing, Packed(packing, true), TarEnding::kLabel, true).said, "whole")
        << ExtensionOf(packing);
  }
}

TEST(TarEndsTest, ATarThatIsNotTheLastIsKnownByItsEnd) {
  for (const Packing packing : kPackings) {
    const std::string said = Judge(packing, Packed(packing, false)).said;
    // What lz4 repeats is not seen without unpacking all.
    EXPECT_THAT(said,
                HasSubstr(packing == Packing::kLz4 ? "unknown: whether" : "broken: data.tar does not end as"))
        << ExtensionOf(packing);
    EXPECT_THAT(Judge(packing, Packed(packing, false), TarEnding::kLabel, true).said,
                HasSubstr("broken: data.tar does not end as"));
  }
}

TEST(TarEndsTest, ABackupWithoutALabelEndsWithTheControlFile) {
  for (const Packing packing : {Packing::kPlain, Packing::kGzip, Packing::kSnappy}) {
    EXPECT_EQ(Judge(packing, Packed(packing, true), TarEnding::kControl).said, "whole");
    EXPECT_THAT(Judge(packing, Packed(packing, false), TarEnding::kControl).said, HasSubstr("broken"));
  }
}

TEST(TarEndsTest, ACutTarIsNeverWhole) {
  for (const Packing packing : kPackings)
    for (const bool last : {true, false}) {
      const std::string& whole = Packed(packing, last);
      for (const std::size_t less : {1u, 4u, 8u, 100u, 1024u, 20'000u, 1'000'000u}) {
        const std::string cut = whole.substr(0, whole.size() - less);
        const std::string said = Judge(packing, cut, last ? TarEnding::kLabel : TarEnding::kAny).said;
        EXPECT_NE(said, "whole") << ExtensionOf(packing) << " less " << less;
        EXPECT_THAT(Judge(packing, cut, TarEnding::kAny, true).said, HasSubstr("broken"))
            << ExtensionOf(packing) << " less " << less;
      }
    }
}

TEST(TarEndsTest, ATarWhoseEndWasNeverWrittenIsNeverWhole) {
  for (const Packing packing : kPackings)
    for (const std::size_t zeros : {64u, 4096u, 300'000u}) {
      std::string bytes = Packed(packing, true);
      std::fill(bytes.end() - static_cast<std::ptrdiff_t>(zeros), bytes.end(), '\0');
      // The end of a plain tar is zeros by right.
      if (packing == Packing::kPlain && zeros <= 4096) continue;
      EXPECT_THAT(Judge(packing, bytes).said, HasSubstr("broken")) << ExtensionOf(packing) << " " << zeros;
    }
}

TEST(TarEndsTest, DamageInTheMiddleShowsOnlyWhenAllIsRead) {
  for (const Packing packing : {Packing::kGzip, Packing::kBzip2, Packing::kSnappy}) {
    std::string bytes = Packed(packing, true);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
    EXPECT_EQ(Judge(packing, bytes).said, "whole") << ExtensionOf(packing);
    EXPECT_THAT(Judge(packing, bytes, TarEnding::kLabel, true).said, HasSubstr("broken"))
        << ExtensionOf(packing);
  }
}

TEST(TarEndsTest, LittleIsReadOfALargeTar) {
  EXPECT_LE(Judge(Packing::kPlain, Packed(Packing::kPlain, true)).bytes, 64u << 10);
  EXPECT_LE(Judge(Packing::kGzip, Packed(Packing::kGzip, true)).bytes, 128u << 10);
  EXPECT_LE(Judge(Packing::kSnappy, Packed(Packing::kSnappy, true)).bytes, 160u << 10);
}

TEST(TarEndsTest, ATableThatEndsWithEmptyPagesIsReadFarther) {
  const std::string tar = MakeTar({{"PG_15/5/1", Noise(100) + std::string(500'000, '\0')}});
  EXPECT_EQ(Judge(Packing::kPlain, tar, TarEnding::kAny).said, "whole");
}

TEST(TarEndsTest, AnEmptyTablespaceIsWhole) {
  for (const Packing packing : kPackings)
    EXPECT_EQ(Judge(packing, Pack(packing, MakeTar({{"PG_15_202209061/", ""}})), TarEnding::kAny).said,
              "whole");
}

TEST(TarEndsTest, TheLastMemberIsNamed) {
  EXPECT_EQ(LastTarMember(MakeTar({{"a", "x"}, {"b", std::string(2000, 'y')}})), "b");
  EXPECT_EQ(LastTarMember(""), "");
  EXPECT_EQ(LastTarMember(std::string(5000, '\0')), "");
}

}  // namespace
}  // namespace lastgood::proof::barman
