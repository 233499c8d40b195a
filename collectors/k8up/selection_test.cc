#include "collectors/k8up/selection.h"

#include <gtest/gtest.h>

#include "collectors/k8up/k8up.h"
#include "collectors/shared/kubernetes_fixture.h"
#include "model/selection.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using namespace k8up;

std::string Schedule(std::string_view backup = "") {
  return "apiVersion: k8up.io/v1\nkind: Schedule\nmetadata: {name: nightly, namespace: app, "
         "creationTimestamp: \"2026-07-01T00:00:00Z\"}\nspec: {backend: {s3: {bucket: k8up}}, backup: "
         "{schedule: '17 4 * * *'" +
         std::string(backup) + "}}\n---\n";
}
std::string Backup(std::string_view day, std::string_view conditions) {
  return "apiVersion: k8up.io/v1\nkind: Backup\nmetadata: {name: backup-" + std::string(day) +
         ", namespace: app, creationTimestamp: \"" + std::string(day) +
         "T04:17:00Z\", labels: {k8up.io/schedule-name: nightly}}\nstatus: {conditions: [" +
         std::string(conditions) + "]}\n---\n";
}
std::string Good(std::string_view day) {
  return Backup(day, "{type: Completed, status: 'True', reason: Succeeded, lastTransitionTime: \"" +
                         std::string(day) + "T04:29:00Z\"}");
}
std::string Snapshot(std::string_view date, std::string_view path) {
  static int number = 0;
  return "apiVersion: k8up.io/v1\nkind: Snapshot\nmetadata: {name: s" + std::to_string(++number) +
         ", namespace: app}\nspec: {date: \"" + std::string(date) + "\", paths: [" + std::string(path) +
         "]}\n---\n";
}
std::string Claim(std::string_view name, std::string_view metadata = "", std::string_view phase = "Bound") {
  return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: " + std::string(name) +
         ", namespace: app, uid: u" + std::string(metadata) + "}\nstatus: {phase: " + std::string(phase) +
         "}\n---\n";
}
std::string Operator(std::string_view value) {
  return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: k8up, namespace: k8up}\nspec: {template: "
         "{spec: {containers: [{name: operator, image: 'ghcr.io/k8up-io/k8up:v2.12', env: [{name: "
         "BACKUP_SKIP_WITHOUT_ANNOTATION, value: '" +
         std::string(value) + "'}]}]}}}\n---\n";
}

