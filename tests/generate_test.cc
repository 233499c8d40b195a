// `lastgood generate` and `verify` as users run them: a real Prometheus and a real Alertmanager load what was
// written, and the demo's alerts are those that `check` finds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/demo.h"
#include "tests/support/monitoring.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Names = std::set<std::string>;

// A line for each condition: "BackupStale critical cnpg shop Cluster carts".
std::string Line(const nlohmann::json& at, const std::string& condition, const std::string& severity) {
  std::string name = at.value("name", at.value("bucket", at.value("logs", "")));
  return fmt::format("{} {} {} {} {}", condition, severity, at.value("system", ""), at.value("namespace", ""),
                     name);
}

// What `check` finds that an alert covers. Of one thing's findings of one condition, each severity once.
Names Found(const std::string& config) {
  Process check({LASTGOOD_BINARY, "check", "--config", config, "-o", "json"});
  check.Wait();
  Names lines;
  const nlohmann::json report = nlohmann::json::parse(check.out);
  for (const auto& row : report["rows"])
    for (const auto& finding : row["findings"])
      if (finding["level"] == "critical" || finding["level"] == "warning")
        lines.insert(Line(row, finding["condition"], finding["level"]));
  return lines;
}

// What fires; a warning beside a critical alert of the same name is what Alertmanager inhibits.
Names Firing(const PrometheusServer& prometheus) {
  Names lines;
  const nlohmann::json alerts = prometheus.Data("/api/v1/alerts").value("alerts", nlohmann::json::array());
  for (const auto& alert : alerts)
    if (alert["state"] == "firing" && alert["labels"]["alertname"] != "Watchdog")
      lines.insert(Line(alert["labels"], alert["labels"]["alertname"], alert["labels"]["severity"]));
  Names kept;
  for (const std::string& line : lines) {
    std::string critical = line;
    const std::size_t warning = line.find(" warning ");
    if (warning != line.npos) critical.replace(warning, 9, " critical ");
    if (warning == line.npos || !lines.contains(critical)) kept.insert(line);
  }
  return kept;
}

class GenerateTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(demo_.rendered()); }

  // Appends to the demo's config.
  void Configure(const std::string& more) { std::ofstream(demo_.config(), std::ios::app) << more; }
  std::string Generate(const std::string& what) {
    const std::string out = demo_.folder() / "generated";
    Process generate({LASTGOOD_BINARY, "generate", what, "--config", demo_.config(), "--out", out});
    EXPECT_EQ(generate.Wait(), 0) << generate.err;
    return out;
  }
  static std::string TargetOf(const Serving& serving) { return serving.url.substr(serving.url.find("127")); }

  Demo demo_;
};

TEST_F(GenerateTest, TheDemosAlertsAreWhatCheckFindsAndNoOthers) {
  Configure("generate: {max_for: 0s, keep_firing_for: 0s, interval: 1s}\n");
  const std::string out = Generate("rules");
  const Serving serving(demo_.config());
  serving.AwaitReady();
  const PrometheusServer prometheus(TargetOf(serving), out + "/rules/*.yaml");
  Names unwell;
  ASSERT_TRUE(Eventually([&] { return prometheus.Evaluated(unwell); }));
  EXPECT_THAT(unwell, IsEmpty());
  const Names found = Found(demo_.config());
  EXPECT_GT(found.size(), 15u);
  Eventually([&] { return Firing(prometheus) == found; });
  EXPECT_EQ(Firing(prometheus), found);
  for (const auto& alert : prometheus.Data("/api/v1/alerts")["alerts"])
    EXPECT_EQ(alert["annotations"].dump().find("<error"), std::string::npos) << alert["annotations"];
}

TEST_F(GenerateTest, AMistakeInItsSettingsIsOneLine) {
  Configure("generate: {max_fro: 0s}\n");
  Process generate({LASTGOOD_BINARY, "generate", "--config", demo_.config(), "--out", demo_.folder() / "x"});
  EXPECT_EQ(generate.Wait(), 2);
  EXPECT_THAT(generate.err, HasSubstr("did you mean \"max_for\"?"));
}

TEST_F(GenerateTest, AnAlertThatDoesNotExistIsAMistakeInTheSettings) {
  Configure("generate: {disabled: [BackupStall]}\n");
  Process generate({LASTGOOD_BINARY, "generate", "--config", demo_.config(), "--out", demo_.folder() / "x"});
  EXPECT_EQ(generate.Wait(), 2);
  EXPECT_THAT(generate.err,
              HasSubstr("BackupStall is not an alert of lastgood, did you mean \"BackupStale\"?"));
}

TEST_F(GenerateTest, AFolderThatCannotBeWrittenIsAPlainError) {
  const std::string file = demo_.folder().Write("file", "");
  Process generate({LASTGOOD_BINARY, "generate", "rules", "--config", demo_.config(), "--out", file});
  EXPECT_EQ(generate.Wait(), 2);
  EXPECT_THAT(generate.err, HasSubstr("cannot be written"));
}

TEST_F(GenerateTest, SourcesAndSecretsNeedNotBeThere) {
  demo_.folder().Write(
      "demo/lastgood.yaml",
      "kubernetes: {kubeconfig: /nowhere/config}\n"
      "buckets: {backups: {url: \"s3://backups\", endpoint: \"http://127.0.0.1:1\", limit: 1GiB,\n"
      "  credentials: {access_key_file: /nowhere/a, secret_key_file: /nowhere/s}}}\n");
  EXPECT_NE(Generate("all"), "");
}

}  // namespace
}  // namespace lastgood
