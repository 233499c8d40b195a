#include "exporter/verify/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exporter/verify/verification.h"
#include "net/http/curl_http.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

// A Prometheus with nothing but what a test says: which metrics it has, and which queries yield something.
class Scripted {
 public:
  std::string existing;  // JSON series of the metrics that are there
  // Nothing that Prometheus renamed.
  std::function<bool(const std::string& query)> yields = [](const std::string& query) {
    return query.find("exported_") == query.npos;
  };
  std::string rules = R"({"groups":[]})", alertmanagers = R"({"activeAlertmanagers":[{"url":"http://am"}]})";
  int status = 200;
  std::string failing;  // a query that holds this is not answered

  Verification Verify(const GeneratorSettings& settings,
                      const std::optional<RoutingTree>& routes = std::nullopt) {
    const TestServer server([this](const TestServer::Request& request) { return Answer(request); });
    const std::unique_ptr<HttpClient> http = MakeCurlHttpClient("test");
    return Verifier(settings, Prometheus({server.Url(), {}, "", ""}, *http)).Run({.routes = routes});
  }

 private:
  TestServer::Reply Answer(const TestServer::Request& request) {
    if (status != 200) return {.status = status, .body = "no"};
    if (request.target == "/api/v1/rules") return Data(rules);
    if (request.target == "/api/v1/alertmanagers") return Data(alertmanagers);
    if (request.target == "/api/v1/format_query") return {.status = 404};
    if (request.body.find("__name__") != std::string::npos &&
        request.body.find("exported_") == std::string::npos)
      return Data(R"({"result":[)" + existing + "]}");
    if (!failing.empty() && request.body.find(failing) != std::string::npos)
      return {.status = 503, .body = "down"};
    if (request.body.find("broken") != std::string::npos)
      return {.status = 400, .body = R"({"status":"error","error":"parse error: unexpected <op>"})"};
    return Data(yields(request.body) ? R"({"result":[{"metric":{},"value":[0,"1"]}]})" : R"({"result":[]})");
  }
  static TestServer::Reply Data(const std::string& json) {
    return {.body = R"({"status":"success","data":)" + json + "}"};
  }
};

// Of a whole verification, the verdict about one thing.
Verdict Of(const Verification& verification, const std::string& name) {
  for (const Verdict& verdict : verification.verdicts)
    if (verdict.name == name) return verdict;
  return {};
}

constexpr const char* kInfo = R"({"metric":{"__name__":"lastgood_object_info"}})";

TEST(VerifyTest, APrometheusThatIsDownCannotTell) {
  Scripted prometheus;
  prometheus.status = 503;
  const Verification verification = prometheus.Verify({});
  EXPECT_EQ(verification.ExitCode(), 2);
  EXPECT_EQ(verification.Answer(), "Prometheus could not be read: cannot tell.");
  EXPECT_THAT(Of(verification, "API").why, HasSubstr("expected 200, found 503"));
}

TEST(VerifyTest, APrometheusThatDoesNotScrapeLastgoodIsBroken) {
  const Verification verification = Scripted().Verify({});
  EXPECT_EQ(verification.ExitCode(), 1);
  EXPECT_THAT(Of(verification, "API").state, HasSubstr("no series of lastgood"));
}

TEST(VerifyTest, AFileThatIsNotLoadedIsToldOnce) {
  Scripted prometheus;
  prometheus.existing = kInfo;
  const Verification verification = prometheus.Verify({});
  const Verdict file = Of(verification, "rules/lastgood-backup.rules.yaml");
  EXPECT_EQ(file.level, Level::kCritical);
  EXPECT_EQ(file.state, "is not loaded");
  EXPECT_EQ(Of(verification, "BackupFailed").subject, "") << "one of its rules is told too";
  EXPECT_EQ(Of(verification, "rules/lastgood-records.rules.yaml").level, Level::kCritical);
  EXPECT_THAT(verification.Answer(), HasSubstr("things are broken"));
}

// The rule LastgoodConfigReloadFailed as Prometheus has it, with an expression and a health.
std::string Loaded(const std::string& query, const std::string& health = "ok") {
  return R"({"groups":[{"name":"lastgood-self.rules","rules":[{"name":"LastgoodConfigReloadFailed","query":")" +
         query + R"(","type":"alerting","labels":{"severity":"warning"},"health":")" + health +
         R"(","lastError":"boom"}]}]})";
}
constexpr const char* kReloadQuery =
    "max by (cluster, job, instance) (lastgood_config_last_reload_successful) == 0";
