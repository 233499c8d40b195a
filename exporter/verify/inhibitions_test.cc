#include "exporter/verify/inhibitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/read_file.h"
#include "rules/groups/all.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<ArrivingAlert> All() {
  std::vector<ArrivingAlert> all;
  const GeneratorSettings settings;
  for (const RuleGroup& group : RuleGroups(settings))
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule)) all.push_back({*alert, NamesOf(group, settings)});
  return all;
}

// "BackupStale (warning): why" of everything that these rules hide.
std::vector<std::string> Hidden(const std::string& rules) {
  const Result<Inhibitions> inhibitions = Inhibitions::Parse("inhibit_rules:\n" + rules);
  if (!inhibitions.ok()) return {inhibitions.error().message};
  std::vector<std::string> hidden;
  const std::vector<ArrivingAlert> all = All();
  for (const ArrivingAlert& alert : all) {
    const Result<std::string> why = inhibitions->WhyHidden(alert, all);
    if (!why.ok()) return {why.error().message};
    if (!why->empty())
      hidden.push_back(fmt::format("{} ({}): {}", alert.alert.name, ToString(alert.alert.severity), *why));
  }
  return hidden;
}

TEST(InhibitionsTest, ACriticalAlertOfTheSameNamespaceHidesTheWarningsOfOtherObjects) {
  const std::vector<std::string> hidden = Hidden(
      "- source_matchers: ['severity = critical']\n"
      "  target_matchers: ['severity =~ warning|info']\n"
      "  equal: [namespace, alertname]\n");
  EXPECT_THAT(hidden,
              Contains(AllOf(HasSubstr("BackupStale (warning): Alertmanager's own inhibit rule (severity = "
                                       "critical hides severity =~ warning|info of the same namespace, "
                                       "alertname) hides it while BackupStale (critical)"),
                             HasSubstr("for another name"))));
  EXPECT_THAT(hidden, Contains(AllOf(HasSubstr("BucketNearLimit (warning)"), HasSubstr("another bucket"))));
  EXPECT_THAT(hidden, Not(Contains(HasSubstr("BackupFailed"))));
  EXPECT_THAT(hidden, Not(Contains(HasSubstr("(critical): "))));
}

TEST(InhibitionsTest, ARuleThatNamesTheObjectHidesNoOther) {
  EXPECT_THAT(
      Hidden("- source_match: {severity: critical}\n"
             "  target_match_re: {severity: warning|info}\n"
             "  equal: [alertname, system, namespace, kind, name, bucket, copy, stream, job, logs, target, "
             "collector, source, component, instance, pod, cluster]\n"),
      IsEmpty());
}

TEST(InhibitionsTest, OurOwnRulesHideNoOtherObject) {
  const Result<std::string> ours =
      ReadFile(LASTGOOD_SOURCE_DIR "/tests/golden/alertmanager/route-lastgood.yaml", {.most = 1 << 20});
  ASSERT_TRUE(ours.ok());
  const std::size_t rules = ours->find("inhibit_rules:\n");
  ASSERT_NE(rules, std::string::npos);
  EXPECT_THAT(Hidden(ours->substr(rules + std::string_view("inhibit_rules:\n").size())), IsEmpty());
}

// What follows from a source that is down is meant to be quiet, by a rule that names it; another's rule is
// not.
TEST(InhibitionsTest, ASourceThatIsDownMayHideWhatFollowsFromIt) {
  const std::string rest = "  target_matchers: ['alertname = BackupFailed']\n  equal: [namespace]\n";
  EXPECT_THAT(Hidden("- source_matchers: ['alertname = DestinationUnavailable']\n" + rest), IsEmpty());
  EXPECT_THAT(Hidden("- source_matchers: ['severity = critical']\n" + rest), Not(IsEmpty()));
}

TEST(InhibitionsTest, RulesOfOtherAlertsHideNothing) {
  EXPECT_THAT(Hidden("- source_matchers: ['alertname = InfoInhibitor']\n"
                     "  target_matchers: ['severity = info']\n"
                     "  equal: [namespace]\n"
                     "- target_matchers: ['alertname = InfoInhibitor']\n"),
              IsEmpty());
  EXPECT_THAT(Hidden("[]\n"), IsEmpty());
}

TEST(InhibitionsTest, WithoutTheAlertsNameAnyCriticalAlertHides) {
  EXPECT_THAT(Hidden("- source_matchers: [severity=\"critical\"]\n"
                     "  target_matchers: [severity=\"warning\"]\n"
                     "  equal: [namespace]\n"),
              Contains(HasSubstr("BackupFailed (warning)")));
}

TEST(InhibitionsTest, ARuleThatCannotBeReadCannotTell) {
  EXPECT_THAT(
      Hidden("- source_matchers: ['severity=~\"(?=w)\"']\n  target_matchers: ['severity=\"warning\"']\n"),
      Contains(HasSubstr("(?=w)")));
  EXPECT_FALSE(Inhibitions::Parse("inhibit_rules: [{equal: {a: b}}").ok());
}

}  // namespace
}  // namespace lastgood
