#include "catalog/expose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/time.h"
#include "catalog/expose_coverage.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time kNow = *ParseRfc3339("2026-08-20T12:00:00Z");

std::string Text(const Part& part, Format format = Format::kText) {
  const Samples samples = Expose(part);
  const Samples* parts[] = {&samples};
  return Render(format, parts);
}

Part WithObject(ObjectFacts object) {
  Facts facts;
  facts.objects = {std::move(object)};
  return MakePart({.kind = "cnpg", .source = "kubernetes"}, std::move(facts), {}, kNow);
}

ObjectFacts Plain(std::string name) {
  return {
      .key = {"cnpg", "", "Cluster", std::move(name)}, .observed = kNow, .protection = Protection::kNoPolicy};
}

TEST(ExposeTest, UnknownIsAbsentAndAnEmptyNamespaceIsWrittenOut) {
  const std::string text = Text(WithObject(Plain("pg")));
  EXPECT_THAT(
      text,
      HasSubstr("lastgood_object_observed_timestamp_seconds{system=\"cnpg\",namespace=\"\",kind=\"Cluster\","
                "name=\"pg\"} 1787227200\n"));
  EXPECT_THAT(
      text, HasSubstr("lastgood_object_protected{system=\"cnpg\",namespace=\"\",kind=\"Cluster\",name=\"pg\","
                      "reason=\"no_policy\"} 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("lastgood_backups{")));
  EXPECT_THAT(text, Not(HasSubstr("lastgood_backup_deadline")));
}

TEST(ExposeTest, CompletedIsPresentWithZeroExactlyWhenTheHistoryWasRead) {
  ObjectFacts object = Plain("pg");
  object.tracks = {Track{.counts = BackupCounts{}}};
  EXPECT_THAT(Text(WithObject(object)), HasSubstr("name=\"pg\",status=\"completed\"} 0\n"));
}

TEST(ExposeTest, AHistogramOfTheClientLibraryIsWrittenAsPrometheusReadsIt) {
  prometheus::ClientMetric metric;
  metric.label = {{"host", "a\"b"}};
  metric.histogram = {.sample_count = 3,
                      .sample_sum = 7.5,
                      .bucket = {{1, 0.5}, {3, std::numeric_limits<double>::infinity()}}};
  const prometheus::MetricFamily family{"x_seconds", "Help.", prometheus::MetricType::Histogram, {metric}};
  const prometheus::MetricFamily empty{"y_seconds", "Help.", prometheus::MetricType::Histogram, {}};
  const prometheus::MetricFamily families[] = {family, empty};
  EXPECT_EQ(Render(Format::kText, {}, families),
            "# HELP x_seconds Help.\n# TYPE x_seconds histogram\n"
            "x_seconds_bucket{host=\"a\\\"b\",le=\"0.5\"} 1\n"
            "x_seconds_bucket{host=\"a\\\"b\",le=\"+Inf\"} 3\n"
            "x_seconds_sum{host=\"a\\\"b\"} 7.5\nx_seconds_count{host=\"a\\\"b\"} 3\n");
}

TEST(ExposeTest, HostileNamesStayOneLabelValue) {
  const std::string text = Text(WithObject(Plain("a\"b\\c\nd\xFF")));
  EXPECT_THAT(text, HasSubstr("name=\"a\\\"b\\\\c\\nd\uFFFD\"}"));
}

TEST(ExposeTest, EndlessNamesAreCut) {
  EXPECT_LT(Text(WithObject(Plain(std::string(100'000, 'x')))).size(), 20'000u);
}

TEST(ExposeTest, AnObjectThatComesTwiceIsOneSeries) {
  Facts facts;
  facts.objects = {Plain("pg"), Plain("pg")};
  const Part part = MakePart({.kind = "cnpg", .source = "kubernetes"}, std::move(facts), {}, kNow);
  EXPECT_EQ(part.facts.objects.size(), 1u);
  EXPECT_EQ(part.derived.size(), 1u);
}

TEST(ExposeTest, OpenMetricsNamesCountersFamiliesWithoutTotalAndEnds) {
  const std::string text = Text(WithObject(Plain("pg")), Format::kOpenMetrics);
  EXPECT_THAT(text, HasSubstr("# TYPE lastgood_collector_errors counter\n"));
  EXPECT_THAT(text, HasSubstr("lastgood_collector_errors_total{collector=\"cnpg\",source=\"kubernetes\","
                              "reason=\"timeout\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("# UNIT lastgood_collector_interval_seconds seconds\n"));
  EXPECT_TRUE(text.ends_with("# EOF\n"));
}

TEST(ExposeTest, PartsAreJoinedFamilyByFamily) {
  const Samples a = Expose(WithObject(Plain("a")));
  const Samples b = Expose(WithObject(Plain("b")));
  const Samples* parts[] = {&a, &b};
  const std::string text = Render(Format::kText, parts);
  const std::string type = "# TYPE lastgood_object_info gauge\n";
  EXPECT_EQ(text.find(type), text.rfind(type));
}

TEST(ExposeTest, FractionsAndMillisecondsAreExact) {
  ObjectFacts object = Plain("pg");
  object.observed = kNow + Duration(250);
  EXPECT_THAT(Text(WithObject(object)), HasSubstr("name=\"pg\"} 1787227200.25\n"));
}

TEST(ExposeTest, WhatAStoreHoldsInAllIsExposed) {
  ObjectFacts object = Plain("pg");
  object.tracks = {{.method = "snapshot", .stored = Usage{5000, 3}}};
  const std::string text = Text(WithObject(object));
  EXPECT_THAT(text, HasSubstr("name=\"pg\"} 5000\n"));
  EXPECT_THAT(text, HasSubstr("lastgood_backup_stored_objects{"));
  EXPECT_THAT(Text(WithObject(Plain("pg"))), Not(HasSubstr("lastgood_backup_stored")));
}

TEST(ExposeTest, DrillsCopiesAndEvidenceAreExposed) {
  ObjectFacts object = Plain("pg");
  object.proofs = {{"listing", false, kNow, ""}};
  EXPECT_THAT(Text(WithObject(object)), HasSubstr("name=\"pg\",proof=\"listing\"} 0\n"));
  Facts facts;
  RestoreTestFacts test{.key = {"restore_test", "app", "CronJob", "drill"}, .observed = kNow};
  test.max_age = std::chrono::hours(1);
  test.last_success = kNow;
  facts.restore_tests = {test};
  facts.copies = {{.name = "offsite", .missing_objects = 0}};
  const std::string text =
      Text(MakePart({.kind = "restore_tests", .source = "drill"}, std::move(facts), {}, kNow));
  EXPECT_THAT(text, HasSubstr("lastgood_restore_test_deadline_timestamp_seconds{system=\"restore_test\","
                              "namespace=\"app\",kind=\"CronJob\",name=\"drill\"} 1787230800\n"));
  EXPECT_THAT(text, HasSubstr("lastgood_copy_missing_objects{copy=\"offsite\"} 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("lastgood_copy_checked")));
  EXPECT_THAT(text, Not(HasSubstr("lastgood_object_info")));
}

TEST(CatalogTest, NoTwoMetricsShareAName) {
  for (std::size_t i = 0; i < catalog::kCatalog.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(catalog::kCatalog[i].name, catalog::kCatalog[j].name);
}

std::string Text(const Coverage& coverage) {
  const Samples samples = Expose(coverage);
  const Samples* parts[] = {&samples};
  return Render(Format::kText, parts);
}

TEST(ExposeTest, EachLayerOfAClaimIsOneOrZero) {
  CoveredWorkload claim{.key = {"kubernetes", "app", "PersistentVolumeClaim", "data"}};
  claim.layers = {{"velero", true, "", kNow, {}}, {"k8up", false, "", std::nullopt, {}}};
  claim.copies = 1;
  claim.copies_apart = 0;
  const std::string text = Text(Coverage{{claim}, {}});
  const std::string labels = "{namespace=\"app\",kind=\"PersistentVolumeClaim\",name=\"data\"";
  EXPECT_THAT(text, HasSubstr("lastgood_covered" + labels + ",by=\"velero\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("lastgood_covered" + labels + ",by=\"k8up\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("lastgood_copies" + labels + "} 1\n"));
  EXPECT_THAT(text, HasSubstr("lastgood_copies_apart" + labels + "} 0\n"));
}

TEST(ExposeTest, OnlyWhatIsAtRiskHasZerosAlone) {
  CoveredWorkload claim{.key = {"kubernetes", "app", "PersistentVolumeClaim", "data"}};
  claim.layers = {{"k8up", false, "", std::nullopt, {}}};
  EXPECT_THAT(Text(Coverage{{claim}, {}}), HasSubstr("by=\"k8up\"} 0"));
  CoveredWorkload ignored = claim, told = claim, unknown = claim;
  ignored.deliberate = told.told = true;
  unknown.unknown = "nothing is known of velero";
  EXPECT_EQ(Text(Coverage{{ignored, told, unknown}, {}}), "");
  claim.layers.clear();
  EXPECT_THAT(Text(Coverage{{claim}, {}}), HasSubstr("by=\"none\"} 0")) << "no mechanism at all";
}

TEST(ExposeTest, AComponentTellsWhatIsKnown) {
  ComponentState state{.name = "care", .is_protected = false, .reason = "missing"};
  EXPECT_THAT(Text(Coverage{{}, {state}}),
              HasSubstr("lastgood_component_protected{component=\"care\",reason=\"missing\"} 0\n"));
  EXPECT_THAT(Text(Coverage{{}, {state}}), Not(HasSubstr("recovery_point")));
  state.is_protected.reset();
  state.what.objective = std::chrono::hours(1);
  EXPECT_THAT(Text(Coverage{{}, {state}}), Not(HasSubstr("lastgood_component_protected{")));
  EXPECT_THAT(Text(Coverage{{}, {state}}),
              HasSubstr("lastgood_component_objective_seconds{component=\"care\"} 3600\n"));
}

}  // namespace
}  // namespace lastgood
