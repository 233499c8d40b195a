// What the queries answer, asked of Prometheus' own promtool.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "dashboards/asking.h"
#include "dashboards/dashboards.h"
#include "dashboards/files.h"
#include "model/object_state.h"
#include "rules/groups/all.h"
#include "rules/groups/records.h"
#include "rules/groups/render.h"
#include "tests/support/dashboard_panels.h"
#include "tests/support/process.h"
#include "tests/support/state_examples.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using nlohmann::json;
using namespace promql;

// "" when promtool is content. `files` lie beside the one that is checked.
std::string Complaints(const std::string& verb, const std::string& what, const json& file,
                       const Files& files = {}) {
  TempDir folder;
  for (const auto& [path, text] : files) folder.Write(path, text);
  Process promtool({"promtool", verb, what, folder.Write("file.yaml", file.dump())});
  const int code = promtool.Wait();
  return code == 0 ? "" : promtool.out + promtool.err;
}

std::string ObjectLabels(const std::string& name) {
  return fmt::format(R"({{system="cnpg",namespace="n",kind="Cluster",name="{}"}})", name);
}

json Expect(const std::string& expr, const std::string& when, const json& samples) {
  return {{"expr", expr}, {"eval_time", when}, {"exp_samples", samples}};
}

// With the generated rules, which dashboards read.
std::string Answers(const std::vector<json>& series, const std::vector<json>& expected,
                    const std::string& only = "") {
  Files rules = RuleFiles({});
  std::erase_if(rules, [&](const auto& file) { return file.first.find(only) == std::string::npos; });
  json test = {
      {"rule_files", json::array()}, {"evaluation_interval", "1m"}, {"group_eval_order", json::array()}};
  for (const auto& [path, text] : rules) test["rule_files"].push_back(path);
  for (const RuleGroup& group : RuleGroups({}))
    if (group.name.find(only) != std::string::npos) test["group_eval_order"].push_back(group.name);
  test["tests"] = {{{"interval", "1m"}, {"input_series", series}, {"promql_expr_test", expected}}};
  return Complaints("test", "rules", test, rules);
}

const std::string kOnObject = " on (system, namespace, kind, name) ";

int RankOf(const Example& example) {
  for (std::size_t i = 0; i < kObjectStates.size(); ++i)
    if (kObjectStates[i].name == example.state && kObjectStates[i].level == example.level)
      return lastgood::RankOf(i);
  ADD_FAILURE() << "no state is called " << example.state;
  return 0;
}

TEST(DashboardQueriesTest, EachObjectIsInExactlyOneStateTheWorst) {
  json samples = json::array();
  for (const Example& example : Examples())
    if (!example.drill)
      samples.push_back(
          {{"labels",
            fmt::format(R"({}{{system="cnpg",namespace="n",kind="Cluster",name="{}",state="{}",level="{}"}})",
                        kStateRecord, example.name, example.state, ToString(example.level))},
           {"value", RankOf(example)}});
  EXPECT_EQ(Answers(SeriesOfExamples(), {Expect(std::string(kStateRecord), "60m", samples)}), "");
}

TEST(DashboardQueriesTest, AtRiskIsWhatHasACondition) {
  const std::string at_risk = "lastgood:object_state{level=~\"warning|critical\"}";
  const std::string conditions = "lastgood:condition and" + kOnObject + "lastgood_object_info";
  EXPECT_EQ(Answers(SeriesOfExamples(),
                    {Expect("count(" + at_risk + ")", "60m", {{{"labels", "{}"}, {"value", kAtRisk}}}),
                     Expect(at_risk + " unless" + kOnObject + "lastgood:condition", "60m", json::array()),
                     Expect("(" + conditions + ") unless" + kOnObject + at_risk, "60m", json::array())}),
            "");
}

// The query of the panel when every variable stands at All.
std::string QueryOf(const std::string& uid, const std::string& panel, std::size_t index = 0) {
  for (const Dashboard& dashboard : Dashboards({}))
    for (const PanelQuery& query : QueriesOf(dashboard, {}))
      if (dashboard.uid == uid && query.panel == panel && index-- == 0)
        return ToLine(*query.expr, query.names);
  ADD_FAILURE() << uid << " has no such query: " << panel;
  return "";
}

TEST(DashboardQueriesTest, TilesCountEachObjectOnceWhateverReplicasSay) {
  const auto counts = [](const std::string& panel, int value) {
    return Expect(QueryOf("lastgood-posture", panel), "60m", {{{"labels", "{}"}, {"value", value}}});
  };
  EXPECT_EQ(Answers(SeriesOfExamples(),
                    {counts("At risk", kAtRisk), counts("Overdue", 3), counts("Failing", 1),
                     counts("Unprotected", 1), counts("Cannot tell", 2), counts("Other problems", kOthers)}),
            "");
}

