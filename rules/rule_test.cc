#include "rules/rule.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "rules/groups/all.h"
#include "rules/stories/all.h"
#include "rules/stories/render_tests.h"
#include "rules/stories/scenario.h"
#include "tests/support/golden.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

// Every file of the generator's rules, written into a folder.
class Written {
 public:
  explicit Written(const GeneratorSettings& settings) {
    for (Files files : {RuleFiles(settings), RuleTestFiles(settings)})
      for (const auto& [path, text] : files) paths_.push_back(folder_.Write(path, text));
  }
  // Those whose path holds `part`.
  std::vector<std::string> Paths(const std::string& part, bool with = true) const {
    std::vector<std::string> paths;
    for (const std::string& path : paths_)
      if ((path.find(part) != std::string::npos) == with) paths.push_back(path);
    return paths;
  }

 private:
  TempDir folder_;
  std::vector<std::string> paths_;
};

void ExpectPromtool(std::vector<std::string> arguments, const std::vector<std::string>& files) {
  ASSERT_FALSE(files.empty());
  arguments.insert(arguments.begin(), "promtool");
  arguments.insert(arguments.end(), files.begin(), files.end());
  Process promtool(arguments);
  const int code = promtool.Wait();
  ASSERT_NE(code, 127) << "promtool is not in PATH; ./dev test brings it";
  EXPECT_EQ(code, 0) << promtool.out << promtool.err;
}

// Every setting that changes an expression or a label.
GeneratorSettings Unusual() {
  GeneratorSettings settings;
  settings.names = {"exported_namespace", "k8s_cluster", {{"env", "prod"}}, {"team-a", "team.b"}};
  settings.job = "backups";
  settings.max_for = std::chrono::minutes(2);
  settings.keep_firing_for = std::chrono::minutes(0);
  settings.interval = std::chrono::seconds(30);
  settings.severities = {{"BackupFailed", "info"}};
  settings.disabled = {"BackupShrunk"};
  settings.labels = {{"team", "platform"}};
  settings.thresholds.bucket_warning = 0.8;
  settings.disaster_recovery_namespace = "dr";
  return settings;
}

TEST(RuleTest, PromtoolAcceptsEveryGroup) {
  ExpectPromtool({"check", "rules"}, Written({}).Paths("/tests/", false));
  ExpectPromtool({"check", "rules"}, Written(Unusual()).Paths("/tests/", false));
}

class RuleStories : public testing::TestWithParam<std::string> {};

TEST_P(RuleStories, GoAsTold) {
  const Written written({});
  ExpectPromtool({"test", "rules"}, written.Paths("/tests/" + GetParam()));
}

std::vector<std::string> StoryFiles() {
  std::vector<std::string> names;
  for (const auto& [path, text] : RuleTestFiles({})) names.push_back(std::filesystem::path(path).filename());
  return names;
}

std::string StoryName(const testing::TestParamInfo<std::string>& info) {
  return std::regex_replace(info.param, std::regex("[^a-z0-9]"), "_");
}

INSTANTIATE_TEST_SUITE_P(Of, RuleStories, testing::ValuesIn(StoryFiles()), StoryName);

TEST(RuleTest, TheStoriesHoldForUnusualSettingsToo) {
  GeneratorSettings settings = Unusual();
  settings.disaster_recovery_namespace = "";
  const Written written(settings);
  for (const char* group :
       {"lastgood-restore", "lastgood-self", "lastgood-storage.rules.test", "cnpg-disaster"})
    ExpectPromtool({"test", "rules"}, written.Paths(std::string("/tests/") + group));
}

TEST(RuleTest, TheStoriesHoldForAlertsOfNamespacesToo) {
  GeneratorSettings settings;
  settings.per_namespace = true;
  ExpectPromtool({"test", "rules"}, Written(settings).Paths("/tests/lastgood-restore"));
}

std::string Key(const std::string& alert, Severity severity) {
  return fmt::format("{} {}", alert, ToString(severity));
}

TEST(RuleTest, EveryAlertHasAStoryInWhichItFiresAndOneInWhichItIsSilent) {
  std::set<std::string> firing, recovering, silent;
  for (const Scenario& scenario : AllScenarios({})) {
    if (!scenario.firing()) silent.insert(scenario.alert());
    if (scenario.firing()) firing.insert(Key(scenario.alert(), scenario.firing()->severity));
    if (scenario.firing() && scenario.firing()->until) recovering.insert(scenario.alert());
  }
  for (const Alert& alert : AllAlerts()) {
    EXPECT_TRUE(firing.contains(Key(alert.name, alert.severity))) << Key(alert.name, alert.severity);
    if (alert.name == "Watchdog") continue;
    EXPECT_TRUE(silent.contains(alert.name)) << alert.name << " has no silent story";
    EXPECT_TRUE(recovering.contains(alert.name)) << alert.name << " never recovers in a story";
  }
}

TEST(RuleTest, EveryStoryIsAboutAnAlertThatExists) {
  std::set<std::string> names;
  for (const Alert& alert : AllAlerts()) names.insert(alert.name);
  for (const Scenario& scenario : AllScenarios({}))
    EXPECT_TRUE(names.contains(scenario.alert())) << scenario.alert();
}

