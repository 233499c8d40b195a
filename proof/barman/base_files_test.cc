#include "proof/barman/base_files.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace lastgood::proof::barman {
namespace {

class BaseFilesTest : public testing::Test {
 protected:
  void Add(const std::string& file, std::uint64_t size = 10, const std::string& id = "20260801T000000") {
    listing_.Add(id, file, {file, size, {}, "", ""});
  }
  const BaseFiles& Base() const { return listing_.bases().begin()->second; }
  std::string Lacks(const std::string& stem) const { return WhatTarsLack(*Base().Find(stem)); }

  BaseListing listing_;
};

TEST_F(BaseFilesTest, TarsAreSetsByTheirStem) {
  for (const char* file : {"16390.tar.gz", "16390_0001.tar.gz", "backup.info", "data.tar.gz"}) Add(file);
  EXPECT_EQ(Base().sets.size(), 2u);
  EXPECT_EQ(Base().Find("16390")->parts.size(), 2u);
  EXPECT_EQ(Base().Find("16390")->NameOf(Base().Find("16390")->Last()), "16390_0001.tar.gz");
  EXPECT_EQ(Lacks("16390") + Lacks("data"), "");
  EXPECT_EQ(Base().info_size, 10u);
}

TEST_F(BaseFilesTest, AHoleInTheNumbersIsNamed) {
  Add("data.tar"), Add("data_0001.tar"), Add("data_0003.tar");
  EXPECT_EQ(Lacks("data"), "data_0002.tar is missing");
}

TEST_F(BaseFilesTest, TheFirstOneMayBeMissingToo) {
  Add("data_0001.tar");
  EXPECT_EQ(Lacks("data"), "data.tar is missing");
}

TEST_F(BaseFilesTest, AnEmptyOneIsNamed) {
  Add("data.tar"), Add("data_0001.tar", 0);
  EXPECT_EQ(Lacks("data"), "data_0001.tar is empty");
}

TEST_F(BaseFilesTest, FiveDigitsComeOutOfOrderAndAreNoHole) {
  Add("data.tar");
  std::vector<std::string> names;
  for (int i = 1; i <= 10'001; ++i) names.push_back(fmt::format("data_{:04}.tar", i));
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) Add(name);
  EXPECT_EQ(Lacks("data"), "");
  EXPECT_EQ(Base().Find("data")->Last().number, 10'001u);
}

TEST_F(BaseFilesTest, OtherNamesAreNotTaken) {
  for (const char* file :
       {"data_0000.tar", "data_00001.tar", "data_1.tar", "data_x.tar", "data.tar.xz", "data.tar.gpg",
        "other.tar", "99999999999.tar", "_0001.tar", "data_99999999999.tar", "x/data.tar"}) {
    BaseListing listing;
    listing.Add("20260801T000000", file, {file, 10, {}, "", ""});
    EXPECT_EQ(listing.bases().begin()->second.sets.size(), 0u) << file;
    EXPECT_EQ(listing.bases().begin()->second.unknown, file);
  }
}

TEST_F(BaseFilesTest, ASetIsPackedInOneWay) {
  Add("data.tar"), Add("data.tar.gz");
  EXPECT_EQ(Base().mixed, "data.tar.gz");
}

TEST_F(BaseFilesTest, OfManyBasesTheNewestAreKept) {
  for (std::size_t i = 0; i < BaseListing::kMostBases + 5; ++i)
    Add("data.tar", 10, fmt::format("20260801T{:06}", i));
  EXPECT_EQ(listing_.bases().size(), BaseListing::kMostBases);
  EXPECT_EQ(listing_.dropped(), 5u);
  EXPECT_EQ(Base().id, "20260801T000005");
}

TEST_F(BaseFilesTest, TarsWithoutEndAreNotKept) {
  for (int i = 0; i < 3000; ++i) Add(fmt::format("{}.tar", 100'000 + i));
  EXPECT_TRUE(Base().too_many);
  EXPECT_EQ(Base().sets.size(), BaseListing::kMostSets);
}

}  // namespace
}  // namespace lastgood::proof::barman
