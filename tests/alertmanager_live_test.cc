// The generated config in a real Alertmanager: what arrives at the receivers, what is silenced, and whether
// every message renders.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "outputs/alertmanager/alertmanager.h"
#include "tests/support/monitoring.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;
using Labels = std::map<std::string, std::string>;

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, text.npos) << what << " is not in the config";
  return at == text.npos ? text : text.replace(at, what.size(), with);
}

// "BackupStale critical a"
std::string Short(const Json& labels) {
  return fmt::format("{} {} {}", labels.value("alertname", ""), labels.value("severity", ""),
                     labels.value("name", labels.value("bucket", labels.value("job", ""))));
}

TestServer::Reply Answer(const TestServer::Request& request) {
  // Slack's webhooks say so when all is well, and Alertmanager 0.28 looks.
  if (request.target.find("/slack") != std::string::npos) return {.body = "ok"};
  if (request.target.find("/sendMessage") == std::string::npos) return {};
  return {.body = R"({"ok":true,"result":{"message_id":1,"chat":{"id":1}}})"};
}

class AlertmanagerLiveTest : public testing::Test {
 protected:
  AlertmanagerLiveTest() : server_(&Answer), alertmanager_(WriteConfig()) {}

  // As generated, but for the addresses of the services, a shorter wait, and a token that 0.25 can take.
  std::string WriteConfig() {
    GeneratorSettings settings;
    settings.heartbeat = {server_.Url() + "/heartbeat"};
    settings.receivers.webhook = {server_.Url() + "/chat"};
    settings.receivers.slack = {folder_.Write("slack", server_.Url() + "/slack"), ""};
    settings.receivers.pagerduty = {folder_.Write("pagerduty", "key")};
    settings.receivers.telegram = {"/token", -42};
    Files files = AlertmanagerFiles(settings);
    std::string& config = files["alertmanager/alertmanager.yaml"];
    config = Replaced(Replaced(config, "group_wait: 30s", "group_wait: 1s"), "bot_token_file: /token",
                      "bot_token: \"1:x\"");
    config += fmt::format("global: {{telegram_api_url: \"{0}\", pagerduty_url: \"{0}/pagerduty\"}}\n",
                          server_.Url());
    for (const auto& [path, text] : files) folder_.Write(path, text);
    return folder_ / "alertmanager/alertmanager.yaml";
  }

  Json Ask(const std::string& method, const std::string& path, const std::string& body = "") {
    HttpRequest request{.method = method, .url = alertmanager_.Url() + path, .body = body};
    if (!body.empty()) request.headers = {{"Content-Type", "application/json"}};
    const Result<HttpResponse> response = http_->Do(request);
    if (!response.ok() || response->status != 200) return Json();
    Json answer = Json::parse(response->body, nullptr, false);
    return answer.is_discarded() ? Json(response->body) : answer;
  }

  // All at once, as soon as Alertmanager is there.
  void Fire(const std::vector<Labels>& alerts) {
    Json body = Json::array();
    for (Labels labels : alerts) {
      labels["app"] = "lastgood";
      body.push_back({{"labels", labels},
                      {"annotations",
                       {{"summary", "Summary."},
                        {"description", "It is " + labels.at("alertname") + "."},
                        {"runbook_url", "https://books/x.md"}}}});
    }
    ASSERT_TRUE(Eventually([&] { return !Ask("GET", "/api/v2/status").is_null(); }));
    ASSERT_FALSE(Ask("POST", "/api/v2/alerts", body.dump()).is_null());
  }

  // Alertmanager has looked at every alert; those that it holds back.
  std::set<std::string> Suppressed() {
    Json alerts;
    EXPECT_TRUE(Eventually([&] {
      alerts = Ask("GET", "/api/v2/alerts");
      return alerts.is_array() && !alerts.empty() &&
             std::none_of(alerts.begin(), alerts.end(),
                          [](const Json& alert) { return alert["status"]["state"] == "unprocessed"; });
    }));
    std::set<std::string> suppressed;
    for (const Json& alert : alerts)
      if (alert["status"]["state"] == "suppressed") suppressed.insert(Short(alert["labels"]));
    return suppressed;
  }

  std::vector<std::string> Bodies(const std::string& path) const {
    std::vector<std::string> bodies;
    for (const TestServer::Request& request : server_.requests())
      if (request.target.find(path) != std::string::npos) bodies.push_back(request.body);
    return bodies;
  }
  void Await(const std::string& path, std::size_t count) const {
    EXPECT_TRUE(Eventually([&] { return Bodies(path).size() >= count; })) << path;
  }
  // Of each notification of the chat's webhook, its alerts.
  std::set<std::set<std::string>> Chats() const {
    std::set<std::set<std::string>> chats;
    for (const std::string& body : Bodies("/chat")) {
      std::set<std::string> alerts;
      const Json notification = Json::parse(body);
      for (const Json& alert : notification["alerts"]) alerts.insert(Short(alert["labels"]));
      chats.insert(std::move(alerts));
    }
    return chats;
  }

