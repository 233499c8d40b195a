#include "model/coverage.h"

#include <gtest/gtest.h>

#include "model/coverage_world.h"
#include "model/selection.h"

namespace lastgood {
namespace {

using Operator = Requirement::Operator;
using std::chrono::hours;

ObjectKey ClaimKey(const std::string& name) { return {"longhorn", "app", "PersistentVolumeClaim", name}; }

TEST(CoverageTest, LayersStandSideBySide) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"app"});
  world.Object(ClaimKey("data"));
  world.Object({"k8up", "other", "Schedule", "other"}).covers.push_back({.namespaces = {"other"}});
  EXPECT_EQ(Layers(world.Covered("data")), "longhorn:yes velero:yes k8up:no");
}

TEST(CoverageTest, AClaimThatNothingTakesIsNotCovered) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"other"});
  const CoveredWorkload claim = world.Covered("data");
  EXPECT_FALSE(claim.Covered());
  EXPECT_EQ(Layers(claim), "velero:no");
  EXPECT_EQ(claim.unknown, "");
}

TEST(CoverageTest, NamespacesMayBeGlobsAndSomeAreLeftOut) {
  CoverageWorld world;
  world.Claim("data", "team-a");
  world.Claim("mail", "team-mail");
  world.Schedule({"team-*"}).covers[0].except_namespaces = {"*-mail"};
  EXPECT_TRUE(world.Covered("data").Covered());
  EXPECT_FALSE(world.Covered("mail").Covered());
}

TEST(CoverageTest, SelectorsMeanWhatKubernetesMeans) {
  WorkloadFacts claim;
  claim.labels = {{"app", "web"}, {"tier", "db"}};
  const auto takes = [&](Requirement requirement) {
    Selection selection;
    selection.labels = {std::move(requirement)};
    return Selects(selection, claim);
  };
  EXPECT_TRUE(takes({"app", Operator::kIn, {"api", "web"}}));
  EXPECT_FALSE(takes({"app", Operator::kIn, {"api"}}));
  EXPECT_FALSE(takes({"zone", Operator::kIn, {"a"}}));
  EXPECT_FALSE(takes({"app", Operator::kNotIn, {"web"}}));
  EXPECT_TRUE(takes({"zone", Operator::kNotIn, {"a"}})) << "NotIn also takes what lacks the key";
  EXPECT_TRUE(takes({"tier", Operator::kExists, {}}));
  EXPECT_FALSE(takes({"tier", Operator::kDoesNotExist, {}}));
  EXPECT_TRUE(takes({"zone", Operator::kDoesNotExist, {}}));
}

TEST(CoverageTest, WhatIsSelectedButNotHeldIsNotCoveredAndSaysWhy) {
  CoverageWorld world;
  world.Claim("data").uid = "u-1";
  world.Claim("held").uid = "u-2";
  ObjectFacts& nightly = world.Schedule({});
  nightly.covers[0].why_not = "its newest backup holds no data of it";
  nightly.covers.push_back({.uids = {"u-2"}});
  EXPECT_EQ(world.Covered("data").layers.at(0).why, "its newest backup holds no data of it");
  EXPECT_FALSE(world.Covered("data").Covered());
  EXPECT_TRUE(world.Covered("held").Covered()) << "the better answer of one system stays";
}

TEST(CoverageTest, AClaimThatIsYoungerThanTheBackupWaitsForItsFirstRun) {
  CoverageWorld world;
  world.Claim("data").created = CoverageWorld::kNow - hours(5);
  Selection& selection = world.Schedule({}).covers[0];
  selection.why_not = "its newest backup holds no data of it";
  selection.as_of = CoverageWorld::kNow - hours(9);
  EXPECT_TRUE(world.Covered("data").Covered());
  selection.as_of = CoverageWorld::kNow - hours(1);
  EXPECT_FALSE(world.Covered("data").Covered());
  selection.as_of.reset();
  EXPECT_FALSE(world.Covered("data").Covered()) << "its template leaves claims out, whatever their age";
}

TEST(CoverageTest, AScheduleAtRiskCoversNothing) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"app"}).protection = Protection::kSuspended;
  EXPECT_FALSE(world.Covered("data").Covered());
}

TEST(CoverageTest, AnObjectOfTheSameNameTellsItself) {
  CoverageWorld world;
  world.Claim("data");
  world.Object(ClaimKey("data"), Protection::kNoPolicy);
  EXPECT_TRUE(world.Covered("data").told);
}

TEST(CoverageTest, AClaimBelongsToItsStatefulSet) {
  CoverageWorld world;
  world.StatefulSet("db");
  for (const char* name : {"data-db-0", "data-db-11", "data-db-x", "data-dbx-0"}) world.Claim(name);
  EXPECT_TRUE(world.Covered("data-db-0").part_of.has_value());
  EXPECT_TRUE(world.Covered("data-db-11").part_of.has_value());
  EXPECT_FALSE(world.Covered("data-db-x").part_of.has_value());
  EXPECT_FALSE(world.Covered("data-dbx-0").part_of.has_value());
}

