#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proof/velero/backup_json.h"
#include "proof/velero/documents.h"
#include "proof/velero/resources.h"
#include "proof/velero/velero_fixture.h"
#include "proof/velero/volumes.h"

namespace lastgood::proof::velero {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(VeleroLayoutTest, TheRootStandsBeforeBackups) {
  EXPECT_EQ(VeleroRootOf("backups/daily-1/velero-backup.json"), "");
  EXPECT_EQ(VeleroRootOf("home/velero/backups/daily-1/daily-1.tar.gz"), "home/velero");
  EXPECT_EQ(VeleroRootOf("backups/backups/daily-1/daily-1-volumeinfo.json.gz"), "backups");
}

TEST(VeleroLayoutTest, WhatMayBeAnothersHasNoRoot) {
  for (const char* key :
       {"", "backups", "backups/", "velero-backup.json", "/velero-backup.json", "daily-1/velero-backup.json",
        "xbackups/daily-1/velero-backup.json", "backups/daily-1/other.tar.gz",
        "backups/daily-1/x/velero-backup.json", "backups/Daily/velero-backup.json",
        "kopia/app/kopia.repository", "restic/app/config", "backups/daily-1/daily-1-logs.gz"})
    EXPECT_EQ(VeleroRootOf(key), std::nullopt) << key;
}

TEST(VeleroLayoutTest, EveryFileIsKnownByItsName) {
  for (std::size_t i = 0; i < kFiles; ++i) {
    const auto file = static_cast<File>(i);
    EXPECT_EQ(PlaceOf("backups/daily-1/" + FileName(file, "daily-1")).file, file);
  }
}

TEST(VeleroDocumentsTest, WhatIsNoDocumentIsMalformed) {
  for (const char* text : {"", " \n", "{", "[1", "nope", "{\"x\":}", "[]]"})
    EXPECT_FALSE(ReadDocument(text, [](const Fields&) {}).ok()) << text;
  for (const char* text : {"null", "[]", "{}", "7", "\"x\"\n"})
    EXPECT_TRUE(ReadDocument(text, [](const Fields&) {}).ok()) << text;
  EXPECT_FALSE(ReadDocument(std::string(100'000, '['), [](const Fields&) {}).ok());
}

TEST(VeleroDocumentsTest, AGzipThatUnpacksWithoutEndIsTooLarge) {
  EXPECT_EQ(Gunzip(GzipOf(std::string(40 * 1024 * 1024, ' '))).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(Gunzip("PK").error().code, ErrorCode::kMalformed);
  EXPECT_FALSE(Gunzip("\x1f\x8b\x08")->whole);
}

TEST(VeleroDocumentsTest, OfACutGzipComesWhatCameBefore) {
  std::string packed = GzipOf("[1,2,3]");
  packed.resize(packed.size() - 4);
  const Result<Unpacked> unpacked = Gunzip(packed);
  ASSERT_TRUE(unpacked.ok());
  EXPECT_EQ(unpacked->text, "[1,2,3]");
  EXPECT_FALSE(unpacked->whole);
}

TEST(VeleroBackupJsonTest, EmptyProgressIsNoItems) {
  VeleroStore store;
  store.PutMetadata("Completed", R"("progress":{})");
  const Result<BackupJson> json = ParseBackupJson(store.File(File::kMetadata));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->items, 0u);
  store.PutMetadata("Completed", R"("errors":0)");
  EXPECT_EQ(ParseBackupJson(store.File(File::kMetadata))->items, std::nullopt);
}

TEST(VeleroBackupJsonTest, WhatVeleroCannotDecodeIsMalformed) {
  for (const char* text :
       {"", "[]", "null", "{}", R"({"kind":"Backup"})",
        R"({"kind":"Backup","apiVersion":"velero.io/v1","status":{"startTimestamp":"yesterday"}})",
        R"({"kind":"Backup","apiVersion":"velero.io/v1","status":{"phase":7}})"})
    EXPECT_FALSE(ParseBackupJson(text).ok()) << text;
}

TEST(VeleroVolumesTest, EachMethodIsTold) {
  const Result<std::vector<Volume>> volumes = ParseVolumeInfos(
      List({kKopiaVolume, kMovedVolume, kCsiVolume, kNativeVolume, kSkippedVolume, R"({"pvName":"pvc-9"})"}));
  ASSERT_TRUE(volumes.ok()) << volumes.error().message;
  std::vector<Method> methods;
  for (const Volume& volume : *volumes) methods.push_back(volume.method);
  EXPECT_THAT(methods, ElementsAre(Method::kPodVolume, Method::kDataMover, Method::kCsi, Method::kNative,
                                   Method::kSkipped, Method::kUnknown));
  EXPECT_EQ(volumes->at(0).repository, "app");
  EXPECT_EQ(volumes->at(0).snapshot, "f00dfeed");
  EXPECT_EQ(volumes->at(1).repository, "db");
  EXPECT_EQ(volumes->at(5).name, "pvc-9");
}

TEST(VeleroVolumesTest, MoreVolumesThanCanBeReadAreMalformed) {
  EXPECT_FALSE(ParseVolumeInfos(List(std::vector<std::string>(10'001, "{}"))).ok());
}

TEST(VeleroVolumesTest, AnOldUploadIsResticsByItsAddress) {
  const Result<std::vector<Volume>> volumes = ParsePodVolumeBackups(
      R"([{"spec":{"pod":{"namespace":"app","name":"p"},"volume":"v","repoIdentifier":"s3:http://m/velero/restic/app"},)"
      R"("status":{"phase":"Completed","snapshotID":"ab12cd34"}}])");
  ASSERT_TRUE(volumes.ok());
  EXPECT_EQ(volumes->at(0).uploader, "restic");
  EXPECT_EQ(volumes->at(0).name, "app/p:v");
}

TEST(VeleroVolumesTest, ListsAreCounted) {
  EXPECT_EQ(*CountEntries("null\n"), 0u);
  EXPECT_EQ(*CountEntries("[{},{}]"), 2u);
  EXPECT_FALSE(CountEntries("{}").ok());
}

TEST(VeleroResourcesTest, ManyNamesAreCut) {
  std::string list;
  for (int i = 10; i < 25; ++i) list += fmt::format("{}\"ns{}\"", list.empty() ? "" : ",", i);
  const Result<Resources> resources = ParseResources("{\"v1/Namespace\":[" + list + "]}");
  ASSERT_TRUE(resources.ok());
  EXPECT_THAT(Named(resources->namespaces), HasSubstr("ns19 and 5 more"));
}

}  // namespace
}  // namespace lastgood::proof::velero
