#include "collectors/workloads/workloads.h"

#include <gtest/gtest.h>

#include "collectors/shared/kubernetes_fixture.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

KubernetesFixture Over(const std::string& folder) {
  return {&MakeWorkloadsCollectors, folder, "2026-08-21T12:00:00Z"};
}

Collected Of(std::string_view yaml) {
  TempDir folder;
  folder.Write("all.yaml", std::string(yaml));
  return Over(folder.path()).Pass();
}

std::string Names(const Facts& facts) {
  std::string names;
  for (const WorkloadFacts& workload : facts.workloads)
    names += (names.empty() ? "" : " ") + workload.key.kind + "/" + workload.key.name;
  return names;
}

std::string Claim(std::string_view metadata, std::string_view rest = "status: {phase: Bound}") {
  return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {namespace: app, " + std::string(metadata) +
         "}\n" + std::string(rest) + "\n---\n";
}

TEST(WorkloadsTest, ClaimsThatHoldDataAreFound) {
  const Collected collected =
      Of(Claim("name: bound") + Claim("name: pending", "status: {phase: Pending}") +
         Claim("name: lost", "status: {phase: Lost}") + Claim("name: not-applied", "spec: {}"));
  EXPECT_EQ(Names(collected.facts), "PersistentVolumeClaim/bound PersistentVolumeClaim/not-applied");
}

TEST(WorkloadsTest, AClaimTellsWhatSelectorsLookAt) {
  const Facts facts =
      Of(Claim("name: data, uid: u-1, labels: {app: web}, annotations: {k8up.io/backup: \"false\"}")).facts;
  ASSERT_EQ(facts.workloads.size(), 1U);
  const WorkloadFacts& claim = facts.workloads[0];
  EXPECT_EQ(claim.uid, "u-1");
  EXPECT_EQ(claim.labels, (decltype(claim.labels){{"app", "web"}}));
  EXPECT_EQ(claim.annotations, (decltype(claim.annotations){{"k8up.io/backup", "false"}}));
  EXPECT_EQ(claim.key, (ObjectKey{"kubernetes", "app", "PersistentVolumeClaim", "data"}));
}

TEST(WorkloadsTest, LongAnnotationsAreNotKept) {
  const std::string document(10000, 'x');
  EXPECT_TRUE(Of(Claim("name: data, annotations: {big: " + document + "}"))
                  .facts.workloads.at(0)
                  .annotations.empty());
}

TEST(WorkloadsTest, AStatefulSetWithoutClaimsHoldsNoData) {
  const Facts facts = Of(R"(
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: app}
spec: {volumeClaimTemplates: [{metadata: {name: data}}, {metadata: {name: wal}}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: proxy, namespace: app}
spec: {}
)")
                          .facts;
  ASSERT_EQ(Names(facts), "StatefulSet/db");
  EXPECT_EQ(facts.workloads[0].claim_names, (std::vector<std::string>{"data-db-", "wal-db-"}));
}

TEST(WorkloadsTest, TheNearestReasonToIgnoreCounts) {
  const Facts facts =
      Of(Claim("name: own, annotations: {lastgood.dev/ignore: scratch}") + Claim("name: other") +
         "apiVersion: v1\nkind: Namespace\nmetadata: {name: app, annotations: "
         "{lastgood.dev/ignore: a test bed}}\n")
          .facts;
  ASSERT_EQ(facts.workloads.size(), 2U);
  for (const WorkloadFacts& claim : facts.workloads)
    EXPECT_EQ(claim.ignore, claim.key.name == "own" ? "scratch" : "a test bed");
}

TEST(WorkloadsTest, TheAgeThatItMayHaveIsRead) {
  EXPECT_EQ(Of(Claim("name: data, annotations: {lastgood.dev/max-age: 8h}")).facts.workloads.at(0).max_age,
            std::chrono::hours(8));
  const Collected bad = Of(Claim("name: data, annotations: {lastgood.dev/max-age: soon}"));
  EXPECT_EQ(bad.facts.workloads.size(), 1U);
  ASSERT_EQ(bad.problems.size(), 1U);
  EXPECT_NE(bad.problems[0].error.message.find("annotation lastgood.dev/max-age"), std::string::npos);
}

TEST(WorkloadsTest, BadObjectsAreNamedAndCostNoOther) {
  struct Bad {
    std::string_view metadata, rest, says;
  };
  for (const Bad& bad :
       {Bad{"name: bad, labels: [a]", "spec: {}", "metadata.labels: expected an object"},
        Bad{"name: bad, labels: {a: 1}", "spec: {}", "expected a string"},
        Bad{"name: bad, uid: 7", "spec: {}", "metadata.uid: expected a string"},
        Bad{"name: bad", "status: {phase: [Bound]}", "status.phase: expected a string"},
        Bad{"name: bad, creationTimestamp: soon", "spec: {}", "metadata.creationTimestamp: expected"}}) {
    const Collected collected = Of(Claim("name: good") + Claim(bad.metadata, bad.rest));
    EXPECT_EQ(Names(collected.facts), "PersistentVolumeClaim/good") << bad.says;
    ASSERT_EQ(collected.problems.size(), 1U) << bad.says;
    EXPECT_NE(collected.problems[0].error.message.find(bad.says), std::string::npos)
        << collected.problems[0].error.message;
  }
}

TEST(WorkloadsTest, ADumpWithoutThemIsAbsentAndSaysSo) {
  const Collected collected = Of("apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\n");
  EXPECT_TRUE(collected.absent);
  EXPECT_TRUE(collected.not_in_dump);
}

}  // namespace
}  // namespace lastgood
