// What the queries answer, asked of Prometheus' own promtool.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "dashboards/asking.h"
#include "dashboards/dashboards.h"
#include "dashboards/files.h"
#include "dashboards/judgement.h"
#include "rules/groups/backup.h"
#include "rules/groups/restore.h"
#include "rules/groups/rewrite.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using nlohmann::json;
using namespace promql;

// "" when promtool is content.
std::string Complaints(const std::string& verb, const std::string& what, const json& file) {
  TempDir folder;
  Process promtool({"promtool", verb, what, folder.Write("file.yaml", file.dump())});
  const int code = promtool.Wait();
  return code == 0 ? "" : promtool.out + promtool.err;
}

// A series that keeps its value, of the object `name` as the process `instance` reads it.
json Series(const std::string& metric, const std::string& name, double value, const std::string& more = "",
            const std::string& instance = "a") {
  return {
      {"series", fmt::format(R"({}{{job="lastgood",instance="{}",system="cnpg",namespace="n",kind="Cluster",)"
                             R"(name="{}"{}}})",
                             metric, instance, name, more)},
      {"values", fmt::format("{}+0x3000", value)}};
}
json Series(const MetricInfo& metric, const std::string& name, double value, const std::string& more = "",
            const std::string& instance = "a") {
  return Series(std::string(metric.name), name, value, more, instance);
}

std::string ObjectLabels(const std::string& name) {
  return fmt::format(R"({{system="cnpg",namespace="n",kind="Cluster",name="{}"}})", name);
}

json Expect(const std::string& expr, const std::string& when, const json& samples) {
  return {{"expr", expr}, {"eval_time", when}, {"exp_samples", samples}};
}

std::string Answers(const std::vector<json>& series, const std::vector<json>& expected) {
  const json tests = {{{"interval", "1m"}, {"input_series", series}, {"promql_expr_test", expected}}};
  return Complaints("test", "rules", {{"tests", tests}});
}

struct Example {
  std::string name, state;
  std::vector<json> series;
};

// Read at 3600 with a backup from 1800 and another due by 7200, but for what the example says.
std::vector<Example> Examples() {
  using namespace catalog;
  const auto late = [](const std::string& name, double deadline, double critical) {
    return std::vector{Series(kBackupDeadline, name, deadline),
                       Series(kBackupCriticalDeadline, name, critical),
                       Series(kBackupLastSuccess, name, 500)};
  };
  const auto good = [](const std::string& name, json more) {
    return std::vector{Series(kBackupDeadline, name, 7200), Series(kBackupLastSuccess, name, 1800),
                       std::move(more)};
  };
  return {
      {"good", "GOOD", good("good", Series(kObjectCreated, "good", 0))},
      {"late", "OVERDUE", late("late", 3000, 9000)},
      {"critical", "OVERDUE, CRITICAL", late("critical", 2000, 3000)},
      {"never",
       "NEVER BACKED UP",
       {Series(kBackupDeadline, "never", 3000), Series(kBackups, "never", 0, ",status=\"completed\"")}},
      {"failing", "FAILING", good("failing", Series(kBackupLastFailure, "failing", 2000))},
      {"bare", "UNPROTECTED", {Series(kObjectProtected, "bare", 0, ",reason=\"no_policy\"")}},
      {"paused", "SUSPENDED", {Series(kObjectProtected, "paused", 0, ",reason=\"suspended\"")}},
      {"no-wal", "NO WAL ARCHIVED", good("no-wal", Series(kWalArchiving, "no-wal", 0))},
      {"broken", "NOT RESTORABLE",
       good("broken", Series(kProvenRestorable, "broken", 0, ",proof=\"listing\""))},
      {"drill", "DRILL FAILED", good("drill", Series(kRestoreTestLastFailure, "drill", 2000))},
      {"undrilled", "DRILL LATE", good("undrilled", Series(kRestoreTestDeadline, "undrilled", 3000))},
      {"stuck", "STUCK", good("stuck", Series(kBackupRunningDeadline, "stuck", 3000))},
      {"shrunk",
       "SHRUNK",
       {Series(kBackupLastSuccessSize, "shrunk", 10), Series(kBackupTypicalSize, "shrunk", 100)}},
      {"short",
       "WINDOW SHORT",
       {Series(kRecoveryWindowStart, "short", 3000), Series(kRetention, "short", 3000),
        Series(kObjectCreated, "short", 0)}},
      {"meant",
       "ON PURPOSE",
       {Series(kObjectProtected, "meant", 1, ",reason=\"ignored\""), Series(kBackupLastFailure, "meant", 9)}},
      {"unseen", "CANNOT TELL", {Series(kBackupDeadline, "unseen", 3000)}},
      // The frozen replica knows neither the new deadline nor that the object is protected by now.
      {"twice",
       "GOOD",
       {Series(kBackupDeadline, "twice", 7200), Series(kBackupDeadline, "twice", 500, "", "b"),
        Series(kBackupLastSuccess, "twice", 1800),
        Series(kObjectProtected, "twice", 0, ",reason=\"no_policy\"", "b")}},
  };
}

