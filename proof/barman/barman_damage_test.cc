// A healthy store and every damage to it that is known, at every depth: what is said must never be better
// than what a restore would find.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>

#include "proof/barman/barman_world.h"

namespace lastgood::proof::barman {
namespace {

using testing::HasSubstr;

// What is expected of the only base, at kListing, kEnds and kContent: its first letter (true, false,
// unknown), and how many segments follow it; -1 where none is told.
struct Expected {
  char said;
  int last;
};

struct DamageCase {
  std::string name;
  void (*damage)(World&);
  Expected listing, ends, content;
  std::string reason = "";  // at kEnds, of the base or of a note
};

void PrintTo(const DamageCase& damage, std::ostream* out) { *out << damage.name; }

std::string Last(int index) {
  return index < 0 ? "" : World::SegmentName(1, static_cast<std::uint64_t>(index));
}

class DamageTest : public testing::TestWithParam<std::tuple<DamageCase, Packing>> {};

TEST_P(DamageTest, IsSeen) {
  const auto& [damage, packing] = GetParam();
  World world = Healthy(packing);
  damage.damage(world);
  const std::array<std::pair<Depth, Expected>, 3> depths = {
      {{Depth::kListing, damage.listing}, {Depth::kEnds, damage.ends}, {Depth::kContent, damage.content}}};
  for (const auto& [depth, expected] : depths) {
    const ProvenStore store = world.Prove(depth);
    ASSERT_EQ(store.backups.size(), 1u);
    const ProvenBackup& base = store.backups[0];
    EXPECT_EQ(Say(base)[0], expected.said) << static_cast<int>(depth) << " " << Say(base);
    EXPECT_EQ(base.last_wal, Last(expected.last)) << static_cast<int>(depth) << " " << Say(base);
    if (depth != Depth::kEnds) continue;
    std::string all = Say(base);
    for (const std::string& note : store.notes) all += "\n" + note;
    EXPECT_THAT(all, HasSubstr(damage.reason));
  }
}

void CutBy(World& world, const std::string& key, double part) {
  world.Cut(key, static_cast<std::size_t>(static_cast<double>(world.At(key).bytes.size()) * part));
}
void Zero(World& world, const std::string& key) {
  std::string& bytes = world.At(key).bytes;
  std::fill(bytes.end() - static_cast<std::ptrdiff_t>(bytes.size() / 3), bytes.end(), '\0');
}

constexpr Expected kFine{'t', 9}, kOpen{'u', 9}, kBroken{'f', -1};

// Damages that show alike whatever the packing.
const std::vector<DamageCase> kAlways = {
    {"none", [](World&) {}, kOpen, kFine, kFine},
    {"no data.tar", [](World& w) { w.Remove(w.TarKey("data")); }, kBroken, kBroken, kBroken, "is missing"},
    {"empty data.tar", [](World& w) { w.At(w.TarKey("data")).bytes = ""; }, kBroken, kBroken, kBroken,
     "is empty"},
    {"cut data.tar", [](World& w) { CutBy(w, w.TarKey("data"), 0.7); }, kOpen, kBroken, kBroken, "cut off"},
    {"data.tar less its last bytes",
     [](World& w) { w.Cut(w.TarKey("data"), w.At(w.TarKey("data")).bytes.size() - 7); }, kOpen, kBroken,
     kBroken, "cut off"},
    {"no tablespace", [](World& w) { w.Remove(w.TarKey("16390")); }, kOpen, kBroken, kBroken,
     "the tablespace 16390 is missing"},
    {"empty tablespace", [](World& w) { w.At(w.TarKey("16390")).bytes = ""; }, kBroken, kBroken, kBroken,
     "is empty"},
    {"cut tablespace", [](World& w) { CutBy(w, w.TarKey("16390"), 0.5); }, kOpen, kBroken, kBroken,
     "cut off"},
    {"first tar of a tablespace lost",
     [](World& w) {
       w.Put(w.TarKey("16390_0001"), w.At(w.TarKey("16390")).bytes, {});
       w.Remove(w.TarKey("16390"));
     },
     kBroken, kBroken, kBroken, "16390.tar"},
    {"no backup.info", [](World& w) { w.Remove(w.BaseKey("backup.info")); }, kBroken, kBroken, kBroken,
     "backup.info"},
    {"empty backup.info", [](World& w) { w.At(w.BaseKey("backup.info")).bytes = ""; }, kBroken, kBroken,
     kBroken, "backup.info"},
    {"cut backup.info",
     [](World& w) { CutBy(w, w.BaseKey("backup.info"), 0.6); },
     kOpen,
     {'u', -1},
     {'u', -1},
     "cut off"},
    {"no first segment", [](World& w) { w.Remove(w.WalKeyOf(1, 2)); }, kOpen, kBroken, kBroken, "is missing"},
    {"no last needed segment", [](World& w) { w.Remove(w.WalKeyOf(1, 3)); }, kOpen, kBroken, kBroken,
     "is missing"},
    {"no segment of the window", [](World& w) { w.Remove(w.WalKeyOf(1, 5)); }, {'u', 4}, {'t', 4}, {'t', 4}},
    {"no segments at the end",
     [](World& w) {
       w.Remove(w.WalKeyOf(1, 8));
       w.Remove(w.WalKeyOf(1, 9));
     },
     {'u', 7},
     {'t', 7},
     {'t', 7}},
    {"no WAL",
     [](World& w) {
       for (std::uint64_t i = 1; i < 10; ++i) w.Remove(w.WalKeyOf(1, i));
     },
     kBroken, kBroken, kBroken, "WAL"},
    {"empty needed segment", [](World& w) { w.At(w.WalKeyOf(1, 2)).bytes = ""; }, kOpen, kBroken, kBroken},
    {"empty segment of the window",
     [](World& w) { w.At(w.WalKeyOf(1, 5)).bytes = ""; },
     {'u', 4},
     {'t', 4},
     {'t', 4}},
    {"cut needed segment", [](World& w) { CutBy(w, w.WalKeyOf(1, 3), 0.5); }, kOpen, kBroken, kBroken},
    {"segment as .partial",
     [](World& w) {
       w.Put(w.root + "/wals/0000000100000000/" + World::SegmentName(1, 5) + ".partial" +
                 std::string(ExtensionOf(w.packing)),
             "x", {});
       w.Remove(w.WalKeyOf(1, 5));
     },
     {'u', 4},
     {'t', 4},
     {'t', 4}},
    {"segment of another name", [](World& w) { w.At(w.WalKeyOf(1, 2)).bytes = w.At(w.WalKeyOf(1, 5)).bytes; },
     kOpen, kBroken, kBroken, "another segment's"},
};

// A listing does not show these.
const std::vector<DamageCase> kOfPacked = {
    {"cut segment of the window",
     [](World& w) { CutBy(w, w.WalKeyOf(1, 5), 0.6); },
     kOpen,
     {'t', 4},
     {'t', 4},
     "cut off"},
    {"segment less its last bytes",
     [](World& w) { w.Cut(w.WalKeyOf(1, 5), w.At(w.WalKeyOf(1, 5)).bytes.size() - 3); },
     kOpen,
     {'t', 4},
     {'t', 4},
     "cut off"},
    {"segment whose end is zeros",
     [](World& w) { Zero(w, w.WalKeyOf(1, 5)); },
     kOpen,
     {'t', 4},
     {'t', 4},
     "cut off"},
    {"last segment cut",
     [](World& w) { CutBy(w, w.WalKeyOf(1, 9), 0.6); },
     kOpen,
     {'t', 8},
     {'t', 8},
     "cut off"},
};

const std::vector<DamageCase> kOfPlain = {
    {"short segment of the window",
     [](World& w) { CutBy(w, w.WalKeyOf(1, 5), 0.6); },
     {'u', 4},
     {'t', 4},
     {'t', 4},
     "bytes instead of 1048576"},
    {"last segment short",
     [](World& w) { CutBy(w, w.WalKeyOf(1, 9), 0.6); },
     {'u', 8},
     {'t', 8},
     {'t', 8},
     "bytes instead of 1048576"},
    {"needed segment of zeros", [](World& w) { w.At(w.WalKeyOf(1, 2)).bytes.assign(World::kSegment, '\0'); },
     kOpen, kBroken, kBroken, "does not begin as"},
    {"data.tar whose end is zeros", [](World& w) { Zero(w, w.TarKey("data")); }, kOpen, kBroken, kBroken},
};

std::string NameOfCase(const testing::TestParamInfo<DamageTest::ParamType>& info) {
  std::string name = std::get<0>(info.param).name + std::string(ExtensionOf(std::get<1>(info.param)));
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

constexpr auto kPackings = {Packing::kPlain, Packing::kGzip, Packing::kBzip2, Packing::kLz4,
                            Packing::kSnappy};
constexpr auto kOnlyPacked = {Packing::kGzip, Packing::kBzip2, Packing::kXz,
                              Packing::kZstd, Packing::kLz4,   Packing::kSnappy};

INSTANTIATE_TEST_SUITE_P(Barman, DamageTest,
                         testing::Combine(testing::ValuesIn(kAlways), testing::ValuesIn(kPackings)),
                         NameOfCase);
INSTANTIATE_TEST_SUITE_P(BarmanPacked, DamageTest,
                         testing::Combine(testing::ValuesIn(kOfPacked), testing::ValuesIn(kOnlyPacked)),
                         NameOfCase);
INSTANTIATE_TEST_SUITE_P(BarmanPlain, DamageTest,
                         testing::Combine(testing::ValuesIn(kOfPlain), testing::Values(Packing::kPlain)),
                         NameOfCase);

// Of a base in three tars.
class SplitTest : public testing::TestWithParam<Packing> {
 protected:
  static World Split() {
    World world;
    world.packing = GetParam();
    world.AddBase({.parts = 3});
    world.AddWal(1, 1, 4);
    return world;
  }
};

TEST_P(SplitTest, IsWholeWithAllOfThem) { EXPECT_EQ(Say(Split().Prove(Depth::kEnds).backups[0]), "true"); }

TEST_P(SplitTest, LacksOneInTheMiddle) {
  World world = Split();
  world.Remove(world.TarKey("data_0001"));
  for (const Depth depth : {Depth::kListing, Depth::kEnds})
    EXPECT_THAT(Say(world.Prove(depth).backups[0]), HasSubstr("false: data_0001.tar"));
}

TEST_P(SplitTest, LacksTheLastOne) {
  World world = Split();
  world.Remove(world.TarKey("data_0002"));
  EXPECT_EQ(Say(world.Prove(Depth::kListing).backups[0])[0], 'u');
  for (const Depth depth : {Depth::kEnds, Depth::kContent})
    EXPECT_THAT(Say(world.Prove(depth).backups[0]), HasSubstr("the last one is lost"));
}

TEST_P(SplitTest, HasACutOneInTheMiddle) {
  World world = Split();
  CutBy(world, world.TarKey("data_0001"), 0.5);
  EXPECT_THAT(Say(world.Prove(Depth::kEnds).backups[0]), HasSubstr("cut off"));
}

INSTANTIATE_TEST_SUITE_P(BarmanSplit, SplitTest, testing::ValuesIn(kPackings));

// Nothing marks the last tar of a tablespace: only sizes can tell that another followed.
TEST(BarmanTablespaceTest, ThatIsSmallerThanTheServerWasIsNotCalledWhole) {
  World world = Healthy();
  std::string& info = world.At(world.BaseKey("backup.info")).bytes;
  info.replace(info.find("=100000\n"), 8, "=900000\n");
  EXPECT_THAT(Say(world.Prove(Depth::kEnds).backups[0]), HasSubstr("a tablespace's last tar may be lost"));
}

TEST(BarmanTablespaceTest, AsLargeAsTarsThatWereSplitIsNotCalledWhole) {
  World world;
  world.packing = Packing::kGzip;
  world.AddBase({.parts = 2});
  world.AddWal(1, 1, 4);
  EXPECT_EQ(Say(world.Prove(Depth::kEnds).backups[0]), "true");
  world.At(world.TarKey("16390")).bytes = Pack(Packing::kGzip, MakeTar({{"PG_15/5/1", Noise(400'000)}}));
  EXPECT_THAT(Say(world.Prove(Depth::kEnds).backups[0]),
              HasSubstr("whether another followed cannot be told"));
}

}  // namespace
}  // namespace lastgood::proof::barman
