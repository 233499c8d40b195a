#include "model/selection.h"

#include <gtest/gtest.h>

#include "collectors/velero/velero_world.h"
#include "model/coverage.h"

namespace lastgood::velero {
namespace {

// Whether backups of the Schedule hold the claim, or why not.
std::string Held(const World& world, const WorkloadFacts& claim) {
  std::string why = "not selected";
  const ObjectFacts object = world.Object();
  for (const Selection& selection : object.covers)
    if (Selects(selection, claim)) {
      if (selection.why_not.empty() && selection.unsure.empty()) return "held";
      why = selection.why_not + selection.unsure;
    }
  return why;
}

WorkloadFacts Claim(std::string name, std::string namespace_ = "app", std::string uid = "u-1") {
  WorkloadFacts claim;
  claim.key = {"kubernetes", std::move(namespace_), "PersistentVolumeClaim", std::move(name)};
  claim.uid = std::move(uid);
  return claim;
}

World With(std::string_view template_) {
  return World().Add(std::string(kLocation) + "---\n" +
                     Schedule("schedule: 0 2 * * *, template: {" + std::string(template_) + "}"));
}

std::string Backup(std::string_view status) {
  return "---\nkind: Backup\nmetadata: {name: nightly-1, namespace: velero, creationTimestamp: "
         "\"2026-08-21T02:00:00Z\", generation: 5, labels: {velero.io/schedule-name: nightly}}\nspec: "
         "{}\nstatus: "
         "{phase: Completed, startTimestamp: \"2026-08-21T02:00:01Z\", completionTimestamp: "
         "\"2026-08-21T02:10:00Z\", " +
         std::string(status) + "}\n";
}

std::string Upload(std::string_view kind, std::string_view uid, std::string_view phase) {
  return "---\nkind: " + std::string(kind) + "\nmetadata: {name: up-" + std::string(uid) +
         ", namespace: velero, creationTimestamp: \"2026-08-21T02:01:00Z\", labels: {velero.io/backup-name: "
         "nightly-1, velero.io/pvc-uid: " +
         std::string(uid) + "}}\nspec: {}\nstatus: {phase: " + std::string(phase) + "}\n";
}

TEST(VeleroSelectionTest, ATemplateTakesNamespaces) {
  EXPECT_EQ(Held(With(""), Claim("data")), "held");
  EXPECT_EQ(Held(With("includedNamespaces: ['*']"), Claim("data")), "held");
  EXPECT_EQ(Held(With("includedNamespaces: [app]"), Claim("data")), "held");
  EXPECT_EQ(Held(With("includedNamespaces: [web]"), Claim("data")), "not selected");
  EXPECT_EQ(Held(With("excludedNamespaces: [app]"), Claim("data")), "not selected");
}

TEST(VeleroSelectionTest, ATemplateTakesLabels) {
  WorkloadFacts claim = Claim("data");
  claim.labels = {{"app", "web"}};
  EXPECT_EQ(Held(With("labelSelector: {matchLabels: {app: web}}"), claim), "held");
  EXPECT_EQ(Held(With("labelSelector: {matchLabels: {app: api}}"), claim), "not selected");
  EXPECT_EQ(Held(With("orLabelSelectors: [{matchLabels: {app: api}}, {matchLabels: {app: web}}]"), claim),
            "held");
  EXPECT_EQ(
      Held(With("labelSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}"), claim),
      "not selected");
}

TEST(VeleroSelectionTest, AClaimMayKeepOutOfEveryBackup) {
  WorkloadFacts claim = Claim("data");
  claim.labels = {{"velero.io/exclude-from-backup", "true"}};
  EXPECT_EQ(Held(With(""), claim), "not selected");
}

TEST(VeleroSelectionTest, ResourcesMayLeaveClaimsOut) {
  EXPECT_EQ(Held(With("includedResources: [configmaps, secrets]"), Claim("data")),
            "its includedResources leaves claims out");
  EXPECT_EQ(Held(With("includedResources: [pods]"), Claim("data")), "held") << "a pod brings its claims";
  EXPECT_EQ(Held(With("excludedResources: [persistentvolumeclaims]"), Claim("data")),
            "its excludedResources leaves claims out");
}

TEST(VeleroSelectionTest, TheNewestGoodBackupTellsWhatItHolds) {
  World world = With("");
  world.Add(Backup("") + Upload("DataUpload", "u-1", "Completed") +
            Upload("PodVolumeBackup", "u-2", "Completed"));
  EXPECT_EQ(Held(world, Claim("data", "app", "u-1")), "held");
  EXPECT_EQ(Held(world, Claim("pod", "app", "u-2")), "held");
  EXPECT_EQ(Held(world, Claim("other", "app", "u-3")), "its newest good backup does not hold its data");
}

TEST(VeleroSelectionTest, ACompletedBackupOfNoVolumeHoldsNoData) {
  World world = With("");
  world.Add(Backup("") + Upload("DataUpload", "u-1", "Failed") + Upload("PodVolumeBackup", "u-2", "Failed"));
  EXPECT_EQ(Held(world, Claim("data")), "its newest good backup holds the data of no volume");
  EXPECT_EQ(Text(world.Object().covers.at(0).as_of), "2026-08-21T02:00:01Z")
      << "of younger claims that says nothing";
}

TEST(VeleroSelectionTest, SnapshotsOfTheStorageAreTrusted) {
  World world = With("");
  world.Add(Backup("csiVolumeSnapshotsAttempted: 1, csiVolumeSnapshotsCompleted: 1") +
            Upload("DataUpload", "u-9", "Completed") + Upload("PodVolumeBackup", "u-8", "Completed"));
  EXPECT_EQ(Held(world, Claim("data")), "held");
}

TEST(VeleroSelectionTest, OfUploadsThatWereNotReadNobodyKnowsWhatTheyHold) {
  const auto held = [](std::string_view status, bool pods, bool data) {
    World world = With("");
    world.Add(Backup(status) + Upload("PodVolumeBackup", "u-2", "Completed"));
    if (pods) world.Unread(world.tables.pod_volume_backups, "no PodVolumeBackup is in the dump");
    if (data) world.Unread(world.tables.data_uploads, "no DataUpload is in the dump");
    return Held(world, Claim("data"));
  };
  const std::string unsure = "which volumes its newest good backup holds is not known: ";
  EXPECT_EQ(held("", true, true), unsure + "no PodVolumeBackup is in the dump; no DataUpload is in the dump");
  EXPECT_EQ(held("", true, false), unsure + "no PodVolumeBackup is in the dump");
  EXPECT_EQ(held("backupItemOperationsAttempted: 3", false, true), unsure + "no DataUpload is in the dump");
  EXPECT_EQ(held("", false, true), "its newest good backup does not hold its data")
      << "without an operation it has no DataUpload";
}

TEST(VeleroSelectionTest, AnUploadOfAnEmptyVolumeHoldsNothing) {
  World world = With("");
  std::string upload = Upload("PodVolumeBackup", "u-1", "Completed");
  upload.replace(upload.rfind("}"), 1, ", message: volume was empty so no snapshot was taken}");
  world.Add(Backup("") + upload);
  EXPECT_EQ(world.Object().covers.at(0).why_not,
            "the volume was empty, so its newest good backup holds nothing of it");
}

TEST(VeleroSelectionTest, ALocationInTheClusterIsBesideTheData) {
  const auto endpoint = [](std::string_view config) {
    return World()
        .Add(
            "kind: BackupStorageLocation\nmetadata: {name: default, namespace: velero}\nspec: {provider: "
            "aws, "
            "default: true, objectStorage: {bucket: b}, config: {" +
            std::string(config) + "}}\n---\n" + Schedule())
        .OnlyTrack()
        .endpoint;
  };
  EXPECT_EQ(endpoint("s3Url: \"http://minio.velero.svc:9000\""), "http://minio.velero.svc:9000");
  EXPECT_EQ(endpoint(""), "") << "AWS itself";
}

}  // namespace
}  // namespace lastgood::velero
