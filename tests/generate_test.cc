// `lastgood generate` and `verify` as users run them: a real Prometheus and a real Alertmanager load what was
// written, and the demo's alerts are those that `check` finds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <regex>

#include "base/coding.h"
#include "base/time.h"
#include "dashboards/dashboard.h"
#include "dashboards/dashboards.h"
#include "dashboards/exceptions.h"
#include "net/s3/sigv4.h"
#include "tests/support/demo.h"
#include "tests/support/monitoring.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using Names = std::set<std::string>;

// A line for each condition: "BackupStale critical cnpg shop Cluster carts".
std::string Line(const nlohmann::json& at, const std::string& condition, const std::string& severity) {
  std::string name = at.value("name", at.value("bucket", at.value("logs", at.value("component", ""))));
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

bool Includes(const Names& all, const Names& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
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
  // Alertmanager's waits are for people; a test has seconds.
  static std::string Impatient(const std::string& config) {
    std::ostringstream text;
    text << std::ifstream(config).rdbuf();
    const std::string out =
        std::regex_replace(text.str(), std::regex("(group_wait|group_interval): [0-9]+[sm]"), "$1: 1s");
    std::ofstream(config) << out;
    return config;
  }

  void ExpectVerified(const PrometheusServer& prometheus, const Alertmanager& alertmanager) {
    Process verify({LASTGOOD_BINARY, "verify", "--config", demo_.config(), "--prometheus", prometheus.Url(),
                    "--alertmanager", alertmanager.Url()});
    EXPECT_EQ(verify.Wait(), 0) << verify.out << verify.err;
    EXPECT_THAT(verify.out, HasSubstr("None of the "));
    EXPECT_THAT(verify.out, HasSubstr("can fire, goes to "));
  }

  static bool IsExcused(const Dashboard& dashboard, const PanelQuery& query) {
    return std::any_of(EmptyOnTheDemo().begin(), EmptyOnTheDemo().end(),
                       [&](const Exception& exception) { return exception.IsAbout(dashboard, query); });
  }

  static void ExpectEveryPanelHasData(const PrometheusServer& prometheus) {
    GeneratorSettings settings;
    settings.everything = false;
    settings.collectors = {"cnpg", "longhorn", "s3", "loki", "workloads", "components"};
    for (const Dashboard& dashboard : Dashboards(settings))
      for (const PanelQuery& query : QueriesOf(dashboard, settings)) {
        const std::string text = promql::ToLine(*query.expr, query.names);
        const bool empty = prometheus.Data("/api/v1/query?query=" + PercentEncode(text))["result"].empty();
        EXPECT_EQ(empty, IsExcused(dashboard, query)) << dashboard.uid << " " << query.panel << ": " << text;
      }
  }

  // One cluster, backed up an hour ago and due tomorrow.
  static std::string FixedManifests() {
    const Time now = SystemClock().Now();
    const std::string start = FormatRfc3339(now - std::chrono::hours(1));
    return fmt::format(
        "{{kind: Cluster, apiVersion: postgresql.cnpg.io/v1, metadata: {{name: carts, namespace: shop, "
        "creationTimestamp: \"2026-01-01T00:00:00Z\"}}, spec: {{instances: 1}}}}\n---\n"
        "{{kind: ScheduledBackup, apiVersion: postgresql.cnpg.io/v1, metadata: {{name: daily, namespace: "
        "shop, "
        "creationTimestamp: \"2026-01-01T00:00:00Z\"}}, spec: {{schedule: \"0 0 2 * * *\", cluster: {{name: "
        "carts}}}}}}\n---\n"
        "{{kind: Backup, apiVersion: postgresql.cnpg.io/v1, metadata: {{name: daily-1, namespace: shop, "
        "creationTimestamp: \"{0}\"}}, spec: {{cluster: {{name: carts}}}}, status: {{phase: completed, "
        "startedAt: \"{0}\", stoppedAt: \"{0}\"}}}}\n",
        start);
  }

  static std::string TargetOf(const Serving& serving) { return serving.url.substr(serving.url.find("127")); }

  Demo demo_;
};

// What Alertmanager has sent to the webhook: "BackupStale firing".
Names Arrived(const TestServer& webhook) {
  Names lines;
  for (const TestServer::Request& request : webhook.requests()) {
    const nlohmann::json body = nlohmann::json::parse(request.body, nullptr, false);
    if (body.is_object() && body.contains("alerts"))
      for (const auto& alert : body["alerts"])
        lines.insert(
            fmt::format("{} {}", std::string(alert["labels"]["alertname"]), std::string(alert["status"])));
  }
  return lines;
}

// Its alertnames, each with the status.
Names NamesIn(const Names& lines, const std::string& status) {
  Names names;
  for (const std::string& line : lines) names.insert(line.substr(0, line.find(' ')) + " " + status);
  return names;
}

TEST_F(GenerateTest, BracesInNamesMakeNoRuleThatPrometheusRefuses) {
  const std::string name = "'{{ $x }} {{ {'";
  Configure("generate:\n  job: " + name + "\n  release: " + name + "\n  runbook_url: " + name +
            "\n  labels: {team: " + name +
            ", area: '{{ $labels.namespace }}'}\n  disaster_recovery: {cluster: " + name +
            ", namespace: " + name + "}\n  discarded_logs: {ignore_reasons: [" + name +
            "]}\n  systems: [cnpg, velero, "
            "k8up, volsync, longhorn, s3, loki, jobs]\n");
  const std::string out = Generate("rules");
  std::vector<std::string> command = {"promtool", "check", "rules"};
  for (const auto& entry : std::filesystem::directory_iterator(out + "/rules"))
    if (entry.path().extension() == ".yaml") command.push_back(entry.path().string());
  ASSERT_GT(command.size(), 5u);
  Process promtool(command);
  EXPECT_EQ(promtool.Wait(), 0) << promtool.out << promtool.err;
}

TEST_F(GenerateTest, TheDemosAlertsAreWhatCheckFindsAndArriveAndResolve) {
  const TestServer webhook([](const TestServer::Request&) { return TestServer::Reply{}; });
  Configure(
      fmt::format("generate: {{max_for: 0s, keep_firing_for: 0s, interval: 1s,\n"
                  "  heartbeat_url: \"{0}/heartbeat\", receivers: {{webhook: {{url: \"{0}/chat\"}}}}}}\n",
                  webhook.Url()));
  const std::string out = Generate("all");
  const Alertmanager alertmanager(Impatient(out + "/alertmanager/alertmanager.yaml"));
  const Serving serving(demo_.config());
  serving.AwaitReady();
  const PrometheusServer prometheus(TargetOf(serving), out + "/rules/*.yaml", alertmanager.target());
  Names unwell;
  ASSERT_TRUE(Eventually([&] { return prometheus.Evaluated(unwell); }));
  EXPECT_THAT(unwell, IsEmpty());
  const Names found = Found(demo_.config());
  EXPECT_GT(found.size(), 15u);
  Eventually([&] { return Firing(prometheus) == found; });
  EXPECT_EQ(Firing(prometheus), found);
  const auto alerts = prometheus.Data("/api/v1/alerts");
  for (const auto& alert : alerts["alerts"])
    EXPECT_EQ(alert["annotations"].dump().find("<error"), std::string::npos) << alert["annotations"];
  Names awaited = NamesIn(found, "firing");
  awaited.insert("Watchdog firing");
  Eventually([&] { return Includes(Arrived(webhook), awaited); });
  EXPECT_THAT(Arrived(webhook), IsSupersetOf(awaited));
  ExpectVerified(prometheus, alertmanager);
  ExpectEveryPanelHasData(prometheus);

  // At another place, since a reload forgets nothing of the same one.
  demo_.folder().Write("demo/fixed/fixed.yaml", FixedManifests());
  demo_.folder().Write("demo/lastgood.yaml", "kubernetes: {folder: " + demo_.folder() / "demo/fixed" + "}\n");
  serving.process->Signal(SIGHUP);
  EXPECT_TRUE(Eventually([&] { return Firing(prometheus).empty(); }));
  EXPECT_THAT(Firing(prometheus), IsEmpty());
  EXPECT_TRUE(Eventually([&] { return Includes(Arrived(webhook), NamesIn(found, "resolved")); }));
  EXPECT_THAT(Arrived(webhook), IsSupersetOf(NamesIn(found, "resolved")));
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
