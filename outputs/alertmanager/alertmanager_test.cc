#include "outputs/alertmanager/alertmanager.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "outputs/alertmanager/inhibit.h"
#include "outputs/alertmanager/plan.h"
#include "outputs/alertmanager/receivers.h"
#include "outputs/alertmanager/routes.h"
#include "rules/groups/all.h"
#include "tests/support/golden.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using namespace alertmanager;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kObject = "kubernetes/alertmanager-config/alertmanagerconfig-lastgood.yaml";

// The files in a folder, and amtool over them.
class Written {
 public:
  explicit Written(const GeneratorSettings& settings) {
    for (const auto& [path, text] : AlertmanagerFiles(settings)) folder_.Write(path, text);
    // The fragment as a user merges it: below a root that has another receiver.
    YAML::Node merged = YAML::LoadFile(folder_ / "alertmanager/route-lastgood.yaml");
    merged["route"]["receiver"] = "somebody-else";
    merged["receivers"].push_back(YAML::Load("{name: somebody-else}"));
    folder_.Write("alertmanager/merged.yaml", YAML::Dump(merged));
  }

  std::string Config(const std::string& name) const { return folder_ / ("alertmanager/" + name); }

  std::string Check(const std::string& name) const { return Run({"check-config", Config(name)}); }
  std::string Receivers(const std::string& name, const std::string& alert, std::string_view severity,
                        const std::string& app = "lastgood") const {
    return Run({"config", "routes", "test", "--config.file=" + Config(name), "alertname=" + alert,
                fmt::format("severity={}", severity), "system=cnpg", "namespace=shop", "app=" + app});
  }

 private:
  static std::string Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "amtool");
    Process amtool(arguments);
    const int code = amtool.Wait();
    EXPECT_NE(code, 127) << "amtool is not in PATH; ./dev test brings it";
    EXPECT_EQ(code, 0) << amtool.out << amtool.err;
    return amtool.out;
  }

  TempDir folder_;
};

GeneratorSettings Configured() {
  GeneratorSettings settings;
  settings.names.namespace_label = "exported_namespace";
  settings.names.cluster_label = "k8s_cluster";
  settings.receivers.slack = {"/run/secrets/slack", "#ops"};
  settings.receivers.pagerduty = {"/run/secrets/pagerduty"};
  settings.heartbeat = {};
  return settings;
}

// As the examples are, but meant.
GeneratorSettings EachReceiver() {
  GeneratorSettings settings;
  settings.receivers = PlanReceivers(settings).receivers;
  return settings;
}

std::string Expected(const Alert& alert) {
  if (alert.name == "Watchdog") return std::string(kHeartbeat) + "\n";
  return alert.severity == Severity::kCritical ? fmt::format("{},{}\n", kPager, kChat)
                                               : fmt::format("{}\n", kChat);
}

TEST(AlertmanagerTest, TheFilesAreTheGoldenOnes) {
  for (const auto& [path, text] : AlertmanagerFiles({})) ExpectGenerated(path, text);
  for (const auto& [path, text] : AlertmanagerConfigFiles(EachReceiver()))
    ExpectGolden("tests/golden/" + path, text);
}

TEST(AlertmanagerTest, AmtoolAcceptsTheConfigItsTemplatesAndTheMergedFragment) {
  const Written examples({}), configured(Configured());
  for (const Written* written : {&examples, &configured})
    for (const char* config : {"alertmanager.yaml", "merged.yaml"})
      EXPECT_THAT(written->Check(config), AllOf(HasSubstr("SUCCESS"), HasSubstr("1 templates")));
}

TEST(AlertmanagerTest, NobodyIsPagedWhoWasNotNamed) {
  for (const auto& [path, text] : AlertmanagerFiles({})) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with("#")) {
        EXPECT_THAT(line,
                    AllOf(Not(HasSubstr("example.com")), Not(HasSubstr("chat_id")), Not(HasSubstr("_file"))))
            << path;
      }
  }
}

TEST(AlertmanagerTest, EveryAlertReachesItsReceiver) {
  const Written written({});
  for (const Alert& alert : AllAlerts())
    for (const char* config : {"alertmanager.yaml", "merged.yaml"})
      EXPECT_EQ(written.Receivers(config, alert.name, ToString(alert.severity)), Expected(alert))
          << alert.name << " in " << config;
}

