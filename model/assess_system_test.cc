#include "model/assess_system.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace lastgood {
namespace {

const Time kNow = *ParseRfc3339("2026-11-20T12:00:00Z");

DestinationFacts Repository() {
  DestinationFacts repository;
  repository.system = "velero";
  repository.name = "kopia/app-default-kopia-x";
  repository.observed = kNow;
  repository.available = true;
  repository.maintenance = *ParseRfc3339("2026-10-28T05:00:00Z");
  repository.maintenance_deadline = *ParseRfc3339("2026-10-30T06:00:00Z");
  repository.maintenance_detail = "the newest maintenance failed: maintenance must be run by designated user";
  return repository;
}

TEST(AssessSystemTest, ARepositoryThatNobodyMaintainsIsAWarning) {
  const std::vector<Finding> findings = FindingsOf(Repository(), kNow);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Level::kWarning);
  EXPECT_EQ(findings[0].condition, alerts::kRepositoryNotMaintained);
  EXPECT_EQ(findings[0].why,
            "its last maintenance was 23d 7h ago, at 2026-10-28T05:00:00Z; the newest maintenance failed: "
            "maintenance must be run by designated user");
}

TEST(AssessSystemTest, ARepositoryIsNotCalledUnmaintainedByADeadSource) {
  DestinationFacts repository = Repository();
  repository.observed = *ParseRfc3339("2026-10-29T00:00:00Z");
  EXPECT_TRUE(FindingsOf(repository, kNow).empty());
  repository = Repository();
  repository.maintenance_deadline.reset();
  EXPECT_TRUE(FindingsOf(repository, kNow).empty());
}

TEST(AssessSystemTest, AScheduleWithARightExpressionIsNotCalledInvalid) {
  PolicyFacts policy;
  policy.valid = false;
  policy.detail = "Cluster app/order does not exist";
  policy.fault = "names a Cluster that does not exist";
  policy.remedy = "correct spec.cluster.name";
  const std::vector<Finding> findings = FindingsOf(policy);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].what, "names a Cluster that does not exist");
  EXPECT_EQ(findings[0].todo, "correct spec.cluster.name");
  policy.fault.clear();
  EXPECT_EQ(FindingsOf(policy).at(0).what, "schedule invalid");
}

}  // namespace
}  // namespace lastgood
