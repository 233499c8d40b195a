#include "exporter/report/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "exporter/report/baseline.h"
#include "exporter/report/junit.h"
#include "exporter/report/report.h"
#include "exporter/report/sarif.h"

namespace lastgood {
namespace {

using nlohmann::json;
using testing::HasSubstr;

Row ClaimWith(std::vector<Finding> findings) {
  Row row{.subject = Subject::kWorkload, .key = {"workloads", "shop", "PersistentVolumeClaim", "data"}};
  for (const Finding& finding : findings) row.level = std::max(row.level, finding.level);
  row.findings = std::move(findings);
  return row;
}

const Finding kUncovered{Level::kCritical,      alerts::kUnprotected, "not covered", {},
                         "nothing backs it up", "back it up"};
const Finding kBlind{Level::kUnknown, {}, "cannot tell", {}, "the API server is down", ""};
const Finding kLate{Level::kWarning, alerts::kBackupStale, "overdue", {}, "", ""};

Assessment Of(std::vector<Row> rows) {
  Assessment assessment;
  for (const Row& row : rows) assessment.worst = std::max(assessment.worst, row.level);
  assessment.rows = std::move(rows);
  return assessment;
}

const GateContext kContext{.places = {{{"PersistentVolumeClaim", "shop", "data"}, {"apps/my shop.yaml", 12}}},
                           .source = "lastgood.yaml",
                           .version = "1.2.3"};

TEST(GateTest, SarifPointsAtTheLineWhereTheObjectIsWritten) {
  const json log = json::parse(RenderSarif(Of({ClaimWith({kUncovered})}), kContext));
  EXPECT_EQ(log["version"], "2.1.0");
  const json& run = log["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["id"], "Unprotected");
  const json& result = run["results"][0];
  EXPECT_EQ(result["ruleId"], "Unprotected");
  EXPECT_EQ(result["level"], "error");
  EXPECT_EQ(result["message"]["text"],
            "PersistentVolumeClaim shop/data: not covered. nothing backs it up. To do: back it up.");
  const json& place = result["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "apps/my%20shop.yaml");
  EXPECT_EQ(place["region"]["startLine"], 12);
}

TEST(GateTest, WhatIsWrittenNowherePointsAtTheConfig) {
  Row collector{.subject = Subject::kCollector,
                .level = Level::kUnknown,
                .key = {"s3", "", "", "nas"},
                .findings = {kBlind}};
  const json log = json::parse(RenderSarif(Of({collector}), kContext));
  const json& result = log["runs"][0]["results"][0];
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "lastgood.yaml");
  EXPECT_EQ(result["ruleId"], "CannotTell");
}

TEST(GateTest, JUnitCountsFailuresAndWhatCouldNotBeTold) {
  const Assessment assessment =
      Of({ClaimWith({kUncovered, kBlind}), ClaimWith({kBlind}), ClaimWith({kLate})});
  GateContext context = kContext;
  context.fail_on = Level::kCritical;
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(RenderJUnit(assessment, context).c_str()));
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("tests").as_int(), 3);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_EQ(suite.attribute("errors").as_int(), 1);
  const pugi::xml_node first = suite.child("testcase");
  EXPECT_STREQ(first.attribute("name").value(), "shop/data");
  EXPECT_STREQ(first.child("failure").attribute("type").value(), "Unprotected");
  EXPECT_THAT(first.child("failure").text().get(), HasSubstr("apps/my shop.yaml:12: "));
  EXPECT_THAT(first.child("system-out").text().get(), HasSubstr("cannot tell"));
  EXPECT_THAT(suite.last_child().child("system-out").text().get(), HasSubstr("overdue"))
      << "a warning does not fail where only what is critical does";
}

TEST(GateTest, HostileNamesBreakNeitherFormat) {
  Row row = ClaimWith({kUncovered});
  row.key.name = "a\x01]]><b>\xff\n&";
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(RenderJUnit(Of({row}), kContext).c_str()));
  EXPECT_FALSE(json::parse(RenderSarif(Of({row}), kContext), nullptr, false).is_discarded());
}

class BaselineTest : public testing::Test {
 protected:
  // What is left of `after` when `before` was known.
  static Assessment New(const Assessment& before, Assessment after) {
    const Result<Baseline> baseline = Baseline::Parse(RenderJson(before, Time()));
    EXPECT_TRUE(baseline.ok());
    baseline->LeaveOutKnown(after);
    return after;
  }
};

TEST_F(BaselineTest, OnlyWhatIsNewCounts) {
  const Assessment known = New(Of({ClaimWith({kUncovered})}), Of({ClaimWith({kUncovered})}));
  EXPECT_EQ(known.ExitCode(), 0);
  const Assessment added = New(Of({ClaimWith({kUncovered})}), Of({ClaimWith({kUncovered, kLate})}));
  EXPECT_EQ(added.ExitCode(), 1);
  ASSERT_EQ(added.rows[0].findings.size(), 1U);
  EXPECT_EQ(added.rows[0].findings[0].what, "overdue");
}

TEST_F(BaselineTest, WhatIsKnownToBeBadIsNotCalledGood) {
  Assessment after = Of({ClaimWith({kUncovered})});
  after.objects = 1;
  const Assessment known = New(Of({ClaimWith({kUncovered})}), after);
  EXPECT_TRUE(known.rows.empty());
  EXPECT_EQ(known.Answer(), "1 object, none newly at risk. 1 finding is in the baseline.");
}

TEST_F(BaselineTest, WhatGotWorseIsNew) {
  Finding milder = kUncovered;
  milder.level = Level::kWarning;
  EXPECT_EQ(New(Of({ClaimWith({milder})}), Of({ClaimWith({kUncovered})})).ExitCode(), 1);
  EXPECT_EQ(New(Of({ClaimWith({kUncovered})}), Of({ClaimWith({milder})})).ExitCode(), 0);
}

TEST_F(BaselineTest, WhatTheBaselineDoesNotHaveIsAddedByTheChange) {
  const Result<Baseline> baseline = Baseline::Parse(RenderJson(Of({}), Time()));
  ASSERT_TRUE(baseline.ok());
  GateContext context = kContext;
  context.is_new = [&](const Row& row) { return !baseline->Has(row); };
  EXPECT_THAT(RenderSarif(Of({ClaimWith({kUncovered})}), context),
              HasSubstr("This change adds PersistentVolumeClaim shop/data: not covered."));
}

TEST_F(BaselineTest, WhatIsNoReportIsAMistake) {
  for (const char* text : {"", "[]", "{}", "{\"rows\": 1}", "STATUS  WHAT"})
    EXPECT_FALSE(Baseline::Parse(text).ok()) << text;
  EXPECT_TRUE(Baseline::Parse("{\"rows\": [1, {\"findings\": [null]}]}").ok());
}

TEST(ExitCodeTest, AWarningPassesWhereOnlyCriticalFailsButBlindnessDoesNot) {
  EXPECT_EQ(Of({ClaimWith({kLate})}).ExitCode(Level::kCritical), 0);
  EXPECT_EQ(Of({ClaimWith({kLate, kBlind})}).ExitCode(Level::kCritical), 2);
  EXPECT_EQ(Of({ClaimWith({kUncovered})}).ExitCode(Level::kCritical), 1);
  EXPECT_EQ(Of({ClaimWith({kLate})}).ExitCode(), 1);
}

}  // namespace
}  // namespace lastgood
