#include "net/s3/bucket_folder.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "net/s3/bucket_walk.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class BucketFolderTest : public testing::Test {
 protected:
  Result<std::vector<std::string>> List(const ListQuery& query = {}) {
    std::vector<std::string> keys;
    const Result<ListSummary> summary = FolderBucket(folder_.path(), clock_)
                                            .List(query, Deadline::After(clock_, std::chrono::minutes(1)),
                                                  [&](const BucketObject& o) { keys.emplace_back(o.key); });
    if (!summary.ok()) return summary.error();
    EXPECT_EQ(summary->objects, keys.size());
    return keys;
  }
  Result<std::string> Get(std::string_view key, const ByteRange& range = {}) {
    return FolderBucket(folder_.path(), clock_).Get(key, range, {});
  }

  FakeClock clock_;
  TempDir folder_;
};

TEST_F(BucketFolderTest, KeysComeInTheOrderOfTheirBytes) {
  for (const char* name : {"a/b", "a-b", "a.b", "a0", "a/.hidden", "Z", "\xc3\xa9", "a/b2/c"})
    folder_.Write(name, "x");
  const Result<std::vector<std::string>> keys = List();
  ASSERT_TRUE(keys.ok()) << keys.error().message;
  EXPECT_THAT(*keys, ElementsAre("Z", "a-b", "a.b", "a/.hidden", "a/b", "a/b2/c", "a0", "\xc3\xa9"));
  EXPECT_TRUE(std::ranges::is_sorted(*keys));
}

TEST_F(BucketFolderTest, AnObjectHasItsSizeAndMoment) {
  const std::string path = folder_.Write("dump.sql", "12345");
  const timespec times[2] = {{1'700'000'000, 0}, {1'700'000'000, 250'000'000}};
  ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  ASSERT_TRUE(FolderBucket(folder_.path(), clock_)
                  .List({}, {},
                        [](const BucketObject& object) {
                          EXPECT_EQ(object.size, 5u);
                          EXPECT_EQ(object.modified, Time(Duration(1'700'000'000'250)));
                        })
                  .ok());
}

TEST_F(BucketFolderTest, APrefixAndAStartLeaveTheRestOut) {
  for (const char* name : {"a/1", "a/2", "ab/1", "b/1"}) folder_.Write(name, "x");
  EXPECT_THAT(*List({.prefix = "a/"}), ElementsAre("a/1", "a/2"));
  EXPECT_THAT(*List({.prefix = "a"}), ElementsAre("a/1", "a/2", "ab/1"));
  EXPECT_THAT(*List({.prefix = "b/1"}), ElementsAre("b/1"));
  EXPECT_THAT(*List({.prefix = "none/"}), ElementsAre());
  EXPECT_THAT(*List({.start_after = "a/1"}), ElementsAre("a/2", "ab/1", "b/1"));
  EXPECT_THAT(*List({.start_after = "a0"}), ElementsAre("ab/1", "b/1"));
}

TEST_F(BucketFolderTest, LinksAndSpecialFilesAreNotFollowed) {
  folder_.Write("real/file", "x");
  std::filesystem::create_directory_symlink(folder_ / "real", folder_ / "loop");
  std::filesystem::create_directory_symlink("/", folder_ / "out");
  std::filesystem::create_symlink("/etc/passwd", folder_ / "passwd");
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(*List(), ElementsAre("real/file"));
}

TEST_F(BucketFolderTest, TheFolderItselfMayBeALink) {
  folder_.Write("real/file", "x");
  std::filesystem::create_directory_symlink(folder_ / "real", folder_ / "link");
  std::vector<std::string> keys;
  ASSERT_TRUE(FolderBucket(folder_ / "link", clock_)
                  .List({}, {}, [&](const BucketObject& object) { keys.emplace_back(object.key); })
                  .ok());
  EXPECT_THAT(keys, ElementsAre("file"));
}

// Root reads everything, so that this thread looks at files as somebody else while the value lives.
class AsNobody {
 public:
  AsNobody() { setfsuid(65534); }
  ~AsNobody() { setfsuid(geteuid()); }
};

TEST_F(BucketFolderTest, AnUnreadableSubfolderIsAnErrorThatNamesIt) {
  folder_.Write("a/1", "x");
  folder_.Write("locked/1", "x");
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(folder_ / "locked", std::filesystem::perms::none);
  const Result<std::vector<std::string>> keys = [&] {
    const AsNobody nobody;
    return List();
  }();
  std::filesystem::permissions(folder_ / "locked", std::filesystem::perms::owner_all);
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.error().code, ErrorCode::kForbidden);
  EXPECT_THAT(keys.error().message, HasSubstr("/locked/"));
}