TEST(DashboardQueriesTest, WithoutLastgoodNoTileSaysZero) {
  std::vector<json> expected;
  for (const char* panel :
       {"At risk", "Overdue", "Failing", "Unprotected", "Sources failing", "Cannot tell", "Other problems"})
    expected.push_back(Expect(QueryOf("lastgood-posture", panel), "60m", json::array()));
  EXPECT_EQ(Answers({}, expected), "");
}

const std::string kRecords = "lastgood-records";

// Which of red, yellow, green and gray the backup has in Time since last backup, at the time.
json ColorIs(const std::string& name, const std::string& when, std::size_t color) {
  const std::string mine =
      " and" + kOnObject + "lastgood_backup_last_success_timestamp_seconds{name=\"" + name + "\"}";
  std::string found;
  for (std::size_t i = 0; i < 4; ++i)
    found += fmt::format("{}0 * ({}{}) + {}", i == 0 ? "" : " or ",
                         QueryOf("lastgood-storage", "Time since last backup", i), mine, i);
  return Expect(found, when, {{{"labels", ObjectLabels(name)}, {"value", color}}});
}

TEST(DashboardQueriesTest, ADailyBackupIsGreenUnder25HoursYellowTo48AndRedAbove) {
  const std::size_t red = 0, yellow = 1, green = 2;
  const std::vector<json> series = {Series(catalog::kBackupLastSuccess, "daily", 0),
                                    Series(catalog::kBackupDeadline, "daily", 49 * 3600)};
  EXPECT_EQ(Answers(series,
                    {ColorIs("daily", "24h59m", green), ColorIs("daily", "25h1m", yellow),
                     ColorIs("daily", "47h59m", yellow), ColorIs("daily", "48h1m", red)},
                    kRecords),
            "");
}

TEST(DashboardQueriesTest, AWeeklyBackupIsGreenOnItsSecondDay) {
  const std::vector<json> series = {Series(catalog::kBackupLastSuccess, "weekly", 0),
                                    Series(catalog::kBackupDeadline, "weekly", (14 * 24 + 1) * 3600)};
  EXPECT_EQ(Answers(series, {ColorIs("weekly", "48h", 2)}, kRecords), "");
}

TEST(DashboardQueriesTest, ABackupWithoutDeadlineIsGray) {
  EXPECT_EQ(
      Answers({Series(catalog::kBackupLastSuccess, "paused", 0)}, {ColorIs("paused", "48h", 3)}, kRecords),
      "");
}

void Replace(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

TEST(DashboardQueriesTest, APersonCanReadEveryQuery) {
  for (const auto& [path, text] : DashboardFiles({})) {
    const json dashboard = json::parse(text);
    for (const json& panel : PanelsOf(dashboard))
      for (const json& target : panel.value("targets", json::array()))
        EXPECT_LE(target["expr"].get<std::string>().size(), 400u) << panel["title"] << ": " << target["expr"];
  }
}

// Every query and annotation as it stands in the files, each as a recording rule.
json AsRules(const GeneratorSettings& settings) {
  json rules = json::array();
  const auto add = [&](std::string expr) {
    Replace(expr, "$__rate_interval", "5m");
    rules.push_back({{"record", fmt::format("query:{}", rules.size())}, {"expr", expr}});
  };
  for (const auto& [path, text] : DashboardFiles(settings)) {
    const json dashboard = json::parse(text);
    add(dashboard["annotations"]["list"][0]["expr"]);
    for (const json& panel : PanelsOf(dashboard))
      for (const json& target : panel.value("targets", json::array()))
        if (target["datasource"]["type"] == "prometheus") add(target["expr"]);
  }
  return {{"groups", {{{"name", "queries"}, {"rules", rules}}}}};
}

TEST(DashboardQueriesTest, PrometheusUnderstandsEveryQuery) {
  GeneratorSettings renamed;
  renamed.names.namespace_label = "exported_namespace";
  renamed.names.cluster_label = "";
  renamed.names.matchers = {{"job", "lastgood"}};
  renamed.names.namespaces = {"a.b", "c"};
  for (const GeneratorSettings& settings : {GeneratorSettings{}, renamed}) {
    const json rules = AsRules(settings);
    EXPECT_GT(rules["groups"][0]["rules"].size(), 80u);
    EXPECT_EQ(Complaints("check", "rules", rules), "");
  }
}

}  // namespace
}  // namespace lastgood
