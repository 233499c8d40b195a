#include "base/pack.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace lastgood {
namespace {

enum class Colour : std::uint8_t { kRed, kGreen };

struct Inner {
  std::string word;
  std::optional<std::uint64_t> number;
  bool operator==(const Inner&) const = default;
};

struct Outer {
  std::vector<Inner> inners;
  std::map<std::pair<std::string, std::string>, double> rates;
  std::set<std::string> names;
  std::optional<bool> told;
  Time moment;
  std::optional<Duration> length;
  Colour colour = Colour::kRed;
  bool operator==(const Outer&) const = default;
};

// What a later version of Outer may have.
struct Later {
  std::map<std::string, std::vector<Inner>> more;
  std::string added;
  std::set<std::string> names;
};

}  // namespace

template <>
struct Packed<Colour> {
  static constexpr std::array<std::string_view, 2> kNames = {"red", "green"};
};
template <>
struct Packed<Inner> {
  static void Fields(auto& value, auto&& field) {
    field("word", value.word);
    field("number", value.number);
  }
};
template <>
struct Packed<Outer> {
  static void Fields(auto& value, auto&& field) {
    field("inners", value.inners);
    field("rates", value.rates);
    field("names", value.names);
    field("told", value.told);
    field("moment", value.moment);
    field("length", value.length);
    field("colour", value.colour);
  }
};
template <>
struct Packed<Later> {
  static void Fields(auto& value, auto&& field) {
    field("more", value.more);
    field("added", value.added);
    field("names", value.names);
  }
};

namespace {

template <typename T>
std::string Pack(const T& value) {
  PackWriter writer;
  writer.Put(value);
  return writer.Take();
}

Outer Full() {
  return {.inners = {{"a\0b\xff", std::uint64_t{0}}, {"", ~std::uint64_t{0}}},
          .rates = {{{"x", "y"}, 0.1}},
          .names = {"n", "m"},
          .told = false,
          .moment = Time(Duration(-5)),
          .length = Duration(7),
          .colour = Colour::kGreen};
}

TEST(PackTest, WhatIsWrittenIsReadBack) {
  const std::string bytes = Pack(Full());
  PackReader reader(bytes);
  Outer read;
  ASSERT_TRUE(reader.Get(read));
  EXPECT_TRUE(reader.AtEnd());
  EXPECT_EQ(read, Full());
}

TEST(PackTest, FieldsThatAreNotKnownArePassedOverAndThoseThatAreAbsentStay) {
  const std::string bytes = Pack(Later{{{"k", {{"w", 1}}}}, "text", {"n"}});
  PackReader reader(bytes);
  Outer read;
  ASSERT_TRUE(reader.Get(read));
  EXPECT_EQ(read, Outer{.names = {"n"}});
}

TEST(PackTest, NothingThatIsCutIsRead) {
  const std::string bytes = Pack(Full());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    PackReader reader(std::string_view(bytes).substr(0, size));
    Outer read;
    EXPECT_FALSE(reader.Get(read)) << size;
  }
}

TEST(PackTest, SizesDepthAndMomentsAreBounded) {
  const auto reads = [](auto value, const std::string& bytes, const PackLimits& limits = {}) {
    PackReader reader(bytes, limits);
    return reader.Get(value);
  };
  EXPECT_FALSE(reads(std::string(), "99:abc"));
  EXPECT_FALSE(reads(Outer(), "d4:this" + std::string(100, 'l') + std::string(100, 'e') + "e")) << "too deep";
  EXPECT_FALSE(reads(std::vector<Inner>(), "l" + Pack(Inner()) + "de" + std::string(2000, 'x') + "e"));
  std::string many = "l";
  for (int i = 0; i < 1000; ++i) many += "de";
  EXPECT_TRUE(reads(std::vector<Inner>(), many + "e"));
  EXPECT_FALSE(reads(std::vector<Inner>(), many + "e", {.memory = 100 * sizeof(Inner)}));
  EXPECT_FALSE(reads(Time(), "i9223372036854775807e"));
  EXPECT_FALSE(reads(std::int32_t(), "i4294967296e"));
  EXPECT_FALSE(reads(true, "i2e"));
  EXPECT_FALSE(reads(Colour(), "4:blue"));
  std::string text;
  const std::string long_text = Pack(std::string(100, 'x'));
  PackReader reader(long_text, {.text = 10});
  ASSERT_TRUE(reader.Get(text));
  EXPECT_EQ(text.size(), 10U);
}

}  // namespace
}  // namespace lastgood