ObjectFacts Of(const std::string& manifests) {
  TempDir folder;
  folder.Write("all.yaml", manifests);
  const Collected collected =
      KubernetesFixture{&MakeK8upCollectors, folder.path(), "2026-08-21T12:00:00Z"}.Pass();
  EXPECT_EQ(AllMessages(collected.problems), "");
  return FindObject(collected.facts, "nightly");
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

// "held", or why not.
std::string Held(const ObjectFacts& object, std::string name, Pairs labels = {}, Pairs annotations = {}) {
  WorkloadFacts claim;
  claim.key = {"kubernetes", "app", "PersistentVolumeClaim", std::move(name)};
  claim.labels = std::move(labels);
  claim.annotations = std::move(annotations);
  std::string why = "not selected";
  for (const Selection& selection : object.covers)
    if (Selects(selection, claim)) {
      if (selection.why_not.empty() && selection.unsure.empty()) return "held";
      why = selection.why_not + selection.unsure;
    }
  return why;
}

TEST(K8upSelectionTest, ASnapshotsPathsSayWhichClaimsAreHeld) {
  const ObjectFacts object =
      Of(Schedule() + Good("2026-08-21") + Snapshot("2026-08-21T04:20:00Z", "/data/web") +
         Snapshot("2026-08-20T04:20:00Z", "/data/cache"));
  EXPECT_EQ(Held(object, "web"), "held");
  EXPECT_NE(Held(object, "cache").find("no Snapshot of its newest run holds it"), std::string::npos)
      << "an older run held it: " << Held(object, "cache");
}

TEST(K8upSelectionTest, ASuccessWithoutASnapshotHoldsNothing) {
  const Track track =
      Of(Schedule() + Good("2026-08-20") + Good("2026-08-21") + Snapshot("2026-08-20T04:20:00Z", "/data/web"))
          .tracks.at(0);
  EXPECT_EQ(track.last_failure_message,
            "Backup backup-2026-08-21: it succeeded, but no Snapshot of it is there: it holds nothing");
  EXPECT_EQ(FormatRfc3339(track.recovery_point.value_or(Time())), "2026-08-20T04:17:00Z");
}

TEST(K8upSelectionTest, WithoutABackupTheNewestSnapshotsTell) {
  const ObjectFacts object =
      Of(Schedule() + Snapshot("2026-08-21T04:20:00Z", "/data/web") +
         Snapshot("2026-08-21T02:20:00Z", "/data/large") + Snapshot("2026-08-19T04:20:00Z", "/data/old"));
  EXPECT_EQ(Held(object, "web"), "held");
  EXPECT_EQ(Held(object, "large"), "held");
  EXPECT_NE(Held(object, "old"), "held");
}

TEST(K8upSelectionTest, SnapshotsThatWereReadBeforeTheRunSayNothingOfIt) {
  K8upTables tables;
  tables.snapshots.state = ReadState::kRead;
  const Time run = *ParseRfc3339("2026-08-21T04:17:00Z");
  tables.snapshots.rows.push_back(
      {.namespace_ = "app", .date = Stamp(run - std::chrono::days(1)), .claims = {"web"}});
  ObjectFacts object;
  tables.snapshots.read = run - std::chrono::minutes(5);
  object.covers = CoversOf("app", nullptr, run, tables);
  EXPECT_EQ(Held(object, "web"), "held");
  tables.snapshots.read = run + std::chrono::hours(2);
  object.covers = CoversOf("app", nullptr, run, tables);
  EXPECT_NE(Held(object, "web"), "held");
}

TEST(K8upSelectionTest, WhichClaimsAreHeldIsNotKnownWithoutSnapshots) {
  EXPECT_NE(Held(Of(Schedule() + Good("2026-08-21")), "web").find("no Snapshot is in the dump"),
            std::string::npos);
  EXPECT_EQ(Held(Of(Schedule()), "web"), "held") << "nothing has run yet: it is scheduled";
}

TEST(K8upSelectionTest, ALabelSelectorLeavesOthersOut) {
  const ObjectFacts object =
      Of(Schedule(", labelSelectors: [{matchLabels: {backup: 'yes'}}, {matchExpressions: "
                  "[{key: tier, operator: In, values: [db, files]}]}]"));
  EXPECT_EQ(Held(object, "web", {{"backup", "yes"}}), "held");
  EXPECT_EQ(Held(object, "web", {{"tier", "files"}}), "held") << "any of them is enough";
  EXPECT_EQ(Held(object, "web", {{"tier", "cache"}}), "spec.backup.labelSelectors does not select it");
}

TEST(K8upSelectionTest, AnAnnotationThatIsNotTrueKeepsAClaimOut) {
  const ObjectFacts object = Of(Schedule());
  EXPECT_EQ(Held(object, "web", {}, {{"k8up.io/backup", "True"}}), "held");
  for (const char* value : {"false", "False", "0", "no", ""})
    EXPECT_EQ(Held(object, "web", {}, {{"k8up.io/backup", value}}), "not selected") << value;
}

TEST(K8upSelectionTest, AnOperatorThatSkipsWithoutAnnotationIsSeenByItsDeployment) {
  const ObjectFacts skips = Of(Schedule() + Claim("web") + Operator("true"));
  EXPECT_NE(Held(skips, "web").find("BACKUP_SKIP_WITHOUT_ANNOTATION"), std::string::npos);
  EXPECT_EQ(Held(skips, "web", {}, {{"k8up.io/backup", "true"}}), "held");
  EXPECT_EQ(Held(Of(Schedule() + Claim("web") + Operator("false")), "web"), "held");
}

// k8up#1005: such Backups never get their condition Completed.
TEST(K8upSelectionTest, ANamespaceWithoutAClaimHasNothingToBackUp) {
  const std::string waiting = Backup("2026-08-20", "") + Backup("2026-08-21", "");
  std::string elsewhere = Claim("other");
  elsewhere.replace(elsewhere.find("namespace: app"), 14, "namespace: web");
  EXPECT_EQ(Of(Schedule() + waiting + elsewhere).protection, Protection::kNothing);
  EXPECT_EQ(Of(Schedule() + waiting + elsewhere + Good("2026-08-19")).protection, Protection::kScheduled)
      << "something was backed up: a command of a pod's";
  EXPECT_EQ(Of(Schedule() + waiting).protection, Protection::kScheduled) << "claims were not read";
  EXPECT_EQ(Of(Schedule() + waiting + Claim("web", ", annotations: {k8up.io/backup: 'false'}")).protection,
            Protection::kNothing);
}

}  // namespace
}  // namespace lastgood
