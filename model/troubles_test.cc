#include "model/troubles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "base/time.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time kNow = *ParseRfc3339("2026-08-20T12:00:00Z");

// Collectors of one API server, each of which failed.
Snapshot Failing(const std::vector<std::pair<std::string, std::string>>& kinds_and_whys) {
  Snapshot snapshot;
  for (const auto& [kind, why] : kinds_and_whys) {
    CollectorState state;
    state.kind = kind;
    state.source = "kubernetes";
    state.failures = {{ErrorCode::kUnavailable, why}};
    snapshot.parts.push_back(std::make_shared<Part>(MakePart(std::move(state), {}, {}, kNow)));
  }
  return snapshot;
}

TEST(TroublesTest, AServerThatIsDownIsToldOnce) {
  const auto down = [](const std::string& resource) {
    return "list " + resource + " in all namespaces: https://10.0.0.1:6443/apis/" + resource +
           ": Connection refused (check the address)";
  };
  const Assessment assessment =
      Assess(Failing({{"cnpg", down("clusters")}, {"velero", down("backups")}, {"k8up", down("schedules")}}),
             kNow, {}, {});
  ASSERT_EQ(assessment.rows.size(), 1u);
  ASSERT_EQ(assessment.rows[0].findings.size(), 1u);
  EXPECT_EQ(assessment.rows[0].level, Level::kUnknown);
  EXPECT_THAT(assessment.rows[0].findings[0].why, HasSubstr("Connection refused"));
  EXPECT_THAT(assessment.rows[0].findings[0].why, HasSubstr("; so it is for velero, k8up"));
  EXPECT_EQ(assessment.ExitCode(), 2);
}

TEST(TroublesTest, WhatDiffersIsToldEach) {
  const Assessment assessment =
      Assess(Failing({{"cnpg", "list clusters in all namespaces: the server answered 403: a"},
                      {"velero", "list backups in all namespaces: the server answered 403: b"}}),
             kNow, {}, {});
  EXPECT_EQ(assessment.rows.size(), 2u);
}

TEST(TroublesTest, AFindingShowsNoSecret) {
  const Assessment assessment =
      Assess(Failing({{"cnpg", "https://u:hunter2@h/p?sig=hunter2: refused"}}), kNow, {}, {});
  EXPECT_THAT(assessment.rows.at(0).findings.at(0).why, Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace lastgood
