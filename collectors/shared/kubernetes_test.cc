#include "collectors/shared/kubernetes.h"

#include <gtest/gtest.h>

#include "collectors/shared/remember.h"
#include "tests/support/objects.h"

namespace lastgood {
namespace {

TEST(KubernetesTest, AddressesLoseTheirCredentials) {
  EXPECT_EQ(WithoutCredentials("s3://backups/path"), "s3://backups/path");
  EXPECT_EQ(WithoutCredentials("s3://bucket@us-east-1/path"), "s3://bucket@us-east-1/path");
  EXPECT_EQ(WithoutCredentials("azblob://box@core.windows.net/"), "azblob://box@core.windows.net/");
  EXPECT_EQ(WithoutCredentials("s3://key:secret@bucket/path"), "s3://bucket/path");
  EXPECT_EQ(WithoutCredentials("https://token@host/c?sig=secret#x"), "https://host/c");
  EXPECT_EQ(WithoutCredentials("cifs://user:p@ss@host/share"), "cifs://host/share");
  EXPECT_EQ(WithoutCredentials("not a url"), "not a url");
  EXPECT_EQ(WithoutCredentials(""), "");
}

TEST(KubernetesTest, CommandsAreOnlyMadeOfNamesThatAShellLeavesAlone) {
  const ObjectKey good{"cnpg", "app", "Cluster", "pg"};
  EXPECT_EQ(InspectCommand(good, "clusters.postgresql.cnpg.io", "pg"),
            "kubectl -n app describe clusters.postgresql.cnpg.io pg");
  EXPECT_EQ(InspectCommand(good, "backups.postgresql.cnpg.io", ""),
            "kubectl -n app get backups.postgresql.cnpg.io");
  EXPECT_EQ(InspectCommand(good, "x", "$(reboot)"), "");
  EXPECT_EQ(InspectCommand({"cnpg", "a; reboot", "Cluster", "pg"}, "x", ""), "");
  EXPECT_EQ(InspectCommand({"cnpg", "-A", "Cluster", "pg"}, "x", ""), "");
}

TEST(KubernetesTest, TheMedianIsTheMiddleOne) {
  std::vector<int> none, odd{9, 1, 5}, even{4, 1, 3, 2};
  EXPECT_EQ(Median(none), std::nullopt);
  EXPECT_EQ(Median(odd), 5);
  EXPECT_EQ(Median(even), 2);
}

ObjectiveAnnotations Annotated(std::string_view annotations) {
  ObjectiveAnnotations read;
  EachObject("{metadata: {annotations: {" + std::string(annotations) + "}}}",
             [&](const Fields& fields) { read = ReadObjectiveAnnotations(fields); });
  return read;
}

TEST(KubernetesTest, AnnotationsSetObjectives) {
  EXPECT_EQ(Annotated("lastgood.dev/max-age: 7d").max_age, std::chrono::days(7));
  EXPECT_EQ(Annotated("lastgood.dev/ignore: ''").ignore, "");
  EXPECT_EQ(Annotated("other: x").ignore, std::nullopt);
  EXPECT_NE(Annotated("lastgood.dev/max-age: '0'").complaint, "");
  EXPECT_NE(Annotated("lastgood.dev/max-age: weekly").complaint.find("weekly"), std::string::npos);
}

Facts OneObject(std::optional<Time> failure, std::optional<Time> created, std::string destination = "d") {
  Track track;
  track.method = "m";
  track.destination = std::move(destination);
  track.last_failure = failure;
  track.last_failure_message = failure ? "at " + std::to_string(failure->time_since_epoch().count()) : "";
  ObjectFacts object;
  object.key = {"s", "n", "k", "o"};
  object.created = created;
  object.tracks = {track};
  Facts facts;
  facts.objects = {object};
  return facts;
}

std::optional<Time> Remembered(const Facts& former, Facts fresh) {
  RememberFailures(former, fresh);
  return fresh.objects[0].tracks[0].last_failure;
}

TEST(RememberTest, TheNewestFailureOfTheSameTrackStays) {
  const Time early{std::chrono::hours(1)}, late{std::chrono::hours(2)};
  EXPECT_EQ(Remembered(OneObject(late, {}), OneObject({}, {})), late);
  EXPECT_EQ(Remembered(OneObject(late, {}), OneObject(early, {})), late);
  EXPECT_EQ(Remembered(OneObject(early, {}), OneObject(late, {})), late);
  EXPECT_EQ(Remembered(OneObject(late, {}, "elsewhere"), OneObject({}, {})), std::nullopt);
}

TEST(RememberTest, AnObjectOfTheSameNameThatIsNewHasNoPast) {
  const Time early{std::chrono::hours(1)}, late{std::chrono::hours(2)};
  EXPECT_EQ(Remembered(OneObject(early, early), OneObject({}, late)), std::nullopt);
  EXPECT_EQ(Remembered(OneObject(late, early), OneObject({}, early)), late);
}

TEST(RememberTest, WhatIsGoneIsForgotten) {
  Facts fresh;
  RememberFailures(OneObject(Time(std::chrono::hours(1)), {}), fresh);
  EXPECT_TRUE(fresh.objects.empty());
}

RestoreTestFacts Drill(std::optional<Time> success) {
  RestoreTestFacts drill;
  drill.key = {"s", "n", "Restore", "o"};
  drill.last_success = success;
  drill.recovered_to = success;
  return drill;
}

TEST(RememberTest, ADrillStaysForAsLongAsItsObject) {
  const Time early{std::chrono::hours(1)}, late{std::chrono::hours(2)};
  Facts former = OneObject({}, {}), fresh = OneObject({}, {}), gone;
  former.restore_tests = {Drill(early)};
  fresh.objects[0].observed = late;
  RememberDrills(former, fresh);
  RememberDrills(former, gone);
  ASSERT_EQ(fresh.restore_tests.size(), 1U);
  EXPECT_EQ(fresh.restore_tests[0].last_success, early);
  EXPECT_EQ(fresh.restore_tests[0].observed, late);
  EXPECT_TRUE(gone.restore_tests.empty());
}

TEST(RememberTest, TheNewestSuccessOfADrillStays) {
  const Time early{std::chrono::hours(1)}, late{std::chrono::hours(2)};
  Facts former = OneObject({}, {}), fresh = OneObject({}, {});
  former.restore_tests = {Drill(late)};
  fresh.restore_tests = {Drill(early)};
  RememberDrills(former, fresh);
  EXPECT_EQ(fresh.restore_tests[0].last_success, late);
  EXPECT_EQ(fresh.restore_tests[0].recovered_to, late);
  fresh.restore_tests = {Drill(late)};
  fresh.restore_tests[0].created = late;  // of another object that bore its name
  fresh.restore_tests[0].last_success = std::nullopt;
  RememberDrills(former, fresh);
  EXPECT_EQ(fresh.restore_tests[0].last_success, std::nullopt);
}

TEST(RememberTest, RestoringOlderDataProvesNothingNew) {
  const Time early{std::chrono::hours(1)}, late{std::chrono::hours(2)}, later{std::chrono::hours(3)};
  RestoreTestFacts drill = Drill(late);
  EXPECT_FALSE(ProvesMore(later, early, drill));
  EXPECT_TRUE(ProvesMore(later, late, drill));
  EXPECT_TRUE(ProvesMore(later, std::nullopt, drill)) << "of what, is not known";
  EXPECT_FALSE(ProvesMore(early, std::nullopt, drill));
  EXPECT_FALSE(ProvesMore(std::nullopt, later, drill));
  EXPECT_TRUE(ProvesMore(early, std::nullopt, Drill(std::nullopt)));
}

TEST(RememberTest, WhatWasKnownOfTheSameSuccessStays) {
  const Time late{std::chrono::hours(2)};
  Facts former, fresh;
  former.restore_tests = {Drill(late)};
  former.restore_tests[0].duration = std::chrono::minutes(5);
  fresh.restore_tests = {Drill(late)};
  fresh.restore_tests[0].recovered_to = std::nullopt;
  RememberDrills(former, fresh);
  EXPECT_EQ(fresh.restore_tests[0].recovered_to, late);
  EXPECT_EQ(fresh.restore_tests[0].duration, std::chrono::minutes(5));
}

TEST(KubernetesTest, ADestinationIsLookedAtAnewWithinThreePolls) {
  const Time last{std::chrono::hours(2)}, created{std::chrono::hours(1)};
  EXPECT_EQ(CheckDeadline(last, created, std::chrono::minutes(5)), last + std::chrono::minutes(20));
  EXPECT_EQ(CheckDeadline({}, created, std::chrono::minutes(5)), created + std::chrono::minutes(20));
  EXPECT_EQ(CheckDeadline({}, {}, std::chrono::minutes(5)), std::nullopt);
  EXPECT_EQ(CheckDeadline(last, created, Duration::zero()), std::nullopt);
}

}  // namespace
}  // namespace lastgood