TEST(CoverageTest, AStatefulSetIsCoveredByWhatHoldsAllOfItsClaims) {
  CoverageWorld world;
  world.StatefulSet("db");
  world.Claim("data-db-0");
  world.Claim("data-db-1");
  world.Object(ClaimKey("data-db-0"));
  EXPECT_EQ(Layers(world.Covered("db")), "longhorn:no");
  world.Object(ClaimKey("data-db-1"));
  EXPECT_EQ(Layers(world.Covered("db")), "longhorn:yes");
}

TEST(CoverageTest, ADatabaseCoversItsOwnClaimsAndNoOthers) {
  CoverageWorld world;
  const Selection claims{.namespaces = {"app"}, .labels = {{"cnpg.io/cluster", Operator::kIn, {"pg"}}}};
  world.Object({"cnpg", "app", "Cluster", "pg"}).covers.push_back(claims);
  WorkloadFacts& cluster = world.facts.workloads.emplace_back();
  cluster.key = {"cnpg", "app", "Cluster", "pg"};
  cluster.claims = claims;
  world.Claim("pg-1").labels = {{"cnpg.io/cluster", "pg"}};
  world.Claim("files");
  EXPECT_EQ(Layers(world.Covered("pg-1")), "cnpg:yes");
  EXPECT_EQ(world.Covered("pg-1").part_of, (ObjectKey{"cnpg", "app", "Cluster", "pg"}));
  EXPECT_EQ(Layers(world.Covered("pg")), "cnpg:yes");
  EXPECT_EQ(Layers(world.Covered("files")), "") << "a database operator is no mechanism for other claims";
}

TEST(CoverageTest, ClaimsOfAReplicaClusterAreLeftOutOnPurpose) {
  CoverageWorld world;
  const Selection claims{.namespaces = {"app"}, .labels = {{"cnpg.io/cluster", Operator::kIn, {"pg"}}}};
  world.Object({"cnpg", "app", "Cluster", "pg"}, Protection::kReplica).covers.push_back(claims);
  WorkloadFacts& cluster = world.facts.workloads.emplace_back();
  cluster.key = {"cnpg", "app", "Cluster", "pg"};
  cluster.claims = claims;
  world.Claim("pg-1").labels = {{"cnpg.io/cluster", "pg"}};
  EXPECT_TRUE(world.Covered("pg-1").deliberate);
  EXPECT_FALSE(world.Covered("pg-1").Covered());
}

TEST(CoverageTest, AnIgnoredStatefulSetTakesItsClaimsAlong) {
  CoverageWorld world;
  world.StatefulSet("db").ignore = "a cache";
  world.Claim("data-db-0");
  EXPECT_TRUE(world.Covered("data-db-0").deliberate);
  EXPECT_EQ(world.Covered("data-db-0").why, "a cache");
}

TEST(CoverageTest, ASystemThatWasNeverReadMayCoverWhatNothingElseDoes) {
  CoverageWorld world;
  world.Claim("data");
  world.state.success = false;
  EXPECT_EQ(world.Covered("data").unknown, "nothing is known of velero");
  world.state.last_success = CoverageWorld::kNow;
  EXPECT_EQ(world.Covered("data").unknown, "") << "what it knew before still holds";
}

TEST(CoverageTest, WhatADumpLacksIsUnknownAndNotMissing) {
  CoverageWorld world;
  world.Claim("data");
  world.state.absent = true;
  EXPECT_EQ(world.Covered("data").unknown, "") << "its CRDs are not installed";
  world.state.not_in_dump = true;
  EXPECT_EQ(world.Covered("data").unknown, "nothing is known of velero");
}

TEST(CoverageTest, DrillsThatWereNotReadHideNoBackups) {
  CoverageWorld world;
  world.Claim("data");
  world.state.absent = world.state.not_in_dump = true;
  world.state.tells_coverage = false;
  EXPECT_EQ(world.Covered("data").unknown, "");
}

TEST(CoverageTest, AnObjectThatIsNotJudgedLeavesItUnknown) {
  CoverageWorld world;
  world.Claim("data");
  world.Object(ClaimKey("data")).protection.reset();
  EXPECT_NE(world.Covered("data").unknown, "");
}

