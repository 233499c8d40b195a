#include "exporter/state/state_codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "exporter/state/system_fields.h"

namespace lastgood {
namespace {

// Gives every field a value of its own that is not the one that absent fields have.
struct Filler {
  std::int64_t next = 1;

  template <typename T>
  void Fill(T& value) {
    using namespace pack_internal;
    if constexpr (kIs<T, std::optional>) {
      Fill(value.emplace());
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = "text " + std::to_string(next++);
    } else if constexpr (std::is_same_v<T, bool>) {
      value = true;
    } else if constexpr (IsNumber<T>) {
      value = static_cast<T>(next++);
    } else if constexpr (HasNames<T>) {
      value = static_cast<T>(Packed<T>::kNames.size() - 1);
    } else if constexpr (std::is_same_v<T, Time>) {
      value = Time(Duration(next++));
    } else if constexpr (kIsMoment<T>) {
      value = T(next++);
    } else if constexpr (kIs<T, std::pair>) {
      Fill(value.first);
      Fill(value.second);
    } else if constexpr (std::is_same_v<T, Cron>) {
      value = Cron::Parse("15 3 * * 1-5", CronDialect::kStandard, "Europe/Berlin").value();
    } else if constexpr (HasFields<T>) {
      Packed<T>::Fields(value, [this](std::string_view, auto& field) { Fill(field); });
    } else if constexpr (requires { typename T::mapped_type; }) {
      std::pair<typename T::key_type, typename T::mapped_type> one;
      Fill(one);
      value = {std::move(one)};
    } else {
      value.resize(2);
      for (auto& one : value) Fill(one);
    }
  }
};

Part Full() {
  Part part;
  Filler filler;
  filler.Fill(part.facts);
  filler.Fill(part.state);
  part.state.memory = std::string("by\0tes", 6) + std::string(200'000, 'm');
  return part;
}

template <typename T>
std::string Pack(const T& value) {
  PackWriter writer;
  writer.Put(value);
  return writer.Take();
}

std::string PackOne(Part part) {
  const std::vector parts = {std::make_shared<const Part>(std::move(part))};
  return PackParts(parts);
}

TEST(StateCodecTest, AllThatIsKnownIsReadBack) {
  const Part full = Full();
  const Result<UnpackedParts> read = UnpackParts(PackOne(full), Time::max());
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->unread, 0U);
  ASSERT_EQ(read->parts.size(), 1U);
  EXPECT_EQ(Pack(read->parts[0].facts), Pack(full.facts));
  EXPECT_EQ(Pack(read->parts[0].state), Pack(full.state));
  EXPECT_EQ(read->parts[0].state.memory, full.state.memory);
  EXPECT_EQ(read->parts[0].facts.objects[0].tracks[0].schedules, full.facts.objects[0].tracks[0].schedules);
}

// Between what is coded there is no room for a field that is not, but for what alignment leaves.
template <typename T>
void ExpectNoGap() {
  struct Span {
    std::uintptr_t begin, size, align;
  };
  T value;
  std::vector<Span> spans;
  Packed<T>::Fields(value, [&](std::string_view, auto& field) {
    spans.push_back({reinterpret_cast<std::uintptr_t>(&field), sizeof field,
                     alignof(std::remove_reference_t<decltype(field)>)});
  });
  std::ranges::sort(spans, {}, &Span::begin);
  const auto aligned = [](std::uintptr_t at, std::uintptr_t align) {
    return (at + align - 1) / align * align;
  };
  std::uintptr_t at = reinterpret_cast<std::uintptr_t>(&value);
  const std::uintptr_t end = at + sizeof value;
  for (const Span& span : spans) {
    EXPECT_EQ(aligned(at, span.align), span.begin) << "a field before " << span.begin - (end - sizeof value);
    at = span.begin + span.size;
  }
  EXPECT_EQ(aligned(at, alignof(T)), end);
}

TEST(StateCodecTest, NoFieldOfTheFactsIsForgotten) {
  ExpectNoGap<ObjectKey>();
  ExpectNoGap<BackupCounts>();
  ExpectNoGap<Usage>();
  ExpectNoGap<Track>();
  ExpectNoGap<ProofFacts>();
  ExpectNoGap<Requirement>();
  ExpectNoGap<Selection>();
  ExpectNoGap<WorkloadFacts>();
  ExpectNoGap<ObjectFacts>();
  ExpectNoGap<RestoreTestFacts>();
  ExpectNoGap<CopyFacts>();
  ExpectNoGap<PolicyFacts>();
  ExpectNoGap<DestinationFacts>();
  ExpectNoGap<PrefixFacts>();
  ExpectNoGap<BucketRisk>();
  ExpectNoGap<BucketFacts>();
  ExpectNoGap<StreamFacts>();
  ExpectNoGap<LogsFacts>();
  ExpectNoGap<Facts>();
  ExpectNoGap<UnreadObject>();
}

TEST(StateCodecTest, APartThatCannotBeReadCostsNoOther) {
  Part good = Full(), bad = Full();
  bad.state.kind = "marked";
  std::string bytes =
      PackParts(std::vector{std::make_shared<const Part>(bad), std::make_shared<const Part>(good)});
  bytes.replace(bytes.find("6:marked"), 8, "9:marked");
  const Result<UnpackedParts> read = UnpackParts(bytes, Time::max());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->unread, 1U);
  EXPECT_EQ(read->parts.size(), 1U);
}

TEST(StateCodecTest, WhatIsCutOrForeignIsRefused) {
  Part part;
  part.state.kind = "s3";
  const std::string bytes = PackOne(std::move(part));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(UnpackParts(bytes.substr(0, size), Time()).ok()) << size;
  EXPECT_FALSE(UnpackParts("{}", Time()).ok());
  EXPECT_FALSE(UnpackParts(bytes + "e", Time()).ok());
}

TEST(StateCodecTest, AReadingThatLiesAheadIsOfNow) {
  const Time now(std::chrono::seconds(1'790'000'000));
  Part part;
  part.facts.objects = {{.key = {"s3", "", "Folder", "x"}, .observed = now + std::chrono::hours(1)}};
  part.state.last_success = now + std::chrono::hours(1);
  const Result<UnpackedParts> read = UnpackParts(PackOne(std::move(part)), now);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->parts.at(0).facts.objects[0].observed, now);
  EXPECT_EQ(read->parts[0].state.last_success, now);
}

TEST(StateCodecTest, AThousandObjectsCostLittleTime) {
  constexpr int kObjects = 1000;
  const Part full = Full();
  Part part;
  part.state = full.state;
  for (int i = 0; i < kObjects; ++i) {
    part.facts.objects.push_back(full.facts.objects[0]);
    part.facts.objects.back().key.name = std::to_string(i);
  }
  const auto start = std::chrono::steady_clock::now();
  const std::string bytes = PackOne(std::move(part));
  const Result<UnpackedParts> read = UnpackParts(bytes, Time::max());
  const auto unpacked = std::chrono::steady_clock::now();
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->parts.at(0).facts.objects.size(), 1000U);
  EXPECT_LT(unpacked - start, std::chrono::seconds(20)) << "without optimisation, on a busy machine";
}

}  // namespace
}  // namespace lastgood