TEST(RuleTest, NamesAndGroupsKeepToTheLimitsOfTheField) {
  for (const RuleGroup& group : RuleGroups({})) {
    EXPECT_LE(group.rules.size(), 20u) << group.name;
    for (const Rule& rule : group.rules) {
      const auto* alert = std::get_if<Alert>(&rule);
      if (alert == nullptr) continue;
      EXPECT_LE(alert->name.text().size(), 40u) << alert->name;
      EXPECT_TRUE(std::regex_match(std::string(alert->name), std::regex("[A-Z][A-Za-z]+"))) << alert->name;
      EXPECT_TRUE(alert->summary.ends_with('.')) << alert->name;
      EXPECT_EQ(alert->summary.find("{{"), std::string::npos) << alert->name << ": a summary is static";
    }
  }
}

TEST(RuleTest, APersonCanReadEveryRule) {
  for (const RuleGroup& group : RuleGroups({}))
    for (const Rule& rule : group.rules) {
      const std::string text = promql::ToLines(*ExprOf(rule), NamesOf(group, {}));
      EXPECT_LE(std::count(text.begin(), text.end(), '\n') + 1, 25) << group.name << ":\n" << text;
    }
}

TEST(RuleTest, ADescriptionNamesOnlyLabelsThatItsAlertHas) {
  for (const GeneratorSettings& settings : {GeneratorSettings(), Unusual()})
    for (const RuleGroup& group : RuleGroups(settings))
      for (const Rule& rule : group.rules) {
        const auto* alert = std::get_if<Alert>(&rule);
        if (alert == nullptr) continue;
        std::set<std::string> labels;
        const promql::Names names = NamesOf(group, settings);
        alert->labels.ForEach([&](Label label) { labels.insert(names.Of(label)); });
        for (const auto& [label, value] : alert->fixed_labels) labels.insert(label);
        const std::regex use("\\$labels\\.([a-z_]+)");
        for (std::sregex_iterator it(alert->description.begin(), alert->description.end(), use), end;
             it != end; ++it)
          EXPECT_TRUE(labels.contains((*it)[1])) << alert->name << " names " << (*it)[1];
      }
}

TEST(RuleTest, SystemsThatAreNotConfiguredProduceNoRules) {
  GeneratorSettings settings;
  settings.everything = false;
  settings.collectors = {"longhorn"};
  std::string all;
  for (const auto& [path, text] : RuleFiles(settings)) all += text;
  EXPECT_THAT(all, HasSubstr("LonghornVolumeFaulted"));
  for (const char* other : {"cnpg_", "loki_", "velero_", "lastgood_bucket_used", "lastgood_logs_ready"})
    EXPECT_EQ(all.find(other), std::string::npos) << other;
}

TEST(RuleTest, SettingsReachEveryRule) {
  std::string all;
  for (const auto& [path, text] : RuleFiles(Unusual())) all += text;
  EXPECT_THAT(all,
              HasSubstr("lastgood_wal_archiving{env=\"prod\",exported_namespace=~\"team-a|team\\\\.b\"}"));
  EXPECT_THAT(all, HasSubstr("by (k8s_cluster, system, exported_namespace, kind, name)"));
  EXPECT_THAT(all, HasSubstr("team: platform"));
  for (const char* absent : {"keep_firing_for", "alert: BackupShrunk", "for: 15m", "LastgoodLabelsRenamed"})
    EXPECT_EQ(all.find(absent), std::string::npos) << absent;
}

TEST(RuleTest, TwoConfigsInOnePrometheusReadTheirOwnRecords) {
  GeneratorSettings settings;
  settings.names.matchers = {{"env", "prod"}};
  settings.names.namespaces = {"a", "b"};
  const std::string text = RuleFiles(settings)["rules/lastgood-backup.rules.yaml"];
  EXPECT_THAT(text, HasSubstr("severity: warning\n          env: prod\n"));
  EXPECT_THAT(text, HasSubstr("lastgood:condition{condition=\"BackupFailed\",severity=\"warning\",env="
                              "\"prod\",namespace=~\"a|b|\"}"));
}

TEST(RuleTest, OfTwoSeveritiesOnlyTheMilderIsSet) {
  GeneratorSettings settings;
  settings.severities = {{"BackupStale", "info"}, {"Unprotected", "warning"}};
  std::multiset<std::string> severities;
  for (const RuleGroup& group : RuleGroups(settings))
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule); alert && !group.of_others)
        severities.insert(Key(alert->name, alert->severity));
  for (const char* expected : {"BackupStale info", "BackupStale critical", "Unprotected warning"})
    EXPECT_EQ(severities.count(expected), 1u) << expected;
}

TEST(RuleTest, AnAlertOfANamespaceCountsItsObjects) {
  GeneratorSettings settings;
  settings.per_namespace = true;
  const std::string text = RuleFiles(settings)["rules/lastgood-protection.rules.yaml"];
  EXPECT_THAT(text, HasSubstr("count by (cluster, system, namespace) ("));
  EXPECT_THAT(
      text,
      HasSubstr(
          "{{ $value }} {{ $labels.system }} objects in {{ $labels.namespace }}: Nothing backs this up."));
}

TEST(RuleTest, TheFilesAreAsTheyWere) {
  for (Files files : {RuleFiles({}), MimirRuleFiles({}), PrometheusRuleFiles({}), RuleConfigMapFiles({}),
                      RuleTestFiles({})})
    for (const auto& [path, text] : files) ExpectGenerated(path, text);
}

}  // namespace
}  // namespace lastgood
