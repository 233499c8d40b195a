#include "exporter/state/state_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

class StateFileTest : public testing::Test {
 protected:
  std::string Text() const {
    std::ifstream stream(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void Overwrite(const std::string& text) const { std::ofstream(path_, std::ios::binary) << text; }
  ErrorCode Code() const {
    const Result<std::string> read = ReadStateFile(folder_);
    return read.ok() ? ErrorCode::kInternal : read.error().code;
  }

  TempDir scratch_;
  const std::string folder_ = scratch_ / "state";
  const std::string path_ = StatePathIn(folder_);
};

TEST_F(StateFileTest, WhatIsWrittenIsReadBackAndItsOwnersOnly) {
  EXPECT_EQ(Code(), ErrorCode::kNotFound) << "nothing was written yet";
  const std::string content("some\0thing\n", 11);
  ASSERT_TRUE(WriteStateFile(folder_, "former").ok());
  ASSERT_TRUE(WriteStateFile(folder_, content).ok());
  EXPECT_EQ(ReadStateFile(folder_).value(), content);
  struct stat status{};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
      << "nothing is left beside it";
}

TEST_F(StateFileTest, WhatIsTornForeignOrNewerIsRefusedAndSaysSo) {
  ASSERT_TRUE(WriteStateFile(folder_, std::string(1000, 'x')).ok());
  const std::string whole = Text();
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{5}, std::size_t{20}, std::size_t{500}, whole.size() - 1}) {
    Overwrite(whole.substr(0, size));
    EXPECT_EQ(Code(), ErrorCode::kMalformed) << size;
  }
  std::string flipped = whole;
  flipped.back() = 'y';
  Overwrite(flipped);
  EXPECT_THAT(ReadStateFile(folder_).error().message, HasSubstr("it is torn, its checksum differs"));
  Overwrite("{\"some\": \"json\"}");
  EXPECT_THAT(ReadStateFile(folder_).error().message, HasSubstr("it is no state of lastgood"));
  Overwrite("lastgood-state 2" + whole.substr(16));
  EXPECT_EQ(Code(), ErrorCode::kConfig);
  EXPECT_THAT(ReadStateFile(folder_).error().message, HasSubstr("version 2 of the file, this one reads 1"));
}

TEST_F(StateFileTest, AFolderThatCannotBeMadeOrWrittenIsNamed) {
  EXPECT_THAT(WriteStateFile(scratch_ / "a/b", "x").error().message, HasSubstr("a/b: making the folder"));
  ASSERT_TRUE(WriteStateFile(folder_, "kept").ok());
  std::filesystem::create_directory(path_ + ".new");
  EXPECT_FALSE(WriteStateFile(folder_, "lost").ok());
  EXPECT_EQ(ReadStateFile(folder_).value(), "kept");
  std::filesystem::remove(path_ + ".new");
  std::filesystem::create_symlink(scratch_ / "elsewhere", path_ + ".new");
  EXPECT_FALSE(WriteStateFile(folder_, "lost").ok()) << "a link is not followed";
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "elsewhere"));
}

}  // namespace
}  // namespace lastgood