TEST_F(BucketFolderTest, TheLostAndFoundOfAVolumeIsNoError) {
  folder_.Write("a/1", "x");
  folder_.Write("lost+found/1", "x");
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(folder_ / "lost+found", std::filesystem::perms::none);
  const Result<std::vector<std::string>> keys = [&] {
    const AsNobody nobody;
    return List();
  }();
  std::filesystem::permissions(folder_ / "lost+found", std::filesystem::perms::owner_all);
  ASSERT_TRUE(keys.ok()) << keys.error().message;
  EXPECT_THAT(*keys, ElementsAre("a/1"));
}

TEST_F(BucketFolderTest, ErrorsOfTheSystemKeepTheirCauseApart) {
  EXPECT_EQ(FileError(EACCES, "/x").code, ErrorCode::kForbidden);
  EXPECT_EQ(FileError(ENOENT, "/x").code, ErrorCode::kNotFound);
  EXPECT_EQ(FileError(ESTALE, "/x").code, ErrorCode::kUnavailable);
  EXPECT_THAT(FileError(EIO, "/mnt/x").message, HasSubstr("/mnt/x"));
}

TEST_F(BucketFolderTest, WhatIsDeletedDuringTheWalkIsLeftOut) {
  for (const char* name : {"a", "b", "c/1", "d"}) folder_.Write(name, "x");
  std::vector<std::string> keys;
  const Result<ListSummary> summary =
      FolderBucket(folder_.path(), clock_).List({}, {}, [&](const BucketObject& object) {
        keys.emplace_back(object.key);
        std::filesystem::remove(folder_ / "b");
        std::filesystem::remove_all(folder_ / "c");
      });
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_THAT(keys, ElementsAre("a", "d"));
}

TEST_F(BucketFolderTest, AFolderThatBecomesALinkDuringTheWalkLeadsNowhere) {
  for (const char* name : {"a", "b/1"}) folder_.Write(name, "x");
  TempDir outside;
  outside.Write("secret", "x");
  std::vector<std::string> keys;
  const Result<ListSummary> summary =
      FolderBucket(folder_.path(), clock_).List({}, {}, [&](const BucketObject& object) {
        keys.emplace_back(object.key);
        std::filesystem::remove_all(folder_ / "b");
        std::filesystem::create_directory_symlink(outside.path(), folder_ / "b");
      });
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_THAT(keys, ElementsAre("a"));
}

TEST_F(BucketFolderTest, AFolderThatIsNotThereIsNotAnEmptyBucket) {
  const Result<ListSummary> summary =
      FolderBucket(folder_ / "absent", clock_).List({}, {}, [](const BucketObject&) {});
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(*List(), ElementsAre());
}

TEST_F(BucketFolderTest, ADeepTreeIsAnErrorAndNotACrash) {
  std::string path;
  for (int i = 0; i < 120; ++i) path += "d/";
  folder_.Write(path + "f", "x");
  const Result<std::vector<std::string>> keys = List();
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.error().code, ErrorCode::kTooLarge);
}

TEST_F(BucketFolderTest, AWalkEndsAtTheDeadline) {
  folder_.Write("a", "x");
  const Deadline over = Deadline::After(clock_, Duration::zero());
  const Result<ListSummary> summary =
      FolderBucket(folder_.path(), clock_).List({}, over, [](const BucketObject&) {});
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, ErrorCode::kTimeout);
}

TEST_F(BucketFolderTest, PartsOfAFileAreRead) {
  folder_.Write("a/f", "0123456789");
  EXPECT_EQ(*Get("a/f"), "0123456789");
  EXPECT_EQ(*Get("a/f", {.offset = 2, .length = 3}), "234");
  EXPECT_EQ(*Get("a/f", {.offset = 8, .length = 100}), "89");
  EXPECT_EQ(*Get("a/f", {.offset = 100}), "");
  EXPECT_EQ(Get("a/f", {.most = 9}).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(*Get("a/f", {.length = 9, .most = 9}), "012345678");
}

TEST_F(BucketFolderTest, NoKeyLeadsOutOfTheFolder) {
  folder_.Write("a/f", "x");
  std::filesystem::create_symlink("/etc/passwd", folder_ / "link");
  std::filesystem::create_directory_symlink("/etc", folder_ / "etc");
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  using namespace std::string_view_literals;
  for (const std::string_view key :
       {"../x"sv, "a/../../x"sv, "/etc/passwd"sv, "a//f"sv, ""sv, "."sv, "link"sv, "etc/passwd"sv, "a"sv,
        "pipe"sv, "absent"sv, "a/f/x"sv, "a\0b"sv})
    EXPECT_EQ(Get(key).error().code, ErrorCode::kNotFound) << key;
}

}  // namespace
}  // namespace lastgood
