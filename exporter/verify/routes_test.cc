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

TEST(RoutingTreeTest, TheFirstRouteThatMatchesTakesTheAlert) {
  EXPECT_THAT(Tree().ReceiversOf({{"alertname", "Watchdog"}, {"severity", "critical"}}),
              ElementsAre("heartbeat"));
}

TEST(RoutingTreeTest, ContinueGoesOnToTheNextSibling) {
  EXPECT_THAT(Tree().ReceiversOf({{"alertname", "X"}, {"severity", "critical"}}),
              ElementsAre("pager", "chat"));
}

TEST(RoutingTreeTest, AChildTakesItFromItsParent) {
  EXPECT_THAT(Tree().ReceiversOf({{"severity", "critical"}, {"namespace", "shop"}}),
              ElementsAre("pager", "shop"));
  EXPECT_THAT(Tree().ReceiversOf({{"severity", "critical"}, {"namespace", "shop2"}}),
              ElementsAre("pager", "chat"))
      << "a regular expression is anchored";
}

TEST(RoutingTreeTest, AnAbsentLabelIsAnEmptyOne) {
  EXPECT_THAT(Tree().ReceiversOf({{"severity", "critical"}, {"team", "web"}}), ElementsAre("chat"));
}

TEST(RoutingTreeTest, SeveralMatchersMayStandInOneText) {
  EXPECT_THAT(Tree().ReceiversOf({{"severity", "warning"}, {"system", "cnpg"}}), ElementsAre("chat"));
  EXPECT_THAT(Tree().ReceiversOf({{"severity", "warning"}, {"system", "velero"}}), ElementsAre("nobody"));
}

TEST(RoutingTreeTest, AReceiverWithoutIntegrationsSendsNothing) {
  const RoutingTree tree = Tree();
  EXPECT_TRUE(tree.Sends("pager"));
  EXPECT_FALSE(tree.Sends("nobody"));
  EXPECT_FALSE(tree.Sends("chat")) << "its list is empty";
}

// A few lines of YAML that stand for 2^28 routes.
TEST(RoutingTreeTest, AliasesThatMultiplyRoutesAreAnErrorAndNoEndlessWork) {
  std::string config = "a0: &a0 {receiver: b}\n";
  for (int i = 1; i < 29; ++i) config += fmt::format("a{0}: &a{0} {{routes: [*a{1}, *a{1}]}}\n", i, i - 1);
  const Result<RoutingTree> tree = RoutingTree::Parse(config + "route: *a28\n");
  ASSERT_FALSE(tree.ok());
  EXPECT_THAT(tree.error().message, HasSubstr("more than 10000 routes"));
}

TEST(RoutingTreeTest, AMatcherOfAnyLengthIsRead) {
  const std::string value(100'000, 'x');
  const Result<RoutingTree> tree = RoutingTree::Parse(
      "{route: {receiver: a, routes: [{receiver: b, matchers: ['team = \"" + value + "\" , c!=d']}]}}");
  ASSERT_TRUE(tree.ok()) << tree.error().message;
  EXPECT_THAT(tree->ReceiversOf({{"team", value}}), ElementsAre("b"));
  EXPECT_THAT(tree->ReceiversOf({{"team", value}, {"c", "d"}}), ElementsAre("a"));
}

TEST(RoutingTreeTest, ARegexThatIsTooLongMatchesNothing) {
  const std::string regex = std::string(100'000, '(') + std::string(100'000, ')');
  const Result<RoutingTree> tree = RoutingTree::Parse(
      "{route: {receiver: a, routes: [{receiver: b, matchers: ['team=~\"" + regex + "\"']}]}}");
  ASSERT_TRUE(tree.ok()) << tree.error().message;
  EXPECT_THAT(tree->ReceiversOf({{"team", ""}}), ElementsAre("a"));
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
