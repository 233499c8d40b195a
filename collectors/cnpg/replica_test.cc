// Replica clusters: whom they follow, and those that follow no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/cnpg/cnpg_world.h"

namespace lastgood::cnpg {
namespace {

using testing::HasSubstr;

const std::string kFollows =
    "bootstrap: {recovery: {source: origin}}, replica: {enabled: true, source: origin}, externalClusters: "
    "[{name: "
    "other}, {name: origin, plugin: {name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: "
    "store, "
    "serverName: orders}}}]";

ObjectFacts Of(const std::string& spec, std::string_view status = "", std::string_view annotations = "",
               std::string_view schedule = "") {
  World world;
  world.Add(ClusterWith(spec, annotations) + "status: {" + std::string(status) + "}\n");
  if (!schedule.empty()) world.Add(Schedule(schedule));
  return world.Object();
}
std::string Instances(bool primary) {
  return std::string("instancesReportedState: {pg-1: {isPrimary: ") + (primary ? "true" : "false") +
         ", timeLineID: 2}, pg-2: {isPrimary: false}}";
}

TEST(CnpgReplicaTest, ItIsToldWhomItFollowsAndFromWhere) {
  const ObjectFacts object = Of(kFollows, Instances(false));
  EXPECT_EQ(object.protection, Protection::kReplica);
  EXPECT_EQ(object.protection_detail, "a replica cluster of origin (reads ObjectStore store as orders)");
  EXPECT_EQ(
      Of("replica: {enabled: true, source: berlin, minApplyDelay: 8h}, externalClusters: [{name: berlin, "
         "connectionParameters: {host: pg-rw.shop}, barmanObjectStore: {destinationPath: "
         "'s3://key:secret@bucket/pg'}}]")
          .protection_detail,
      "a replica cluster of berlin (streams from pg-rw.shop, reads s3://bucket/pg), which applies changes 8h "
      "late");
}

TEST(CnpgReplicaTest, OneWhoseInstanceIsNoStandbyWasPromotedWhateverItIsDeclared) {
  const ObjectFacts object = Of(kFollows, Instances(true));
  EXPECT_EQ(object.protection, Protection::kNoPolicy);
  EXPECT_EQ(
      object.protection_detail,
      "no ScheduledBackup names it, and it has no Backup; it is declared a replica cluster of origin (reads "
      "ObjectStore store as orders), but its instance pg-1 is no standby: it was promoted and no longer "
      "follows");
}

TEST(CnpgReplicaTest, APromotedOneThatIsBackedUpIsScheduledAndTold) {
  const std::string archived = std::string(kInTree) + ", " + kFollows;
  const ObjectFacts object = Of(archived, Instances(true), "", "schedule: '@daily'");
  EXPECT_EQ(object.protection, Protection::kScheduled);
  ASSERT_EQ(object.notes.size(), 1U);
  EXPECT_THAT(object.notes[0], HasSubstr("it was promoted"));
  EXPECT_TRUE(Of(archived, Instances(false), "", "schedule: '@daily'").notes.empty());
}

TEST(CnpgReplicaTest, APrimaryThatBecomesAReplicaIsNoAccident) {
  const ObjectFacts object =
      Of(kFollows, Instances(true) + ", switchReplicaClusterStatus: {inProgress: true}");
  EXPECT_EQ(object.protection, Protection::kReplica);
  EXPECT_THAT(object.protection_detail, HasSubstr("which was the primary until now"));
}

TEST(CnpgReplicaTest, OneThatIsSwitchedOffFollowsNobody) {
  std::string off = kFollows;
  off.replace(off.find("enabled: true"), 13, "enabled: false");
  const ObjectFacts object = Of(off, Instances(true));
  EXPECT_EQ(object.protection, Protection::kNoPolicy);
  EXPECT_THAT(object.protection_detail,
              HasSubstr("spec.replica.enabled is false: it was promoted, and follows origin no more"));
}

TEST(CnpgReplicaTest, ThePrimaryOfATopologyIsNoPromotedReplica) {
  const ObjectFacts object = Of(std::string(kInTree) + ", replica: {self: pg, primary: pg, source: berlin}",
                                Instances(true), "", "schedule: '@daily'");
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_TRUE(object.notes.empty());
}

TEST(CnpgReplicaTest, ARestoredClusterThatFollowsNobodyIsToldAsSuch) {
  EXPECT_THAT(Of("bootstrap: {recovery: {source: origin}}").protection_detail,
              HasSubstr("it was restored from origin, and does not follow"));
  EXPECT_THAT(Of("bootstrap: {recovery: {backup: {name: daily-1}}}").protection_detail,
              HasSubstr("it was restored from Backup daily-1"));
}

TEST(CnpgReplicaTest, AReplicaThatSleepsDoesNotFollow) {
  const ObjectFacts object = Of(kFollows, "", "cnpg.io/hibernation: 'on'");
  EXPECT_EQ(object.protection, Protection::kHibernated);
  EXPECT_THAT(object.protection_detail,
              HasSubstr("while it sleeps it does not follow: it is a replica cluster of origin"));
}

}  // namespace
}  // namespace lastgood::cnpg