TEST(AlertmanagerTest, TheFragmentLeavesOtherAlertsToTheirReceiver) {
  const Written written({});
  for (const char* alert : {"KubePodCrashLooping", "BackupStale", "Watchdog"})
    EXPECT_EQ(written.Receivers("merged.yaml", alert, "critical", "shop"), "somebody-else\n") << alert;
}

TEST(AlertmanagerTest, OnlyWhatIsConfiguredIsWritten) {
  const std::string text = AlertmanagerFiles(Configured())["alertmanager/alertmanager.yaml"];
  EXPECT_THAT(text, AllOf(HasSubstr("api_url_file: /run/secrets/slack"), HasSubstr("channel: \"#ops\""),
                          HasSubstr("routing_key_file: /run/secrets/pagerduty"),
                          HasSubstr("group_by: [k8s_cluster, exported_namespace, namespace]"),
                          HasSubstr("Reaches nobody: generate.heartbeat_url is empty.")));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("telegram")), Not(HasSubstr("email")), Not(HasSubstr("example")),
                          Not(HasSubstr("webhook"))));
}

// Alertmanager 0.25 has no bot_token_file, so that only the example keeps to what it takes.
TEST(AlertmanagerTest, AConfiguredTelegramReadsItsTokenFromTheFile) {
  GeneratorSettings settings;
  settings.receivers.telegram = {"/run/secrets/telegram", -42};
  const std::string text = AlertmanagerFiles(settings)["alertmanager/alertmanager.yaml"];
  EXPECT_THAT(text, AllOf(HasSubstr("bot_token_file: /run/secrets/telegram\n"), HasSubstr("chat_id: -42\n"),
                          HasSubstr("# Alertmanager 0.25 (Debian 12) has no bot_token_file")));
}

TEST(AlertmanagerTest, AUrlThatIsASecretStaysInItsFile) {
  GeneratorSettings settings;
  settings.heartbeat = {"", "/run/secrets/heartbeat"};
  settings.receivers.webhook = {"", "/run/secrets/hook"};
  EXPECT_THAT(
      AlertmanagerFiles(settings)["alertmanager/alertmanager.yaml"],
      AllOf(HasSubstr("url_file: /run/secrets/heartbeat\n"), HasSubstr("url_file: /run/secrets/hook\n")));
  Files objects = AlertmanagerConfigFiles(settings);
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_THAT(objects.begin()->second,
              AllOf(HasSubstr("urlSecret:\n"), HasSubstr("key: heartbeat\n"), HasSubstr("key: hook\n"),
                    HasSubstr("--from-file=/run/secrets/heartbeat")));
}

TEST(AlertmanagerTest, NoSecretIsWrittenOut) {
  for (const Files& files : {AlertmanagerFiles({}), AlertmanagerConfigFiles(EachReceiver())})
    for (const auto& [path, text] : files)
      for (const char* secret :
           {"routing_key: ", "api_url: ", "auth_password: ", "routingKey: ", "botToken: "})
        EXPECT_THAT(text, Not(HasSubstr(secret))) << path;
}

TEST(AlertmanagerConfigTest, ExamplesAreNoObject) { EXPECT_TRUE(AlertmanagerConfigFiles({}).empty()); }

TEST(AlertmanagerConfigTest, SecretsAreKeysOfOneSecretNamedLikeTheFiles) {
  const YAML::Node object = YAML::Load(AlertmanagerConfigFiles(EachReceiver())[kObject]);
  const YAML::Node pager = object["spec"]["receivers"][1]["pagerdutyConfigs"][0];
  EXPECT_EQ(pager["routingKey"]["name"].as<std::string>(), kSecretName);
  EXPECT_EQ(pager["routingKey"]["key"].as<std::string>(), "pagerduty-routing-key");
  EXPECT_EQ(object["spec"]["route"]["routes"][1]["continue"].as<bool>(), true);
  EXPECT_EQ(object["spec"]["inhibitRules"].size(), InhibitRules({}).size());
}

}  // namespace
}  // namespace lastgood
