#include "collectors/dumps/packed.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <string>

#include "collectors/dumps/packed_ends.h"
#include "collectors/dumps/stream_ends.h"

namespace lastgood {
namespace {

std::string Gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<unsigned int>(text.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned int>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// A dump whose rows all hold the same words, so that its end refers far back.
std::string Dump() {
  std::string text = "--\n-- PostgreSQL database dump\n--\n\nCOPY public.t (a) FROM stdin;\n";
  unsigned number = 1;
  for (int i = 0; i < 120'000; ++i) {
    number = number * 1103515245 + 12345;
    text += fmt::format("{}\t{}\tthe same words in each row of the table\n", i, number);
  }
  return text + "\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n";
}

EndingVerdict Ends(const std::string& file) {
  const std::size_t tail = TailWanted(DumpFormat::kGzip);
  EXPECT_GT(file.size(), tail);
  return JudgePackedEnds(DumpFormat::kGzip, file.substr(0, HeadWanted(DumpFormat::kGzip)),
                         file.substr(file.size() - tail), file.size());
}

TEST(CompressedTest, TheEndOfABigGzipIsReadWithoutItsBeginning) {
  const std::string text = Dump(), whole = Gzip(text);
  EXPECT_EQ(Ends(whole).completeness, Completeness::kEnds) << Ends(whole).detail;
  for (const std::size_t cut : {std::size_t{1}, std::size_t{9}, std::size_t{5000}, whole.size() / 4})
    EXPECT_EQ(Ends(whole.substr(0, whole.size() - cut)).completeness, Completeness::kBroken) << cut;
  EXPECT_EQ(Ends(Gzip(text.substr(0, text.size() - 60))).completeness, Completeness::kPlausible)
      << "cut before it was compressed, and the last row refers far back: not told, and not proven";
  EXPECT_EQ(Ends(whole + std::string(512, '\0')).completeness, Completeness::kEnds) << "padding of a tape";
  EXPECT_EQ(Ends(whole + Gzip("")).completeness, Completeness::kEnds) << "the last of several members";
}

TEST(CompressedTest, WhatIsNoStreamSaysNothing) {
  std::string noise(TailWanted(DumpFormat::kGzip), '\0');
  unsigned number = 7;
  for (char& c : noise) c = static_cast<char>((number = number * 1664525 + 1013904223) >> 24);
  EXPECT_EQ(JudgePackedEnds(DumpFormat::kGzip, "\x1f\x8b", noise, 1 << 20).completeness,
            Completeness::kPlausible);
}

TEST(CompressedTest, MembersFollowEachOther) {
  const std::string text = "--\n-- PostgreSQL database dump\n--\n\n",
                    end = "-- PostgreSQL database dump complete\n--\n\n";
  EXPECT_EQ(JudgePacked(DumpFormat::kGzip, Gzip(text) + Gzip(end)).completeness, Completeness::kRead);
  EXPECT_EQ(JudgePacked(DumpFormat::kGzip, Gzip(text) + Gzip(end).substr(0, 15)).completeness,
            Completeness::kBroken);
  EXPECT_EQ(JudgePacked(DumpFormat::kGzip, Gzip(text + end) + "junk").completeness, Completeness::kBroken);
}

}  // namespace
}  // namespace lastgood
