#include "base/read_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

class ReadFileTest : public testing::Test {
 protected:
  std::string Pipe() const {
    const std::string path = folder_ / "pipe";
    EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
    return path;
  }
  static Error Failure(const std::string& path, const FileLimits& limits) {
    const Result<std::string> text = ReadFile(path, limits);
    return text.ok() ? Error{ErrorCode::kInternal, "it was read: " + *text} : text.error();
  }

  const TempDir folder_;
};

TEST_F(ReadFileTest, AFileIsReadWhole) {
  const std::string content(1'000'000, 'x');
  EXPECT_EQ(*ReadFile(folder_.Write("a", content), {.most = content.size(), .named = false}), content);
  EXPECT_EQ(*ReadFile(folder_.Write("b", ""), {.most = 1, .named = false}), "");
}

TEST_F(ReadFileTest, AByteTooManyIsTooLarge) {
  EXPECT_EQ(Failure(folder_.Write("a", "123"), {.most = 2}).code, ErrorCode::kTooLarge);
}

TEST_F(ReadFileTest, APipeAmongFilesIsRefusedAtOnce) {
  const Error error = Failure(Pipe(), {.most = 9, .named = false});
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.message, "it is no regular file, but a pipe");
}

TEST_F(ReadFileTest, ANamedPipeIsReadToItsEnd) {
  const std::string pipe = Pipe();
  std::thread writer([&] {
    std::ofstream out(pipe);
    out << "one " << std::flush << "two";
  });
  const Result<std::string> text = ReadFile(pipe, {.most = 99});
  writer.join();
  ASSERT_TRUE(text.ok()) << text.error().message;
  EXPECT_EQ(*text, "one two");
}

TEST_F(ReadFileTest, ProcessSubstitutionIsReadToItsEnd) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "substituted", 11), 11);
  close(ends[1]);
  EXPECT_EQ(*ReadFile("/dev/fd/" + std::to_string(ends[0]), {.most = 99}), "substituted");
  close(ends[0]);
}

TEST_F(ReadFileTest, ANamedPipeInWhichNothingArrivesIsATimeout) {
  const std::string pipe = Pipe();
  const FileLimits impatient{.most = 9, .patience = std::chrono::milliseconds(20)};
  EXPECT_EQ(Failure(pipe, impatient).code, ErrorCode::kTimeout) << "nobody writes";
  const int silent = open(pipe.c_str(), O_RDWR);
  EXPECT_EQ(Failure(pipe, impatient).code, ErrorCode::kTimeout) << "somebody may write";
  close(silent);
}

TEST_F(ReadFileTest, WhatIsEndlessIsTooLarge) {
  EXPECT_EQ(Failure("/dev/zero", {.most = 1000}).code, ErrorCode::kTooLarge);
  EXPECT_EQ(*ReadFile("/dev/null", {.most = 1000}), "");
}

TEST_F(ReadFileTest, TheCauseIsTold) {
  EXPECT_EQ(Failure(folder_ / "absent", {.most = 9}).code, ErrorCode::kNotFound);
  EXPECT_EQ(Failure(folder_.path(), {.most = 9}).message, "it is no regular file, but a folder");
  EXPECT_THAT(ReadConfigText(folder_.path()).error().message, HasSubstr(":1:1: cannot be read"));
}

}  // namespace
}  // namespace lastgood
