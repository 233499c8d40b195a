#include "outputs/alertmanager/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "outputs/alertmanager/inhibit.h"
#include "outputs/alertmanager/receivers.h"
#include "outputs/alertmanager/routes.h"
#include "rules/groups/all.h"

namespace lastgood::alertmanager {
namespace {

using testing::Contains;
using testing::ElementsAre;

// An alert as its labels, seen with the eyes of Alertmanager (inhibit/inhibit.go): absent is "".
using Labels = std::map<std::string, std::string>;

std::string Value(const Labels& labels, const std::string& name) {
  const auto at = labels.find(name);
  return at == labels.end() ? "" : at->second;
}

bool Matches(const Matcher& matcher, const Labels& labels) {
  const std::string value = Value(labels, matcher.label);
  if (matcher.op == "=") return value == matcher.value;
  if (matcher.op == "!=") return value != matcher.value;
  return ("|" + matcher.value + "|").find("|" + value + "|") != std::string::npos;
}

bool AllMatch(const std::vector<Matcher>& matchers, const Labels& labels) {
  return std::all_of(matchers.begin(), matchers.end(), [&](const auto& m) { return Matches(m, labels); });
}

bool Inhibits(const GeneratorSettings& settings, const Labels& source, const Labels& target) {
  const std::vector<InhibitRule> rules = InhibitRules(settings);
  return std::any_of(rules.begin(), rules.end(), [&](const InhibitRule& rule) {
    return AllMatch(rule.source, source) && AllMatch(rule.target, target) &&
           std::all_of(rule.equal.begin(), rule.equal.end(), [&](const std::string& label) {
             return Value(source, label) == Value(target, label);
           });
  });
}

Labels Object(const std::string& alert, const std::string& severity, const std::string& name) {
  return {{"alertname", alert},  {"severity", severity}, {"system", "cnpg"},
          {"namespace", "shop"}, {"kind", "Cluster"},    {"name", name}};
}
Labels HostJob(const std::string& severity, const std::string& job) {
  return {{"alertname", "BackupStale"}, {"severity", severity}, {"system", "host"}, {"job", job}};
}

std::set<std::string> NamesOfAllAlerts() {
  std::set<std::string> names;
  for (const Alert& alert : AllAlerts()) names.insert(alert.name);
  return names;
}

TEST(InhibitTest, EveryAlertThatIsNamedExists) {
  const std::set<std::string> all = NamesOfAllAlerts();
  for (const AlertName name : AlertsNamedInInhibitRules()) EXPECT_TRUE(all.contains(name)) << name;
  const Route root = RootRoute({}, {});
  for (const Matcher& matcher : root.routes.front().matchers)
    if (matcher.label == "alertname") {
      EXPECT_THAT(all, Contains(matcher.value));
    }
}

TEST(InhibitTest, CriticalSilencesTheWarningOfTheSameObjectOnly) {
  EXPECT_TRUE(Inhibits({}, Object("BackupStale", "critical", "a"), Object("BackupStale", "warning", "a")));
  EXPECT_FALSE(Inhibits({}, Object("BackupStale", "critical", "a"), Object("BackupStale", "warning", "b")));
  EXPECT_FALSE(Inhibits({}, Object("BackupStale", "warning", "a"), Object("BackupStale", "warning", "a")));
  EXPECT_FALSE(Inhibits({}, Object("BackupStale", "critical", "a"), Object("BackupFailed", "warning", "a")));
}

TEST(InhibitTest, EveryAlertOfTwoSeveritiesHasItsRule) {
  std::map<std::string, std::set<Severity>> severities;
  for (const Alert& alert : AllAlerts()) severities[alert.name].insert(alert.severity);
  for (const auto& [name, levels] : severities) {
    if (levels.size() < 2) continue;
    const std::vector<InhibitRule> rules = InhibitRules({});
    EXPECT_TRUE(std::any_of(rules.begin(), rules.end(), [&name = name](const InhibitRule& rule) {
      return Matches(rule.source.front(), {{"alertname", name}});
    })) << name;
  }
}

TEST(InhibitTest, LabelsThatBothLackMakeNoAlertsEqual) {
  EXPECT_TRUE(Inhibits({}, HostJob("critical", "nas"), HostJob("warning", "nas")));
  EXPECT_FALSE(Inhibits({}, HostJob("critical", "nas"), HostJob("warning", "laptop")));
  EXPECT_FALSE(Inhibits({}, Object("BackupStale", "critical", "a"), HostJob("warning", "nas")));
  // A rule of somebody else's that happens to have the name.
  EXPECT_FALSE(Inhibits({}, {{"alertname", "BackupStale"}, {"severity", "critical"}},
                        {{"alertname", "BackupStale"}, {"severity", "warning"}}));
}

TEST(InhibitTest, AlertsPerNamespaceStayApartFromHostJobs) {
  GeneratorSettings settings;
  settings.per_namespace = true;
  const auto in_namespace = [](const char* severity, const char* name_space) {
    return Labels{
        {"alertname", "BackupStale"}, {"severity", severity}, {"system", "cnpg"}, {"namespace", name_space}};
  };
  EXPECT_TRUE(Inhibits(settings, in_namespace("critical", "shop"), in_namespace("warning", "shop")));
  EXPECT_FALSE(Inhibits(settings, in_namespace("critical", "shop"), in_namespace("warning", "blog")));
  EXPECT_FALSE(Inhibits(settings, HostJob("critical", "nas"), HostJob("warning", "laptop")));
  // Which object is unprotected is not known any more.
  Labels unprotected = in_namespace("critical", "shop");
  unprotected["alertname"] = "Unprotected";
  EXPECT_FALSE(Inhibits(settings, unprotected, in_namespace("warning", "shop")));
}

TEST(InhibitTest, ClustersDoNotSilenceEachOther) {
  Labels here = {{"alertname", "LastgoodAbsent"}, {"job", "lastgood"}, {"cluster", "eu"}};
  Labels down = {
      {"alertname", "LastgoodDown"}, {"job", "lastgood"}, {"severity", "warning"}, {"cluster", "eu"}};
  EXPECT_TRUE(Inhibits({}, here, down));
  down["cluster"] = "us";
  EXPECT_FALSE(Inhibits({}, here, down));
}

TEST(InhibitTest, ACauseSilencesItsConsequencesOnly) {
  EXPECT_TRUE(Inhibits({}, Object("Unprotected", "critical", "a"), Object("BackupStale", "critical", "a")));
  EXPECT_TRUE(
      Inhibits({}, Object("Unprotected", "critical", "a"), Object("BackupNeverSucceeded", "critical", "a")));
  EXPECT_FALSE(Inhibits({}, Object("Unprotected", "critical", "a"), Object("BackupStale", "critical", "b")));
  EXPECT_FALSE(
      Inhibits({}, Object("Unprotected", "critical", "a"), Object("NotRestorable", "critical", "a")));
}

Labels Destination(const std::string& system, const std::string& space) {
  return {{"alertname", "DestinationUnavailable"},
          {"severity", "critical"},
          {"system", system},
          {"namespace", space},
          {"name", "s3"}};
}

TEST(InhibitTest, ADestinationThatIsDownSilencesTheMilderAlertsOfItsNamespace) {
  const Labels late = Object("BackupStale", "warning", "a"),
               critical = Object("BackupStale", "critical", "a");
  EXPECT_TRUE(Inhibits({}, Destination("cnpg", "shop"), late));
  EXPECT_TRUE(Inhibits({}, Destination("cnpg", "shop"), Object("BackupFailed", "warning", "a")));
  EXPECT_FALSE(Inhibits({}, Destination("cnpg", "shop"), critical));
  EXPECT_FALSE(Inhibits({}, Destination("cnpg", "crm"), late));
  EXPECT_FALSE(Inhibits({}, Destination("velero", "shop"), late));
  Labels volume = late;
  volume["system"] = "longhorn";
  EXPECT_TRUE(Inhibits({}, Destination("longhorn", "longhorn-system"), volume));
  EXPECT_FALSE(Inhibits({}, Destination("longhorn", "longhorn-system"), late));
}

// Outside namespaces nothing tells one system's destinations from another's.
TEST(InhibitTest, ADestinationWithoutANamespaceSilencesNothing) {
  Labels dump = Object("BackupFailed", "warning", "a");
  dump["namespace"] = "";
  EXPECT_FALSE(Inhibits({}, Destination("cnpg", ""), dump));
}

TEST(InhibitTest, AnOperatorThatIsDownSilencesItsOwnSystemOnly) {
  const Labels down = {
      {"alertname", "CNPGOperatorDown"}, {"severity", "critical"}, {"namespace", "cnpg-system"}};
  Labels late = Object("BackupStale", "warning", "a");
  EXPECT_TRUE(Inhibits({}, down, late));
  EXPECT_FALSE(Inhibits({}, down, Object("Unprotected", "critical", "a")));
  late["system"] = "longhorn";
  EXPECT_FALSE(Inhibits({}, down, late));
}

TEST(InhibitTest, ACollectorThatFailsIsToldOnce) {
  const Labels failing = {
      {"alertname", "CollectorFailing"}, {"severity", "warning"}, {"collector", "cnpg"}, {"source", "k"}};
  Labels unread = failing;
  unread["alertname"] = "ObjectsUnreadable";
  EXPECT_TRUE(Inhibits({}, failing, unread));
  unread["source"] = "other";
  EXPECT_FALSE(Inhibits({}, failing, unread));
}

TEST(InhibitTest, WhatIsDisabledIsNotNamed) {
  GeneratorSettings settings;
  settings.disabled = {"Unprotected", "BucketFullSoon"};
  for (const InhibitRule& rule : InhibitRules(settings)) {
    EXPECT_FALSE(Matches(rule.source.front(), {{"alertname", "Unprotected"}}));
    EXPECT_FALSE(Matches(rule.target.front(), {{"alertname", "BucketFullSoon"}}));
  }
}

TEST(InhibitTest, OneSeverityForAnAlertLeavesNothingToSilence) {
  GeneratorSettings settings;
  settings.severities = {{"BucketNearLimit", "critical"}};
  EXPECT_FALSE(Inhibits(
      settings,
      {{"alertname", "BucketNearLimit"}, {"severity", "critical"}, {"system", "s3"}, {"bucket", "b"}},
      {{"alertname", "BucketNearLimit"}, {"severity", "warning"}, {"system", "s3"}, {"bucket", "b"}}));
}

TEST(RouteTest, GroupsByTheUsersOwnLabels) {
  GeneratorSettings settings;
  EXPECT_THAT(RootRoute(settings, {}).group_by, ElementsAre("cluster", "namespace"));
  settings.names.cluster_label = "";
  // Without honorLabels, other exporters' alerts still have `namespace`.
  settings.names.namespace_label = "exported_namespace";
  EXPECT_THAT(RootRoute(settings, {}).group_by, ElementsAre("exported_namespace", "namespace"));
}

TEST(RouteTest, WithoutAPagerThereIsNoRouteToIt) {
  GeneratorSettings settings;
  settings.receivers.slack = {"/slack", ""};
  const Route root = RootRoute(settings, PlanReceivers(settings).receivers);
  for (const Route& route : root.routes) EXPECT_NE(route.receiver, kPager);
}

TEST(RouteTest, TheHeartbeatIsQuickAndGoesNowhereElse) {
  const Route heartbeat = RootRoute({}, {}).routes.front();
  EXPECT_EQ(heartbeat.receiver, kHeartbeat);
  EXPECT_FALSE(heartbeat.goes_on);
  EXPECT_EQ(heartbeat.group_wait, Duration::zero());
  EXPECT_EQ(heartbeat.repeat_interval, std::chrono::minutes(5));
  GeneratorSettings without;
  without.disabled = {"Watchdog"};
  EXPECT_NE(RootRoute(without, {}).routes.front().receiver, kHeartbeat);
}

TEST(RouteTest, OurAlertsAreKnownByALabelOfTheirOwn) {
  GeneratorSettings settings;
  EXPECT_EQ(OurAlerts(settings).label + OurAlerts(settings).value, "applastgood");
  const std::pair<std::string, std::string> label("app", "lastgood");
  for (const Alert& alert : AllAlerts())
    EXPECT_EQ(std::ranges::count(alert.fixed_labels, label), 1) << alert.name;
  settings.labels = {{"app", "backups"}};
  EXPECT_EQ(OurAlerts(settings).value, "backups");
}

TEST(RouteTest, AStormIsOneMessageForANamespaceUnlessTheConfigSaysOtherwise) {
  GeneratorSettings settings;
  EXPECT_EQ(RootRoute(settings, {}).group_by, (std::vector<std::string>{"cluster", "namespace"}));
  settings.group_by = {"alertname"};
  EXPECT_EQ(RootRoute(settings, {}).group_by, std::vector<std::string>{"alertname"});
}

}  // namespace
}  // namespace lastgood::alertmanager
