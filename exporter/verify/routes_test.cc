#include "exporter/verify/routes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kConfig = R"(
route:
  receiver: nobody
  routes:
    - matchers: [alertname="Watchdog"]
      receiver: heartbeat
    - matchers: ['severity="critical"', "team!=web"]
      receiver: pager
      continue: true
    - match: {severity: critical}
      receiver: chat
      routes:
        - match_re: {namespace: shop|mail}
          receiver: shop
    - matchers: ['{severity="warning",system=~"cnpg|longhorn"}']
      receiver: chat
receivers:
  - name: nobody
  - name: heartbeat
    webhook_configs: [{url: "http://x"}]
  - name: pager
    pagerduty_configs: [{routing_key: x}]
  - name: chat
    slack_configs: []
  - name: shop
    email_configs: [{to: a@b}]
)";

RoutingTree Tree() {
  Result<RoutingTree> tree = RoutingTree::Parse(kConfig);
  EXPECT_TRUE(tree.ok());
  return *tree;
}

std::vector<std::string> Receivers(const std::map<std::string, std::string>& labels) {
  const Result<std::vector<std::string>> receivers = Tree().ReceiversOf(labels);
  EXPECT_TRUE(receivers.ok());
  return *receivers;
}

TEST(RoutingTreeTest, TheFirstRouteThatMatchesTakesTheAlert) {
  EXPECT_THAT(Receivers({{"alertname", "Watchdog"}, {"severity", "critical"}}), ElementsAre("heartbeat"));
}

TEST(RoutingTreeTest, ContinueGoesOnToTheNextSibling) {
  EXPECT_THAT(Receivers({{"alertname", "X"}, {"severity", "critical"}}), ElementsAre("pager", "chat"));
}

TEST(RoutingTreeTest, AChildTakesItFromItsParent) {
  EXPECT_THAT(Receivers({{"severity", "critical"}, {"namespace", "shop"}}), ElementsAre("pager", "shop"));
  EXPECT_THAT(Receivers({{"severity", "critical"}, {"namespace", "shop2"}}), ElementsAre("pager", "chat"))
      << "a regular expression is anchored";
}

TEST(RoutingTreeTest, AnAbsentLabelIsAnEmptyOne) {
  EXPECT_THAT(Receivers({{"severity", "critical"}, {"team", "web"}}), ElementsAre("chat"));
}

TEST(RoutingTreeTest, SeveralMatchersMayStandInOneText) {
  EXPECT_THAT(Receivers({{"severity", "warning"}, {"system", "cnpg"}}), ElementsAre("chat"));
  EXPECT_THAT(Receivers({{"severity", "warning"}, {"system", "velero"}}), ElementsAre("nobody"));
}

TEST(RoutingTreeTest, AReceiverWithoutIntegrationsSendsNothing) {
  const RoutingTree tree = Tree();
  EXPECT_TRUE(tree.Sends("pager"));
  EXPECT_FALSE(tree.Sends("nobody"));
  EXPECT_FALSE(tree.Sends("chat")) << "its list is empty";
}

// Where a critical alert of one route's matchers goes: "yes", or "no" where they do not match.
std::string Taken(const std::string& matchers, const std::map<std::string, std::string>& labels) {
  const Result<RoutingTree> tree = RoutingTree::Parse(
      "route: {receiver: no, routes: [{receiver: yes, matchers: ['" + matchers + "']}]}\nreceivers: []\n");
  if (!tree.ok()) return tree.error().message;
  const Result<std::vector<std::string>> receivers = tree->ReceiversOf(labels);
  return receivers.ok() ? receivers->at(0) : receivers.error().message;
}

TEST(RoutingTreeTest, RegularExpressionsAreThoseOfAlertmanager) {
  EXPECT_EQ(Taken("severity=~\"(?i)CRITICAL|warning\"", {{"severity", "critical"}}), "yes");
  EXPECT_EQ(Taken("severity=~\"(?i)CRITICAL|warning\"", {{"severity", "critically"}}), "no") << "anchored";
  EXPECT_EQ(Taken("severity=~\"\\d+\"", {{"severity", "12"}}), "yes") << "a stray backslash stays";
  EXPECT_EQ(Taken("namespace!~\"(?:kube|\\p{Lu}).*\"", {{"namespace", "kube-system"}}), "no");
}

TEST(RoutingTreeTest, AMatcherOfManyCharactersIsReadWithoutRecursion) {
  EXPECT_EQ(Taken("severity=\"" + std::string(300'000, 'a') + "\"", {{"severity", "x"}}), "no");
}

TEST(RoutingTreeTest, AMatcherThatCannotBeReadIsToldWhereItDecides) {
  EXPECT_THAT(Taken("severity=~\"a(b\"", {{"severity", "x"}}),
              testing::AllOf(HasSubstr("route to yes"), HasSubstr("a(b"), HasSubstr("missing )")));
  EXPECT_THAT(Taken("severity=~\"(?=a)\", team=\"web\"", {{"team", "web"}}), HasSubstr("(?=a)"));
  EXPECT_EQ(Taken("severity=~\"(?=a)\", team=\"web\"", {{"team", "db"}}), "no") << "another one decides";
  EXPECT_THAT(Taken("severity", {}), HasSubstr("cannot be read as a matcher"));
  EXPECT_THAT(Taken("severity=\"critical", {}), HasSubstr("cannot be read as a matcher"));
}

TEST(RoutingTreeTest, QuotesAndEscapesAreThoseOfAlertmanager) {
  EXPECT_EQ(Taken("{\"a.b\"=\"x,y\", c!=d,}", {{"a.b", "x,y"}}), "yes");
  EXPECT_EQ(Taken("a = b c ", {{"a", "b c"}}), "yes") << "quotes may be left out";
  EXPECT_EQ(Taken("a=\"q\\\"\\\\n\"", {{"a", "q\"\\n"}}), "yes");
}

// A few lines of YAML that stand for 2^28 routes.
TEST(RoutingTreeTest, AliasesThatMultiplyRoutesAreAnErrorAndNoEndlessWork) {
  std::string config = "a0: &a0 {receiver: b}\n";
  for (int i = 1; i < 29; ++i) config += fmt::format("a{0}: &a{0} {{routes: [*a{1}, *a{1}]}}\n", i, i - 1);
  const Result<RoutingTree> tree = RoutingTree::Parse(config + "route: *a28\n");
  ASSERT_FALSE(tree.ok());
  EXPECT_THAT(tree.error().message, HasSubstr("more than 10000 routes"));
}

TEST(RoutingTreeTest, WhatIsNoConfigIsAnErrorAndNoCrash) {
  for (const char* text : {"", "[]", "route: 3", "route: {routes: 3}", "route: {continue: [}",
                           "receivers: []", "a: &a [*a]", "route: {matchers: [{a: b}]}"}) {
    const Result<RoutingTree> tree = RoutingTree::Parse(text);
    if (!tree.ok()) {
      EXPECT_THAT(tree.error().message, HasSubstr("config")) << text;
    }
  }
  std::string deep = "route: ";
  for (int i = 0; i < 100; ++i) deep += "{routes: [";
  for (int i = 0; i < 100; ++i) deep += "]}";
  EXPECT_FALSE(RoutingTree::Parse(deep).ok());
}

}  // namespace
}  // namespace lastgood