constexpr const char* kReload = R"({"metric":{"__name__":"lastgood_config_last_reload_successful"}})";

// One that scrapes lastgood and has a rule of it.
Scripted Scraped() {
  Scripted prometheus;
  prometheus.existing = kReload;
  prometheus.rules = Loaded(kReloadQuery);
  return prometheus;
}

TEST(VerifyTest, ALoadedHealthyRuleWhoseSeriesExistCanFire) {
  Scripted prometheus = Scraped();
  EXPECT_EQ(Of(prometheus.Verify({}), "LastgoodConfigReloadFailed").level, Level::kGood);
}

TEST(VerifyTest, AnOtherExpressionIsAnotherVersion) {
  Scripted prometheus;
  prometheus.existing = kReload;
  prometheus.rules = Loaded("lastgood_config_last_reload_successful == 0");
  EXPECT_THAT(Of(prometheus.Verify({}), "LastgoodConfigReloadFailed").state, HasSubstr("another version"));
}

TEST(VerifyTest, ARuleThatFailsThereIsToldWithItsError) {
  Scripted prometheus;
  prometheus.existing = kReload;
  prometheus.rules = Loaded(kReloadQuery, "err");
  EXPECT_EQ(Of(prometheus.Verify({}), "LastgoodConfigReloadFailed").why, "boom");
}

TEST(VerifyTest, SeriesThatAreNotThereAreToldAndAreNoFault) {
  Scripted prometheus;
  prometheus.existing = kInfo;
  prometheus.rules = Loaded(kReloadQuery);
  const Verdict verdict = Of(prometheus.Verify({}), "LastgoodConfigReloadFailed");
  EXPECT_EQ(verdict.level, Level::kNotice);
  EXPECT_THAT(verdict.state, HasSubstr("lastgood_config_last_reload_successful"));
}

TEST(VerifyTest, JoinsThatMatchNothingAreTold) {
  Scripted prometheus = Scraped();
  prometheus.yields = [](const std::string& query) { return query.starts_with("query=count"); };
  EXPECT_THAT(Of(prometheus.Verify({}), "LastgoodConfigReloadFailed").state, HasSubstr("matches no series"));
}

TEST(VerifyTest, ALabelThatPrometheusRenamedIsBroken) {
  Scripted prometheus;
  prometheus.existing = R"({"metric":{"__name__":"lastgood_object_protected"}})";
  prometheus.rules =
      R"({"groups":[{"name":"lastgood-records.rules","rules":[{"name":"lastgood:object_judged:freshest","query":")" +
      std::string(
          "lastgood:object_observed:freshest unless ignoring (reason) lastgood_object_protected"
          "{reason=~\\\"ignored|excluded|hibernated|replica|standby|ephemeral|restoring|nothing\\\"}") +
      R"(","type":"recording","health":"ok"}]}]})";
  prometheus.yields = [](const std::string& query) { return query.find("%7Bnamespace") == query.npos; };
  const Verdict verdict = Of(prometheus.Verify({}), "lastgood:object_judged:freshest");
  EXPECT_THAT(verdict.state, HasSubstr("has no label namespace"));
  EXPECT_THAT(verdict.todo, HasSubstr("honor_labels"));
}

TEST(VerifyTest, ARuleThatIsNotLoadedIsBroken) {
  Scripted prometheus = Scraped();
  const Verdict verdict = Of(prometheus.Verify({}), "LastgoodDown");
  EXPECT_EQ(verdict.level, Level::kCritical);
  EXPECT_THAT(verdict.state, HasSubstr("is not loaded"));
}

TEST(VerifyTest, AScrapeThatRenamesALabelIsBrokenThoughTheTargetHasOneOfThatName) {
  Scripted prometheus = Scraped();
  prometheus.yields = [](const std::string& query) {
    return query.find("exported_") == query.npos || query.find("exported_namespace") != query.npos;
  };
  const Verification verification = prometheus.Verify({});
  const Verdict verdict = Of(verification, "scrape");
  EXPECT_EQ(verdict.level, Level::kCritical);
  EXPECT_EQ(verdict.state, "renames lastgood's label namespace to exported_namespace");
  EXPECT_THAT(verdict.todo, HasSubstr("honor_labels: true"));
  EXPECT_EQ(verification.ExitCode(), 1);
  GeneratorSettings renamed;
  renamed.names.namespace_label = "exported_namespace";
  EXPECT_EQ(Of(prometheus.Verify(renamed), "scrape").subject, "") << "the rules are written for it";
}

