#include "proof/barman/backup_info.h"

#include <gmock/gmock.h>

#include "base/time.h"

namespace lastgood::proof::barman {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// As barman 3.19 wrote it, without what is not read.
constexpr char kInfo[] =
    R"(backup_label='START WAL LOCATION: 0/8000028 (file 000000010000000000000008)\nLABEL: x=y\n'
begin_offset=40
begin_time=2026-12-01 04:16:42.780992+00:00
begin_wal=000000010000000000000008
begin_xlog=0/8000028
cluster_size=57637421
compression=None
copy_stats={'total_time': 26.778755}
encryption=None
end_time=2026-12-01 04:17:00.333698+00:00
end_wal=000000010000000000000009
end_xlog=0/9000138
error=None
server_name=cloud
status=DONE
systemid=7714181861298719576
tablespaces=[('fast', 16384, '/ts/fast'), ("it's", 16390, '/a\'b')]
timeline=1
version=150018
xlog_segment_size=16777216
)";

std::string With(const std::string& from, const std::string& to) {
  std::string text = kInfo;
  return text.replace(text.find(from), from.size(), to);
}

TEST(BackupInfoTest, WhatABackupNeedsIsRead) {
  const Result<BackupInfo> info = ParseBackupInfo(kInfo);
  ASSERT_TRUE(info.ok()) << info.error().message;
  EXPECT_EQ(info->status, "DONE");
  EXPECT_EQ(info->error, "");
  EXPECT_EQ(info->end_time, *ParseRfc3339("2026-12-01T04:17:00.333Z"));
  EXPECT_EQ(NameOf(*info->begin_wal), "000000010000000000000008");
  EXPECT_EQ(NameOf(*info->end_wal), "000000010000000000000009");
  EXPECT_EQ(info->end_lsn, 0x9000138u);
  EXPECT_EQ(info->timeline, 1u);
  EXPECT_EQ(info->segment_size.bytes(), 16u << 20);
  EXPECT_EQ(info->system_id, 7714181861298719576u);
  EXPECT_EQ(info->cluster_size, 57637421u);
  EXPECT_THAT(info->tablespaces, ElementsAre(16384u, 16390u));
  EXPECT_EQ(info->compression + info->encryption, "");
  EXPECT_TRUE(info->has_label);
  EXPECT_FALSE(info->in_snapshots);
}

TEST(BackupInfoTest, ACutOneIsNotUnderstoodWhereverItIsCut) {
  const std::string text = kInfo;
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(ParseBackupInfo(std::string_view(text).substr(0, size)).ok()) << size;
}

TEST(BackupInfoTest, AFieldThatIsNotWhatBarmanWritesIsNotGuessed) {
  for (const auto& [from, to] : {std::pair{"begin_wal=000000010000000000000008", "begin_wal=8"},
                                 {"timeline=1", "timeline=one"},
                                 {"timeline=1", "timeline=99999999999"},
                                 {"end_xlog=0/9000138", "end_xlog=9000138"},
                                 {"=16777216", "=1000"},
                                 {"=16777216", "=99999999999999999999"},
                                 {"[('fast'", "[(fast"},
                                 {"begin_offset=40", "begin_offset"}})
    EXPECT_FALSE(ParseBackupInfo(With(from, to)).ok()) << to;
}

TEST(BackupInfoTest, NoneIsNothing) {
  const Result<BackupInfo> info =
      ParseBackupInfo(With("begin_wal=000000010000000000000008", "begin_wal=None"));
  ASSERT_TRUE(info.ok());
  EXPECT_FALSE(info->begin_wal);
}

TEST(BackupInfoTest, ATimeWithoutAnOffsetIsNotGuessed) {
  const Result<BackupInfo> info = ParseBackupInfo(With("04:17:00.333698+00:00", "04:17:00.333698"));
  ASSERT_TRUE(info.ok());
  EXPECT_FALSE(info->end_time);
}

TEST(BackupInfoTest, TablespacesAreAListOfThreesInPython) {
  EXPECT_THAT(*ParseTablespaces("[]"), IsEmpty());
  EXPECT_THAT(*ParseTablespaces("[('a', 1, 'b'),]"), ElementsAre(1u));
  for (const char* text : {"", "[", "]", "[(]", "[('a', 1)]", "[('a', -1, 'b')]", "[('a', 99999999999, 'b')]",
                           "[('a', 1, 'b)]", "[('a', 1, 'b')] x", "[('a\\"})
    EXPECT_FALSE(ParseTablespaces(text).ok()) << text;
}

TEST(BackupInfoTest, LinesOfWindowsDoNoHarm) {
  std::string text;
  for (const char c : std::string(kInfo)) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_TRUE(ParseBackupInfo(text).ok());
}

}  // namespace
}  // namespace lastgood::proof::barman
