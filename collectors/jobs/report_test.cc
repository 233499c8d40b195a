// What one text says, sample by sample.
#include "collectors/jobs/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood::jobs {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Time kNow{seconds(1'790'000'000)};

Result<Report> Decode(std::string_view text) {
  return DecodeReport(text, Vocabulary(), {.now = kNow, .written = kNow, .fallback_job = "a"});
}

JobReport OnlyJob(std::string_view text) {
  const Result<Report> report = Decode(text);
  if (report.ok() && report->jobs.size() == 1) return report->jobs[0];
  ADD_FAILURE() << text;
  return {};
}

TEST(JobReportTest, ValuesThatCannotBeRightAreToldAndStayUnknown) {
  const std::vector<std::pair<std::string, const char*>> table = {
      {"backup_success 7\nbackup_timestamp 1789990000\n", "expected 1 or 0, found 7"},
      {"backup_success NaN\nbackup_timestamp 1789990000\n", "expected a number, found nan"},
      {"backup_success -1\nbackup_timestamp 1789990000\n", "expected 1 or 0, found -1"},
      {"pg_dump_success 2\nbackup_success 1\nbackup_timestamp 1789990000\n", "expected 1 or 0, found 2"},
      {"backup_timestamp 1789990000000\nbackup_success 1\n", "are these milliseconds?"},
      {"backup_timestamp 3600\nbackup_success 1\n", "is it an age?"},
      {"backup_timestamp 1890000000\nbackup_success 1\n", "lies in the future"},
      {"backup_timestamp -5\nbackup_success 1\n", "expected seconds since 1970, found -5"},
      {"backup_timestamp +Inf\nbackup_success 1\n", "expected seconds since 1970, found inf"},
      {"backup_timestamp NaN\nbackup_success 1\n", "expected seconds since 1970, found nan"},
      {"backup_timestamp{x=\"1\"} NaN\nbackup_success 1\n", "expected seconds since 1970, found nan"},
  };
  for (const auto& [text, says] : table) {
    const Result<Report> report = Decode(text);
    ASSERT_TRUE(report.ok()) << text;
    ASSERT_THAT(report->complaints, SizeIs(1)) << text;
    EXPECT_THAT(report->complaints[0].message, HasSubstr(says)) << text;
    const JobReport& job = report->jobs.at(0);
    EXPECT_TRUE(job.doubtful || !job.ended) << text;
  }
}