TEST(CoverageTest, CopiesAreCountedByMethodAndDestination) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"app"});
  EXPECT_EQ(world.Covered("data").copies, 1);
  EXPECT_EQ(world.Covered("data").copies_apart, 1);
  ObjectFacts& volume = world.Object(ClaimKey("data"));
  volume.tracks[0].beside_data = true;
  EXPECT_EQ(world.Covered("data").copies, 2);
  EXPECT_EQ(world.Covered("data").copies_apart, 1);
  volume.tracks.push_back(volume.tracks[0]);
  EXPECT_EQ(world.Covered("data").copies, 2) << "two schedules to one place make one copy";
  volume.tracks[1].recovery_point.reset();
  volume.tracks[1].destination = "elsewhere";
  EXPECT_EQ(world.Covered("data").copies, 2) << "nothing can be restored from it yet";
}

TEST(CoverageTest, AnEndpointInsideTheClusterIsBesideTheData) {
  CoverageWorld world;
  world.Claim("data");
  ObjectFacts& nightly = world.Schedule({"app"});
  nightly.tracks[0].endpoint = "http://minio.storage.svc:9000";
  EXPECT_EQ(world.Covered("data").copies_apart, 0);
  nightly.tracks[0].endpoint.reset();
  EXPECT_EQ(world.Covered("data").copies_apart, std::nullopt) << "where it is kept is not known";
}

TEST(CoverageTest, HostsOfTheClusterAreToldByTheirNames) {
  for (const char* inside :
       {"http://minio:9000", "https://minio.storage.svc/", "minio.storage.svc.cluster.local",
        "http://minio.storage.svc.cluster.local.:9000", "nfs://nfs-server:/export"})
    EXPECT_TRUE(IsInCluster(inside)) << inside;
  for (const char* outside :
       {"", "https://s3.eu-1.example.com", "http://192.168.1.10:9000", "http://[fd00::1]:9000"})
    EXPECT_FALSE(IsInCluster(outside)) << outside;
}

TEST(CoverageTest, AStoreThatIsCopiedCountsTwice) {
  CoverageWorld world;
  world.Claim("data");
  ObjectFacts& nightly = world.Schedule({"app"});
  nightly.tracks[0].destination = "s3://backups/velero/";
  nightly.tracks[0].endpoint = "http://minio:9000";
  CopyFacts copy{.name = "offsite", .from = "s3://backups/", .to = "s3://far/"};
  copy.from_endpoint = "http://minio:9000";
  copy.to_endpoint = "https://s3.example.com";
  world.facts.copies = {copy};
  EXPECT_EQ(world.Covered("data").copies, 1) << "it was never compared";
  world.facts.copies[0].checked = CoverageWorld::kNow;
  EXPECT_EQ(world.Covered("data").copies, 2);
  EXPECT_EQ(world.Covered("data").copies_apart, 1);
  world.facts.copies[0].deadline = CoverageWorld::kNow - hours(1);
  EXPECT_EQ(world.Covered("data").copies, 1) << "a copy that is behind is none";
}

TEST(CoverageTest, ACopyThatDoesNotRestoreIsNoCopy) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"app"}).proofs = {{"content", false, CoverageWorld::kNow, "a file is damaged"}};
  EXPECT_EQ(world.Covered("data").copies, 0);
}

TEST(CoverageTest, OneDestinationSpeltInTwoWaysIsOneCopy) {
  CoverageWorld world;
  world.Claim("data");
  world.Schedule({"app"}).tracks[0].destination = "s3://backups/velero";
  ObjectFacts& weekly = world.Schedule({"app"});
  weekly.key.name = "weekly";
  weekly.tracks[0].destination = "s3://backups/velero/";
  EXPECT_EQ(world.Covered("data").copies, 1);
}

// Of a destination, and of a copy of "s3://backups/".
int CopiesOf(const std::string& destination, const std::string& from = "s3://backups/") {
  CoverageWorld world;
  world.Claim("data");
  ObjectFacts& nightly = world.Schedule({"app"});
  nightly.tracks[0].destination = destination;
  nightly.tracks[0].endpoint = "http://minio:9000/";
  CopyFacts copy{.name = "offsite", .from = from, .to = "s3://far/"};
  copy.from_endpoint = "HTTP://Minio:9000";
  copy.to_endpoint = "https://s3.example.com";
  copy.checked = CoverageWorld::kNow;
  world.facts.copies = {copy};
  return world.Covered("data").copies.value_or(-1);
}

TEST(CoverageTest, ACopyOfABucketIsOfItAndOfWhatLiesInIt) {
  EXPECT_EQ(CopiesOf("s3://backups"), 2);
  EXPECT_EQ(CopiesOf("s3://backups/velero"), 2);
  EXPECT_EQ(CopiesOf("s3://backups/velero", "s3://backups/velero/"), 2);
  EXPECT_EQ(CopiesOf("s3://backups/velero-2", "s3://backups/velero/"), 1);
  EXPECT_EQ(CopiesOf("s3://backups-2/velero", "s3://backups"), 1) << "another bucket";
}

}  // namespace
}  // namespace lastgood
