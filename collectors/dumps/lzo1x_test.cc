#include "collectors/dumps/lzo1x.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

using namespace std::string_literals;

const std::string kEnd = "\x11\0\0"s;

TEST(Lzo1xTest, LiteralsAreCopied) {
  EXPECT_EQ(UnpackLzo1x("\x16hello" + kEnd, 5), "hello");  // 17 and their count
  EXPECT_EQ(UnpackLzo1x("\x02hello" + kEnd, 5), "hello");  // the count less 3
  EXPECT_EQ(UnpackLzo1x("\0\x05"s + std::string(23, 'x') + kEnd, 23), std::string(23, 'x'));  // 18 + 5
  EXPECT_EQ(UnpackLzo1x("\0\0\x01"s + std::string(274, 'x') + kEnd, 274), std::string(274, 'x'));
}

TEST(Lzo1xTest, AMatchMayReachIntoWhatItWrites) {
  EXPECT_EQ(UnpackLzo1x("\x12"s + "a" + "\x28\0\0"s + kEnd, 11), std::string(11, 'a'));
}

TEST(Lzo1xTest, EachKindOfMatchHasItsDistanceAndLength) {
  EXPECT_EQ(UnpackLzo1x("\x15"
                        "abcd"
                        "\x6c\0"s +
                            kEnd,
                        8),
            "abcdabcd");  // 64: 3 or 4 bytes
  EXPECT_EQ(UnpackLzo1x("\x15"
                        "abcd"
                        "\xac\0"s +
                            kEnd,
                        10),
            "abcdabcdab");  // 128: 5 to 8
  EXPECT_EQ(UnpackLzo1x("\x14"
                        "abc"
                        "\x08\0"s +
                            kEnd,
                        5),
            "abcab");  // after 1 to 3 literals: 2
  EXPECT_EQ(UnpackLzo1x("\x15"
                        "abcd"
                        "\x6e\0xy"s +
                            kEnd,
                        10),
            "abcdabcdxy");  // literals behind a match
  EXPECT_EQ(UnpackLzo1x("\x15"
                        "abcd"
                        "\x22\x0d\0z"s +
                            kEnd,
                        9),
            "abcdabcdz");  // 32: any length, near
}

TEST(Lzo1xTest, WhatIsCutOrContinuedStandsForNothing) {
  const std::string whole =
      "\x15"
      "abcd"
      "\x6c\0"s +
      kEnd;
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(UnpackLzo1x(whole.substr(0, size), 8), std::nullopt) << size;
  EXPECT_EQ(UnpackLzo1x(whole + "x", 8), std::nullopt);
}

TEST(Lzo1xTest, AnotherSizeThanWasSaidIsDamage) {
  for (const std::size_t size : {0u, 4u, 6u, 1'000'000u})
    EXPECT_EQ(UnpackLzo1x("\x16hello" + kEnd, size), std::nullopt) << size;
}

TEST(Lzo1xTest, AMatchBeforeTheBeginningIsDamage) {
  EXPECT_EQ(UnpackLzo1x("\x12"s + "a" + "\x28\x04\0"s + kEnd, 11), std::nullopt);
  EXPECT_EQ(UnpackLzo1x("\x28\0\0"s + kEnd, 10), std::nullopt);
}

}  // namespace
}  // namespace lastgood
