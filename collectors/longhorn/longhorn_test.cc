#include "collectors/longhorn/longhorn.h"

#include <gtest/gtest.h>

#include "collectors/shared/kubernetes_fixture.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

const std::string kTestdata = LASTGOOD_SOURCE_DIR "/collectors/longhorn/testdata/";

KubernetesFixture Over(const std::string& folder) {
  return {&MakeLonghornCollectors, folder, "2026-08-21T12:00:00Z"};
}

TEST(LonghornTest, AHomeLabIsReadFromItsManifests) {
  const Collected collected = Over(kTestdata + "home.yaml").Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_EQ(AllMessages(collected.problems), "");
  EXPECT_EQ(collected.facts.objects.size(), 4U);
  const ObjectFacts photos = FindObject(collected.facts, "photos");
  EXPECT_EQ(photos.protection, Protection::kScheduled);
  EXPECT_EQ(photos.max_age, std::chrono::hours(48));
  EXPECT_EQ(photos.tracks.at(0).last_success_bytes, 8600420352U);
  EXPECT_EQ(photos.observed, ParseRfc3339("2026-08-21T12:00:00Z").value());
  EXPECT_EQ(FindObject(collected.facts, "assistant").protection, Protection::kDeadLabel);
  EXPECT_EQ(FindObject(collected.facts, "parked").protection, Protection::kDetached);
  EXPECT_EQ(FindObject(collected.facts, "dr-photos").protection, Protection::kStandby);
  EXPECT_EQ(collected.facts.destinations.at(0).url, "s3://homelab@us-east-1/longhorn");
}

TEST(LonghornTest, BadObjectsAreNamedAndCostNoOther) {
  const Collected collected = Over(kTestdata + "bad.yaml").Pass();
  EXPECT_EQ(FindObject(collected.facts, "good").tracks.at(0).counts->completed, 1);
  const std::string all = AllMessages(collected.problems);
  EXPECT_EQ(collected.problems.size(), 9U) << all;
  for (const std::string_view says :
       {"negative", "status.size: expected a size as decimal digits, found \"-5\"",
        "expected a string, found the number 100", "huge", "status.newlyUploadDataSize",
        "status.backupCreatedAt: expected a time", "no-volume", "the name of a Volume", "quo",
        "spec.groups: expected an array", "spec.pollInterval: expected a duration",
        "status.size: expected a size, found -1"})
    EXPECT_NE(all.find(says), std::string::npos) << says << " in\n" << all;
  EXPECT_EQ(FindObject(collected.facts, "quo\"te").protection, std::nullopt);
}

TEST(LonghornTest, NothingOfTheSystemIsAbsentWhateverClaimsThereAre) {
  TempDir folder;
  folder.Write("claim.yaml",
               "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: p, namespace: n}\n");
  const Collected collected = Over(folder.path()).Pass();
  EXPECT_TRUE(collected.absent);
  EXPECT_TRUE(collected.facts.objects.empty());
}

std::string Backup(std::string_view name, std::string_view status) {
  return "apiVersion: longhorn.io/v1beta2\nkind: Backup\nmetadata: {name: " + std::string(name) +
         ", namespace: longhorn-system, labels: {backup-volume: v}}\nstatus: {" + std::string(status) + "}\n";
}
constexpr std::string_view kVolume =
    "apiVersion: longhorn.io/v1beta2\nkind: Volume\nmetadata: {name: v, namespace: longhorn-system}\n";

TEST(LonghornTest, AFailureIsRememberedAfterLonghornDeletedIt) {
  TempDir folder;
  folder.Write("volume.yaml", kVolume);
  folder.Write("good.yaml", Backup("good", "state: Completed, backupCreatedAt: '2026-08-20T01:00:00Z'"));
  folder.Write("bad.yaml",
               Backup("bad", "state: Error, error: no space, lastSyncedAt: '2026-08-21T01:00:00Z'"));
  KubernetesFixture fixture = Over(folder.path());
  fixture.Pass();
  std::filesystem::remove(folder / "bad.yaml");
  for (int pass = 0; pass < 3; ++pass) {
    const Track track = FindObject(fixture.Pass().facts, "v").tracks.at(0);
    EXPECT_EQ(track.counts->failed, 0);
    ASSERT_TRUE(track.last_failure.has_value());
    EXPECT_EQ(FormatRfc3339(*track.last_failure), "2026-08-21T01:00:00Z");
    EXPECT_EQ(track.last_failure_message, "Backup bad: no space");
  }
}

TEST(LonghornTest, TenThousandLabelsAreReadAndMoreAreAnError) {
  const auto volume = [](int labels) {
    std::string yaml = std::string(kVolume);
    yaml.insert(yaml.rfind('}'), ", labels: {recurring-job.longhorn.io/a: enabled");
    const std::size_t end = yaml.rfind('}');
    std::string more;
    for (int i = 1; i < labels; ++i) more += ", l" + std::to_string(i) + ": x";
    return yaml.insert(end, more + "}");
  };
  TempDir folder;
  folder.Write("volume.yaml", volume(10'000));
  EXPECT_EQ(AllMessages(Over(folder.path()).Pass().problems), "");
  folder.Write("volume.yaml", volume(10'001));
  EXPECT_NE(AllMessages(Over(folder.path()).Pass().problems).find("at most 10,000"), std::string::npos);
}

}  // namespace
}  // namespace lastgood
