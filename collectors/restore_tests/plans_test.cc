// Drills that the config tells of.
#include "collectors/restore_tests/plans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/restore_tests/drill_world.h"

namespace lastgood::restore_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Photos(std::string_view more = "", std::string_view status = "") {
  return CronJob(more, status, "photos", "0 4 * * 0");
}
std::string Ran(std::string_view start, std::string_view end, std::string_view why = "") {
  return Job(start, end, why, "photos");
}
std::string Mistake(std::string_view yaml) {
  ConfigReader reader = ConfigReader::Parse(yaml, "c.yaml").value();
  ReadPlans(reader);
  const Status status = reader.Finish();
  return status.ok() ? "" : status.error().message;
}

TEST(RestoreTestPlansTest, WithoutAConfigMapTheJobsSay) {
  World world(Photos() + Ran("16T04:00:00", "16T04:20:00") + Ran("09T04:00:00", "09T04:20:00", "Boom"),
              "photos: {cronjob: photos, max_age: 8d, restores: [{system: restic, name: nas}]}");
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_success), "2026-08-16T04:20:00Z");
  EXPECT_EQ(drill.duration, std::chrono::minutes(20));
  EXPECT_EQ(DeadlineOf(drill), "2026-08-24T04:20:00Z");
  EXPECT_EQ(drill.restores, (std::vector<ObjectKey>{{"restic", "", "", "nas"}}));
}

TEST(RestoreTestPlansTest, TheCronJobRemembersASuccessWhoseJobIsGone) {
  World world(Photos("", "lastSuccessfulTime: \"2026-08-16T04:20:00Z\"") + Ran("09T04:00:00", "09T04:20:00"),
              "photos: {cronjob: photos, restores: [{system: restic}]}");
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_success), "2026-08-16T04:20:00Z");
  EXPECT_EQ(drill.duration, std::nullopt);
}

TEST(RestoreTestPlansTest, KeysSayWhereTheConfigMapHoldsWhat) {
  World world(Photos() + Ran("16T04:00:00", "16T04:20:00") +
                  State("\"state.json\": '{\"last\": {\"ok\": 1786854000, \"age\": \"5h\", \"rto\": 900}}'",
                        "", "book"),
              "photos: {cronjob: photos, namespace: app, configmap: book, restores: [{system: restic}], "
              "max_data_age: "
              "26h, keys: {success: state.json/last/ok, data_age: state.json/last/age, duration: "
              "state.json/last/rto}}");
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_success), "2026-08-16T04:20:00Z");
  EXPECT_EQ(Text(drill.recovered_to), "2026-08-15T23:20:00Z");
  EXPECT_EQ(drill.duration, std::chrono::minutes(15));
  EXPECT_EQ(drill.max_data_age, std::chrono::hours(26));
}

TEST(RestoreTestPlansTest, DataThatIsTooOldIsNoProof) {
  const auto deadline = [](std::string_view data, std::string_view more) {
    World world(
        Photos() + Ran("16T04:00:00", "16T04:20:00") + State(data, "", "book"),
        "photos: {cronjob: photos, configmap: book, restores: [{system: restic}]" + std::string(more) + "}");
    return DeadlineOf(world.Drill());
  };
  const std::string_view fresh =
                             "lastSuccess: \"2026-08-16T04:20:00Z\", recoveredTo: \"2026-08-16T02:00:00Z\"",
                         old = "lastSuccess: \"2026-08-16T04:20:00Z\", recoveredTo: \"2026-07-01T02:00:00Z\"";
  EXPECT_EQ(deadline(fresh, ""), "2026-08-30T05:20:00Z");
  EXPECT_EQ(deadline(fresh, ", max_data_age: 1h"), "2026-08-16T03:00:00Z");
  EXPECT_EQ(deadline(fresh, ", max_age: 8d"), "2026-08-24T04:20:00Z");
  EXPECT_EQ(deadline(old, ", max_age: 8d"), "2026-07-09T02:00:00Z") << "a replay, without any max_data_age";
  EXPECT_EQ(deadline(old, ", max_age: 8d, max_data_age: 60d"), "2026-08-24T04:20:00Z") << "meant to be old";
}

TEST(RestoreTestPlansTest, ARecordThatSaysFailedIsAFailure) {
  World world(
      Photos() + Ran("16T04:00:00", "16T04:20:00") +
          State("result: failed, lastTest: \"2026-08-16T04:20:00Z\", message: no table t, backup: b-1", "",
                "book"),
      "photos: {cronjob: photos, configmap: book, restores: [{system: restic}]}");
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_failure), "2026-08-16T04:20:00Z");
  EXPECT_EQ(drill.last_failure_message, "no table t");
  EXPECT_EQ(Text(drill.last_success), "absent");
}

TEST(RestoreTestPlansTest, ARecordOfAnOutcomeAloneLeavesTheTimeToTheJobs) {
  World world(Photos() + Ran("16T04:00:00", "16T04:20:00") + State("result: passed", "01T00:00:00", "book"),
              "photos: {cronjob: photos, configmap: book, restores: [{system: restic}]}");
  EXPECT_EQ(Text(world.Drill().last_success), "2026-08-16T04:20:00Z");
}

TEST(RestoreTestPlansTest, ADrillOfTheConfigThatDoesNotExistIsTold) {
  World world(CronJob("", "", "other"), "photos: {cronjob: photos, namespace: app}");
  const Collected collected = world.Pass();
  ASSERT_EQ(collected.problems.size(), 1U);
  EXPECT_EQ(collected.problems[0].error.message,
            "restore_tests.photos: no CronJob photos exists in namespace app");
  EXPECT_FALSE(collected.absent);
}

TEST(RestoreTestPlansTest, TheConfigBeatsThePreset) {
  World world(CronJob() + Job("21T02:10:00", "21T02:40:00") + Backup("21"),
              "mine: {cronjob: cnpg-restore-test}");
  EXPECT_EQ(Text(world.Drill().last_success), "2026-08-21T02:40:00Z") << "no ConfigMap, so the Jobs say";
}

TEST(RestoreTestPlansTest, TheClusterRoleNamesTheConfigMaps) {
  World world(CronJob(), "photos: {cronjob: photos, configmap: book}");
  EXPECT_THAT(world.fixture.collector().config_maps, ElementsAre("book", "cnpg-restore-test-state"));
}

TEST(RestoreTestPlansTest, MistakesAreTold) {
  EXPECT_EQ(Mistake("cnpg: {cronjob: cnpg-restore-test, configmap: cnpg-restore-test-state}"), "");
  EXPECT_THAT(Mistake("a: {configmap: b}"), HasSubstr("needs cronjob"));
  EXPECT_THAT(Mistake("a: {cronjob: Big}"), HasSubstr("expected the name of a Kubernetes object"));
  EXPECT_THAT(Mistake("a: {cronjob: b, keys: {success: c}}"), HasSubstr("needs configmap"));
  EXPECT_THAT(Mistake("a: {cronjob: b, configmap: c, keys: {sucess: d}}"),
              HasSubstr("did you mean \"success\""));
  EXPECT_THAT(Mistake("a: {cronjob: b, max_age: 0s}"), HasSubstr("max_age"));
  EXPECT_THAT(Mistake("a: {cronjob: b, restores: [{}]}"), HasSubstr("at least one of"));
}

}  // namespace
}  // namespace lastgood::restore_tests