TEST(JobReportTest, FiguresThatCannotBeRightCostOnlyThemselves) {
  const Result<Report> report = Decode(
      "backup_success 1\nbackup_timestamp 1789990000\nbackup_duration_seconds -1\npg_dump_size_bytes 1e30\n"
      "backup_files_new 2\nbackup_files_changed NaN\n");
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->complaints, SizeIs(3));
  const JobReport& job = report->jobs.at(0);
  EXPECT_EQ(job.ended, Time(seconds(1'789'990'000)));
  EXPECT_EQ(job.duration, std::nullopt);
  EXPECT_EQ(job.size, std::nullopt);
  EXPECT_EQ(job.files_new, 2u);
  EXPECT_EQ(job.files_changed, std::nullopt);
}

TEST(JobReportTest, TextThatIsNoExpositionIsNotHalfRead) {
  const std::vector<std::pair<std::string, ErrorCode>> table = {
      {"backup_success 1\nbackup_timestamp\n", ErrorCode::kMalformed},
      {"backup_success{job=\"a} 1\n", ErrorCode::kMalformed},
      {"<html>\n", ErrorCode::kMalformed},
      {"backup_success 1\nbackup_timestamp 17899", ErrorCode::kTruncated},
      {"backup_success{job=\"" + std::string(70'000, 'x') + "\"} 1\n", ErrorCode::kTooLarge},
  };
  for (const auto& [text, code] : table) {
    const Result<Report> report = Decode(text);
    ASSERT_FALSE(report.ok()) << text;
    EXPECT_EQ(ToString(report.error().code), ToString(code)) << report.error().message;
  }
  EXPECT_TRUE(Decode("").ok());
}

TEST(JobReportTest, NoMoreJobsAreKeptThanABoundAllows) {
  std::string text;
  for (int i = 0; i < 10'050; ++i) text += "backup_success{job=\"j" + std::to_string(i) + "\"} 1\n";
  const Result<Report> report = Decode(text);
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->jobs, SizeIs(10'000));
  EXPECT_THAT(report->complaints, SizeIs(50));
  text.clear();
  for (int i = 0; i < 100'001; ++i) text += "backup_files_new{n=\"" + std::to_string(i) + "\"} 1\n";
  EXPECT_EQ(Decode(text).error().code, ErrorCode::kTooLarge);
}

TEST(JobReportTest, ASeriesThatAppearsTwiceIsToldAndCountsOnce) {
  const Result<Report> report =
      Decode("pg_dump_size_bytes 5\npg_dump_size_bytes 5\nbackup_success 1\nbackup_success 0\n");
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->complaints, SizeIs(2));
  EXPECT_EQ(report->jobs.at(0).size, 5u);
  EXPECT_EQ(report->jobs.at(0).success, false) << "of two outcomes the worse";
}

TEST(JobReportTest, AFailedDumpWithinAGoodBackupIsNoSuccess) {
  const JobReport job = OnlyJob("backup_success 1\npg_dump_success 0\nbackup_timestamp 1789990000\n");
  EXPECT_EQ(job.success, false);
}

TEST(JobReportTest, OfSeveralDumpsTheOldestSuccessAndTheNewestFailureCount) {
  const JobReport good = OnlyJob(
      "pg_dump_success{database=\"a\"} 1\npg_dump_timestamp{database=\"a\"} 1789990000\n"
      "pg_dump_success{database=\"b\"} 1\npg_dump_timestamp{database=\"b\"} 1789900000\n"
      "pg_dump_size_bytes{database=\"a\"} 3\npg_dump_size_bytes{database=\"b\"} 4\n");
  EXPECT_EQ(good.success, true);
  EXPECT_EQ(good.ended, Time(seconds(1'789'900'000)));
  EXPECT_EQ(good.size, 7u);
  const Result<Report> mixed = DecodeReport(
      "pg_dump_success{database=\"a\"} 1\npg_dump_timestamp{database=\"a\"} 1789990000\n"
      "pg_dump_success{database=\"b\"} 0\npg_dump_timestamp{database=\"b\"} 1789900000\n",
      Vocabulary(), {.now = kNow, .fallback_job = "a"});
  ASSERT_TRUE(mixed.ok());
  EXPECT_EQ(mixed->jobs.at(0).success, false);
  EXPECT_EQ(mixed->jobs.at(0).failed, Time(seconds(1'789'900'000))) << "when b failed, not when a ran";
}

TEST(JobReportTest, NothingThatIsReportedHappenedAfterItWasWritten) {
  const Result<Report> report =
      DecodeReport("backup_success 1\nbackup_timestamp 1789990000\n", Vocabulary(),
                   {.now = kNow, .written = Time(seconds(1'789'900'000)), .fallback_job = "a"});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->jobs.at(0).ended, Time(seconds(1'789'900'000)));
  ASSERT_THAT(report->complaints, SizeIs(1));
  EXPECT_EQ(report->complaints[0].code, ErrorCode::kClockSkew);
}

TEST(JobReportTest, AGroupOfAPushgatewayIsAsOldAsItsOwnPush) {
  const Result<Report> report = DecodeReport(
      "backup_success{instance=\"\",job=\"x\"} 1\npush_time_seconds{instance=\"\",job=\"x\"} 1789990000\n"
      "backup_success{instance=\"\",job=\"x\",disk=\"d\",size=\"s\"} 1\n"
      "push_time_seconds{instance=\"\",job=\"x\",disk=\"d\"} 1789900000\n"
      "backup_success{instance=\"h\",job=\"y\"} 1\n",
      Vocabulary(), {.now = kNow});
  ASSERT_TRUE(report.ok());
  ASSERT_THAT(report->jobs, SizeIs(2));
  EXPECT_EQ(report->jobs[0].ended, Time(seconds(1'789'900'000))) << "the older of the two groups";
  EXPECT_EQ(report->jobs[1].ended, std::nullopt) << "it is in no group";
}

TEST(JobReportTest, APushThatWasRefusedIsTold) {
  const std::string good = "push_time_seconds{job=\"x\"} 1789990000\n";
  EXPECT_THAT(Decode(good + "push_failure_time_seconds{job=\"x\"} 0\n")->complaints, IsEmpty());
  EXPECT_THAT(Decode(good + "push_failure_time_seconds{job=\"x\"} 1789900000\n")->complaints, IsEmpty());
  const Result<Report> report = Decode(good + "push_failure_time_seconds{job=\"x\"} 1789995000\n");
  ASSERT_THAT(report->complaints, SizeIs(1));
  EXPECT_THAT(report->complaints[0].message, HasSubstr("refused the last push to {job=\"x\"}"));
}

}  // namespace
}  // namespace lastgood::jobs