constexpr int kAtRisk = 13;

std::vector<json> SeriesOfExamples() {
  std::vector<json> all;
  for (const Example& example : Examples()) {
    all.insert(all.end(), example.series.begin(), example.series.end());
    const double observed = example.name == "unseen" ? 2000 : 3600;
    all.push_back(Series(catalog::kObjectObserved, example.name, observed));
  }
  all.push_back(Series(catalog::kObjectObserved, "twice", 600, "", "b"));
  return all;
}

double NumberOf(const std::string& word) {
  for (const Mapping& mapping : StateWords({}))
    if (mapping.text == word) return mapping.value;
  ADD_FAILURE() << "no state is called " << word;
  return 0;
}

std::string Text(const NodePtr& node) { return ToLine(*node, {}); }

// The alerts about objects, as expressions that need no records.
std::vector<Alert> ObjectAlerts() {
  std::vector<Alert> alerts;
  for (const RuleGroup& group : {BackupGroup({}), RestoreGroup({})})
    for (const Rule& rule : group.rules)
      if (const Alert& alert = std::get<Alert>(rule); alert.name != "ScheduleInvalid")
        alerts.push_back(alert);
  return alerts;
}

const std::string kOnObject = " on (system, namespace, kind, name) ";

TEST(DashboardQueriesTest, EachConditionIsAStateOfItsOwn) {
  json samples = json::array();
  for (const Example& example : Examples())
    samples.push_back({{"labels", ObjectLabels(example.name)}, {"value", NumberOf(example.state)}});
  EXPECT_EQ(Answers(SeriesOfExamples(), {Expect(Text(StateOf({}).node), "60m", samples)}), "");
}

TEST(DashboardQueriesTest, AtRiskIsWhatHasAnAlert) {
  const std::string at_risk = "(" + Text(StateOf({}).node) + " > 0)";
  std::vector<json> expected = {
      Expect("count(" + at_risk + ")", "60m", {{{"labels", "{}"}, {"value", kAtRisk}}})};
  std::string any;
  for (const Alert& alert : ObjectAlerts()) {
    const std::string firing = "(" + Text(WithoutRecords(alert.expr)) + ")";
    any += (any.empty() ? "" : " or") + (any.empty() ? "" : kOnObject) + firing;
    expected.push_back(Expect(firing + " unless" + kOnObject + at_risk, "60m", json::array()));
  }
  expected.push_back(Expect(at_risk + " unless" + kOnObject + "(" + any + ")", "60m", json::array()));
  EXPECT_EQ(Answers(SeriesOfExamples(), expected), "");
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
  EXPECT_EQ(
      Answers(SeriesOfExamples(), {counts("At risk", kAtRisk), counts("Overdue", 3), counts("Failing", 1),
                                   counts("Unprotected", 1), counts("Cannot tell", 1)}),
      "");
}

TEST(DashboardQueriesTest, WithoutLastgoodNoTileSaysZero) {
  std::vector<json> expected;
  for (const char* panel :
       {"At risk", "Overdue", "Failing", "Unprotected", "Sources failing", "Cannot tell", "Other problems"})
    expected.push_back(Expect(QueryOf("lastgood-posture", panel), "60m", json::array()));
  EXPECT_EQ(Answers({}, expected), "");
}

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
  EXPECT_EQ(Answers(series, {ColorIs("daily", "24h59m", green), ColorIs("daily", "25h1m", yellow),
                             ColorIs("daily", "47h59m", yellow), ColorIs("daily", "48h1m", red)}),
            "");
}

TEST(DashboardQueriesTest, AWeeklyBackupIsGreenOnItsSecondDay) {
  const std::vector<json> series = {Series(catalog::kBackupLastSuccess, "weekly", 0),
                                    Series(catalog::kBackupDeadline, "weekly", (14 * 24 + 1) * 3600)};
  EXPECT_EQ(Answers(series, {ColorIs("weekly", "48h", 2)}), "");
}

TEST(DashboardQueriesTest, ABackupWithoutDeadlineIsGray) {
  EXPECT_EQ(Answers({Series(catalog::kBackupLastSuccess, "paused", 0)}, {ColorIs("paused", "48h", 3)}), "");
}

TEST(DashboardQueriesTest, JobsAreOkFailedOrWithoutAnyBackup) {
  const std::string name = "Status per job";
  const auto is = [](const std::string& object, int value) {
    return Expect("(" + QueryOf("lastgood-storage", "Status per job") + ") and" + kOnObject +
                      "lastgood_object_observed_timestamp_seconds{name=\"" + object + "\"}",
                  "60m", {{{"labels", ObjectLabels(object)}, {"value", value}}});
  };
  EXPECT_EQ(Answers(SeriesOfExamples(), {is("good", 0), is("failing", 2), is("never", 1)}), "");
}

void Replace(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
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
    for (const json& panel : dashboard["panels"])
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