  TempDir folder_;
  TestServer server_;
  Alertmanager alertmanager_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("test");
};

Labels Stale(const std::string& severity, const std::string& name_space, const std::string& name) {
  return {{"alertname", "BackupStale"}, {"severity", severity}, {"system", "cnpg"},
          {"namespace", name_space},    {"kind", "Cluster"},    {"name", name}};
}

TEST_F(AlertmanagerLiveTest, OneNotificationForEachNamespaceWithoutWhatIsSilenced) {
  Labels unprotected = Stale("critical", "blog", "c");
  unprotected["alertname"] = "Unprotected";
  const Labels nas = {
      {"alertname", "BackupStale"}, {"system", "host"}, {"job", "nas"}, {"severity", "critical"}};
  Labels laptop = nas;
  laptop["job"] = "laptop";
  laptop["severity"] = "warning";
  Fire({Stale("critical", "shop", "a"),
        Stale("warning", "shop", "a"),
        Stale("warning", "shop", "b"),
        Stale("critical", "blog", "c"),
        Stale("warning", "blog", "d"),
        unprotected,
        nas,
        laptop,
        {{"alertname", "BucketNearLimit"}, {"system", "s3"}, {"bucket", "x"}, {"severity", "warning"}},
        {{"alertname", "BucketFullSoon"}, {"system", "s3"}, {"bucket", "x"}, {"severity", "warning"}},
        {{"alertname", "BucketFullSoon"}, {"system", "s3"}, {"bucket", "y"}, {"severity", "warning"}},
        {{"alertname", "LastgoodAbsent"}, {"job", "lastgood"}, {"severity", "critical"}},
        {{"alertname", "LastgoodDown"}, {"job", "lastgood"}, {"severity", "critical"}}});
  Await("/chat", 3);
  EXPECT_EQ(Suppressed(),
            (std::set<std::string>{"BackupStale warning a", "BackupStale critical c",
                                   "BucketFullSoon warning x", "LastgoodDown critical lastgood"}));
  EXPECT_EQ(Bodies("/chat").size(), 3u);
  EXPECT_EQ(Chats(),
            (std::set<std::set<std::string>>{
                {"BackupStale critical a", "BackupStale warning b"},
                {"BackupStale warning d", "Unprotected critical c"},
                {"BackupStale critical nas", "BackupStale warning laptop", "BucketNearLimit warning x",
                 "BucketFullSoon warning y", "LastgoodAbsent critical lastgood"}}));
}

TEST_F(AlertmanagerLiveTest, TheHeartbeatArrivesAtOnceAndGoesNowhereElse) {
  Fire({{{"alertname", "Watchdog"}, {"severity", "none"}}, Stale("warning", "shop", "b")});
  Await("/heartbeat", 1);
  Await("/chat", 1);
  EXPECT_EQ(Chats(), (std::set<std::set<std::string>>{{"BackupStale warning b"}}));
  EXPECT_THAT(Bodies("/heartbeat").front(), HasSubstr("Watchdog"));
}

// A mail would need a server that speaks SMTP; its texts are rendered in messages_test.cc.
TEST_F(AlertmanagerLiveTest, EveryServiceIsSentAMessageThatRendered) {
  Fire({Stale("critical", "shop", "a")});
  for (const char* path : {"/chat", "/slack", "/pagerduty", "/sendMessage"}) Await(path, 1);
  const Json slack = Json::parse(Bodies("/slack").front())["attachments"][0];
  EXPECT_EQ(slack["title"], "CRITICAL BackupStale in shop (cnpg)");
  EXPECT_EQ(slack["color"], "danger");
  EXPECT_THAT(slack["text"].get<std::string>(),
              AllOf(HasSubstr("Summary.\n- critical: It is BackupStale. Since "), HasSubstr("|Runbook>")));
  const Json pager = Json::parse(Bodies("/pagerduty").front());
  EXPECT_EQ(pager["payload"]["summary"], "CRITICAL BackupStale in shop (cnpg)");
  EXPECT_EQ(pager["payload"]["group"], "shop");
  EXPECT_EQ(pager["links"][0]["href"], "https://books/x.md");
  EXPECT_THAT(Bodies("/sendMessage").front(),
              AllOf(HasSubstr("-42"), HasSubstr("HTML"), HasSubstr("BackupStale in shop (cnpg)")));
  for (const TestServer::Request& request : server_.requests())
    EXPECT_THAT(request.body, Not(HasSubstr("no value"))) << request.target;
  // Alertmanager 0.28 counts by `reason` too: one line for each.
  const std::string metrics = Ask("GET", "/metrics").get<std::string>();
  for (const char* service : {"slack", "pagerduty", "telegram", "webhook"}) {
    const std::string failed =
        fmt::format("alertmanager_notifications_failed_total\\{{integration=\"{}\"[^}}]*\\}} ", service);
    EXPECT_THAT(metrics, ContainsRegex(failed + "0\n"));
    EXPECT_THAT(metrics, Not(ContainsRegex(failed + "[1-9]")));
  }
}

}  // namespace
}  // namespace lastgood
