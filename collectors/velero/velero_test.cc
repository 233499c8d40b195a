#include "collectors/velero/velero.h"

#include <gtest/gtest.h>

#include "collectors/shared/kubernetes_fixture.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

const std::string kTestdata = LASTGOOD_SOURCE_DIR "/collectors/velero/testdata/";

KubernetesFixture Over(const std::string& folder) {
  return {&MakeVeleroCollectors, folder, "2026-08-21T12:00:00Z"};
}

TEST(VeleroTest, AHomeLabIsReadFromItsManifests) {
  const Collected collected = Over(kTestdata + "home.yaml").Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_EQ(AllMessages(collected.problems), "");
  ASSERT_EQ(collected.facts.objects.size(), 2U);
  const ObjectFacts apps = FindObject(collected.facts, "apps");
  EXPECT_EQ(apps.protection, Protection::kScheduled);
  EXPECT_EQ(apps.protection_detail,
            "Schedule (CRON_TZ=Europe/Berlin 30 3 * * *) covers namespaces photos, wiki");
  EXPECT_EQ(apps.max_age, std::chrono::hours(30));
  EXPECT_EQ(apps.tracks.at(0).last_success_bytes, 53687091200U);
  EXPECT_EQ(apps.tracks.at(0).last_success_transferred_bytes, 73400320U);
  EXPECT_EQ(apps.notes.size(), 1U);
  const Track system = FindObject(collected.facts, "system").tracks.at(0);
  EXPECT_EQ(system.counts->partial, 1);
  EXPECT_NE(system.last_failure_message.find("monitoring/prometheus-0: data path backup failed"),
            std::string::npos);
  ASSERT_EQ(collected.facts.restore_tests.size(), 1U);
  EXPECT_EQ(FormatRfc3339(*collected.facts.restore_tests[0].recovered_to), "2026-08-20T01:30:01Z");
  EXPECT_EQ(collected.facts.destinations.at(0).url, "s3://homelab/velero");
  EXPECT_EQ(collected.facts.destinations.at(1).name, "kopia/photos-default-kopia-6tz9d");
  EXPECT_EQ(collected.facts.policies.at(0).timezone, "Europe/Berlin");
}

TEST(VeleroTest, BadObjectsAreNamedAndCostNoOther) {
  const Collected collected = Over(kTestdata + "bad.yaml").Pass();
  EXPECT_EQ(FindObject(collected.facts, "good").tracks.at(0).counts->completed, 1);
  const std::string all = AllMessages(collected.problems);
  EXPECT_EQ(collected.problems.size(), 11U) << all;
  for (const std::string_view says :
       {"garbage-time", "status.completionTimestamp: expected a time", "status.warnings: expected a count",
        "status.phase: expected a string", "spec.paused: expected", "spec.template.ttl: expected a duration",
        "spec.template.includedNamespaces: expected an array",
        "spec.validationFrequency: expected a duration",
        "status.progress.totalBytes: expected a size, found -1", "text-size",
        "status.recentMaintenance: expected an array", "spec.scheduleName: expected a string"})
    EXPECT_NE(all.find(says), std::string::npos) << says << " in\n" << all;
  EXPECT_EQ(FindObject(collected.facts, "quo\"te").protection, std::nullopt);
  EXPECT_EQ(FindObject(collected.facts, "quo\"te").inspect, "") << "no name to paste into a shell";
}

TEST(VeleroTest, BackupsOfOtherSystemsAreNotVeleros) {
  TempDir folder;
  folder.Write(
      "b.yaml",
      "apiVersion: longhorn.io/v1beta2\nkind: Backup\nmetadata: {name: b, namespace: velero, labels: "
      "{velero.io/schedule-name: x}}\n");
  const Collected collected = Over(folder.path()).Pass();
  EXPECT_TRUE(collected.absent);
  EXPECT_TRUE(collected.facts.objects.empty());
}

constexpr std::string_view kSchedule =
    "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: s, namespace: velero}\n"
    "spec: {schedule: '@daily', template: {}}\n";
std::string Object(std::string_view kind, std::string_view name, std::string_view rest) {
  return "apiVersion: velero.io/v1\nkind: " + std::string(kind) + "\nmetadata: {name: " + std::string(name) +
         ", namespace: velero, labels: {velero.io/schedule-name: s}}\n" + std::string(rest) + "\n";
}

TEST(VeleroTest, AFailureAndARestoreAreRememberedAfterVeleroDeletedThem) {
  TempDir folder;
  folder.Write("s.yaml", kSchedule);
  folder.Write("b.yaml", Object("Backup", "b", "status: {phase: New}"));
  folder.Write("f.yaml",
               Object("Backup", "f", "status: {phase: Failed, startTimestamp: '2026-08-20T01:00:00Z'}"));
  folder.Write("q.yaml", Object("Restore", "q", "spec: {scheduleName: s}\nstatus: {phase: New}"));
  folder.Write("r.yaml", Object("Restore", "r",
                                "spec: {scheduleName: s}\nstatus: {phase: Completed, completionTimestamp: "
                                "'2026-08-20T09:00:00Z'}"));
  KubernetesFixture fixture = Over(folder.path());
  fixture.Pass();
  for (const char* name : {"f.yaml", "r.yaml"}) std::filesystem::remove(folder / name);
  for (int pass = 0; pass < 3; ++pass) {
    const Facts facts = fixture.Pass().facts;
    EXPECT_EQ(FormatRfc3339(FindObject(facts, "s").tracks.at(0).last_failure.value()),
              "2026-08-20T01:00:00Z");
    ASSERT_EQ(facts.restore_tests.size(), 1U);
    EXPECT_EQ(FormatRfc3339(facts.restore_tests[0].last_success.value()), "2026-08-20T09:00:00Z");
  }
}

}  // namespace
}  // namespace lastgood
