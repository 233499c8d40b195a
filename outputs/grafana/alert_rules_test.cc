#include "outputs/grafana/alert_rules.h"

#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "rules/groups/all.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

YAML::Node File(const GeneratorSettings& settings) {
  return YAML::Load(GrafanaAlertFiles(settings)["grafana/provisioning/alerting/lastgood.yaml"]);
}

std::vector<YAML::Node> RulesOf(const YAML::Node& file) {
  std::vector<YAML::Node> rules;
  for (const YAML::Node& group : file["groups"])
    for (const YAML::Node& rule : group["rules"]) rules.push_back(rule);
  return rules;
}

// But for the one that always fires, for an Alertmanager's heartbeat.
TEST(GrafanaAlertTest, EachAlertIsARuleWithATitleAndAnIdentityOfItsOwn) {
  std::set<std::string> titles, ids;
  const std::vector<YAML::Node> rules = RulesOf(File({}));
  for (const YAML::Node& rule : rules) {
    titles.insert(rule["title"].as<std::string>());
    ids.insert(rule["uid"].as<std::string>());
    EXPECT_LE(rule["uid"].as<std::string>().size(), 40U);
  }
  EXPECT_EQ(titles.size(), rules.size());
  EXPECT_EQ(ids.size(), rules.size());
  EXPECT_EQ(rules.size(), AllAlerts().size() - 1);
}

// The last of the three nodes decides: what the query yields fires, whatever its number.
TEST(GrafanaAlertTest, WhateverTheQueryYieldsFires) {
  for (const YAML::Node& rule : RulesOf(File({}))) {
    const YAML::Node data = rule["data"];
    ASSERT_EQ(data.size(), 3U);
    EXPECT_EQ(rule["condition"].as<std::string>(), data[2]["refId"].as<std::string>());
    EXPECT_EQ(data[2]["model"]["expression"].as<std::string>(), data[1]["refId"].as<std::string>());
    EXPECT_THAT(data[1]["model"]["expression"].as<std::string>(), HasSubstr("is_nan($query)"));
    EXPECT_EQ(data[0]["datasourceUid"].as<std::string>(), GeneratorSettings().prometheus.uid);
    EXPECT_EQ(rule["noDataState"].as<std::string>(), "OK");
  }
}

TEST(GrafanaAlertTest, ValuesAndLabelsAreSpelledAsGrafanaReadsThem) {
  GeneratorSettings settings;
  settings.labels = {{"team", "{{ $labels.namespace }}"}};
  UseExternalUrl(settings, "https://ops.example");
  for (const YAML::Node& rule : RulesOf(File(settings))) {
    const std::string description = rule["annotations"]["description"].as<std::string>();
    EXPECT_THAT(description, Not(HasSubstr("$value ")));
    EXPECT_EQ(rule["labels"]["team"].as<std::string>(), "{{ $$labels.namespace }}") << "a file's variables";
    EXPECT_THAT(rule["annotations"]["page_url"].as<std::string>(), HasSubstr("https://ops.example/"));
  }
}

TEST(GrafanaAlertTest, AsObjectsTheyLieInAFolderOfTheirs) {
  const Files files = GrafanaAlertRuleGroupFiles({});
  const YAML::Node folder = YAML::Load(files.at("kubernetes/grafana-alerting/grafanafolder.yaml"));
  for (const auto& [path, text] : files) {
    const YAML::Node object = YAML::Load(text);
    if (object["kind"].as<std::string>() != "GrafanaAlertRuleGroup") continue;
    EXPECT_EQ(object["spec"]["folderRef"].as<std::string>(), folder["metadata"]["name"].as<std::string>());
    EXPECT_GT(object["spec"]["rules"].size(), 0U) << path;
    EXPECT_THAT(text, Not(HasSubstr("$$"))) << "an object's variables";
  }
}

}  // namespace
}  // namespace lastgood
