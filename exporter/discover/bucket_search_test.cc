#include "exporter/discover/bucket_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exporter/discover/config_text.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(DumpPatternTest, DatesAndTimesInNamesAreToldFromOtherDigits) {
  EXPECT_EQ(DumpPattern("app-20261130.sql.gz"), "app-%Y%m%d.sql.gz");
  EXPECT_EQ(DumpPattern("app_2026-11-30.dump"), "app_%Y-%m-%d.dump");
  EXPECT_EQ(DumpPattern("db2-20261130-023000.sql"), "db2-%Y%m%d-%H%M%S.sql");
  EXPECT_EQ(DumpPattern("db-20261130T0230.sql.zst"), "db-%Y%m%dT%H%M.sql.zst");
  EXPECT_EQ(DumpPattern("100%-20261130.sql"), "100%%-%Y%m%d.sql");
}

TEST(DumpPatternTest, WhatHasNoDateOrIsNoDumpHasNone) {
  for (const char* name : {"app.sql.gz", "app-12345678.sql", "app-202611301.sql", "photo-20261130.jpg", ""})
    EXPECT_EQ(DumpPattern(name), std::nullopt) << name;
}

class BucketSearchTest : public testing::Test {
 protected:
  std::string Text(std::set<std::string> used_by = {}) {
    FoundBucket place{.url = "file://" + folder_.path(), .used_by = std::move(used_by), .key = "nas"};
    const Bucket bucket = *Bucket::Open({.url = place.url}, http_, clock_, nullptr);
    Found found{.buckets = {place}};
    SearchBucket(bucket, place, Deadline::After(clock_, std::chrono::hours(1)), found);
    NameAll(found);
    return ConfigText(found, "");
  }

  TempDir folder_;
  FakeClock clock_;
  FakeHttp http_{
      [](const HttpRequest&) -> Result<HttpResponse> { return Error{ErrorCode::kUnavailable, ""}; }};
};

TEST_F(BucketSearchTest, RepositoriesAndDumpsAreFoundByTheirNames) {
  folder_.Write("restic-nas/config", "x");
  folder_.Write("restic-nas/keys/aa", "x");
  folder_.Write("kopia/kopia.repository.f", "x");
  folder_.Write("search/index.latest", "x");
  folder_.Write("search/index-0", "x");
  folder_.Write("search/snap-1.dat", "x");
  folder_.Write("dumps/app-20261129.sql.gz", "x");
  folder_.Write("dumps/app-20261130.sql.gz", "x");
  folder_.Write("photos/config", "x");
  EXPECT_THAT(Text(), AllOf(HasSubstr("type: restic"), HasSubstr("prefix: restic-nas/"),
                            HasSubstr("type: kopia"), HasSubstr("opensearch:"),
                            HasSubstr("app-%Y%m%d.sql.gz"), HasSubstr("2 dumps"), Not(HasSubstr("photos"))));
}

TEST_F(BucketSearchTest, WhatVelerosCollectorTellsOfIsLeftToIt) {
  folder_.Write("velero/kopia/shop/kopia.repository.f", "x");
  EXPECT_THAT(Text({"BackupStorageLocation velero/default"}), Not(HasSubstr("type: kopia")));
  EXPECT_THAT(Text(), HasSubstr("type: kopia"));
}

}  // namespace
}  // namespace lastgood