TEST(VerifyTest, AScrapeUnderAnotherJobsNameIsBroken) {
  Scripted prometheus = Scraped();
  prometheus.yields = [](const std::string& query) {
    return query.find("exported_") == query.npos && query.find("job%3D%22lastgood%22") == query.npos;
  };
  const Verdict verdict = Of(prometheus.Verify({}), "scrape");
  EXPECT_EQ(verdict.level, Level::kCritical);
  EXPECT_EQ(verdict.state, "scrapes lastgood, but not as job \"lastgood\"");
  EXPECT_THAT(verdict.todo, HasSubstr("generate.job"));
  GeneratorSettings other;
  other.job = "backups";
  EXPECT_EQ(Of(prometheus.Verify(other), "scrape").subject, "");
}

TEST(VerifyTest, ALabelThatCouldNotBeAskedForIsNotTakenForThere) {
  Scripted prometheus = Scraped();
  prometheus.failing = "query=count%28";
  const Verdict verdict = Of(prometheus.Verify({}), "LastgoodConfigReloadFailed");
  EXPECT_EQ(verdict.level, Level::kUnknown) << verdict.state;
  EXPECT_THAT(verdict.state, HasSubstr("cannot tell"));
  EXPECT_THAT(verdict.why, HasSubstr("found 503"));
}

TEST(VerifyTest, AQueryThatIsNotAnsweredIsNoBugOfTheRule) {
  Scripted prometheus = Scraped();
  prometheus.failing = "query=max%20by";
  const Verification verification = prometheus.Verify({});
  EXPECT_EQ(Of(verification, "LastgoodConfigReloadFailed").level, Level::kUnknown);
  for (const Verdict& verdict : verification.verdicts)
    if (verdict.subject == "panel") {
      EXPECT_NE(verdict.level, Level::kCritical) << verdict.name << ": " << verdict.why;
    }
}

TEST(VerifyTest, AnAnswerWithoutItsListIsNoEmptyOne) {
  Scripted prometheus;
  prometheus.existing = kReload;
  prometheus.rules = "{}";
  const Verification verification = prometheus.Verify({});
  EXPECT_EQ(verification.ExitCode(), 2);
  EXPECT_THAT(Of(verification, "API").why, HasSubstr("groups"));
}

TEST(VerifyTest, AnAlertThatReachesNobodyIsBroken) {
  Scripted prometheus = Scraped();
  const Result<RoutingTree> routes = RoutingTree::Parse("route: {receiver: x}\nreceivers: [{name: x}]\n");
  const Verdict verdict = Of(prometheus.Verify({}, *routes), "LastgoodConfigReloadFailed");
  EXPECT_EQ(verdict.level, Level::kCritical);
  EXPECT_EQ(verdict.state, "reaches nobody");
}

TEST(VerifyTest, ARouteThatCannotBeReadCannotTellWhereAnAlertGoes) {
  Scripted prometheus = Scraped();
  const Result<RoutingTree> routes = RoutingTree::Parse(
      "route: {receiver: x, routes: [{receiver: y, matchers: ['severity=~\"(?=w)\"']}]}\nreceivers: []\n");
  const Verdict verdict = Of(prometheus.Verify({}, *routes), "LastgoodConfigReloadFailed");
  EXPECT_EQ(verdict.level, Level::kUnknown);
  EXPECT_EQ(verdict.state, "cannot tell where it goes");
  EXPECT_THAT(verdict.why, HasSubstr("(?=w)"));
}

TEST(VerifyTest, WithoutAnAlertmanagerAlertsGoNowhere) {
  Scripted prometheus;
  prometheus.existing = kReload;
  prometheus.alertmanagers = R"({"activeAlertmanagers":[]})";
  EXPECT_THAT(Of(prometheus.Verify({}), "API").state, HasSubstr("sends alerts nowhere"));
}

TEST(VerifyTest, GarbageIsAnErrorAndNoCrash) {
  for (const char* rules :
       {"null", "[]", R"({"groups":[1,{"rules":[2,{"name":3,"labels":4}]}]})", R"({"groups":{}})"}) {
    Scripted prometheus;
    prometheus.existing = R"({"metric":{"__name__":7}},3)";
    prometheus.rules = prometheus.alertmanagers = rules;
    EXPECT_NE(prometheus.Verify({}).ExitCode(), 0) << rules;
  }
}

}  // namespace
}  // namespace lastgood
