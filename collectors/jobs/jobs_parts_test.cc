// Jobs that report for several parts, with codes and series of their own: the whole is as good as the worst.
#include <gmock/gmock.h>

#include "collectors/jobs/jobs_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kLastGood[] = ", max_age: 26h, metrics: {ok_at: last_success}";

class JobPartsTest : public JobsTest {
 protected:
  std::string OkAt(const std::string& part, Duration age) const {
    return "ok_at{job=\"dumps\",db=\"" + part + "\"} " + Seconds(age) + "\n";
  }
};

TEST_F(JobPartsTest, APartThatNeverSucceededKeepsTheWholeFromBeingGood) {
  Write("a.prom", OkAt("orders", hours(1)) + "ok_at{job=\"dumps\",db=\"users\"} 0\n");
  OpenFolder(kLastGood);
  EXPECT_THAT(Run().problems, IsEmpty()) << "0 is never, and no mistake";
  EXPECT_EQ(OnlyTrack("dumps").last_success_finish, std::nullopt);
  EXPECT_THAT(Job("dumps").unread, ElementsAre(HasSubstr("db=\"users\": it says that it never succeeded")));
  Write("a.prom", "backup_success{job=\"dumps\"} 1\nbackup_timestamp{job=\"dumps\"} 0\n");
  OpenFolder();
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_EQ(OnlyTrack("dumps").last_success_finish, std::nullopt);
  EXPECT_THAT(Job("dumps").unread, ElementsAre(HasSubstr("it says that it never succeeded")));
}

TEST_F(JobPartsTest, APartWithAnOutcomeThatIsNotUnderstoodKeepsTheWholeFromBeingGood) {
  Write("a.prom", Good(hours(10), "{job=\"btrfs\",subvolume=\"home\"}") +
                      "backup_success{job=\"btrfs\",subvolume=\"pics\"} 2\n"
                      "backup_timestamp{job=\"btrfs\",subvolume=\"pics\"} " +
                      Seconds(hours(120)) + "\n");
  OpenFolder(", max_age: 26h");
  EXPECT_THAT(Run().problems, SizeIs(1));
  EXPECT_EQ(OnlyTrack("btrfs").last_success_finish, std::nullopt);
  EXPECT_THAT(Job("btrfs").unread,
              ElementsAre(HasSubstr("subvolume=\"pics\": backup_success: expected 1 or 0, found 2: say in "
                                    "`outcomes` what it means")));
}

TEST_F(JobPartsTest, APartThatTellsWhenItRanAndNotHowKeepsTheWholeFromBeingGood) {
  Write("a.prom", Good(hours(1), "{job=\"x\",db=\"a\"}") + "backup_timestamp{job=\"x\",db=\"b\"} " +
                      Seconds(hours(90)) + "\n");
  OpenFolder(", max_age: 26h");
  Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, std::nullopt);
  EXPECT_THAT(Job("x").unread, ElementsAre(HasSubstr("db=\"b\": it does not report whether it succeeded")));
}

TEST_F(JobPartsTest, APartOfTheFutureKeepsTheWholeFromBeingGood) {
  for (const Duration ahead : {hours(30), hours(24 * 400)}) {
    Write("a.prom", OkAt("orders", hours(1)) + OkAt("users", -ahead));
    OpenFolder(kLastGood);
    const Collected collected = Run();
    ASSERT_THAT(collected.problems, SizeIs(1));
    EXPECT_EQ(collected.problems[0].error.code, ErrorCode::kClockSkew);
    EXPECT_EQ(OnlyTrack("dumps").last_success_finish, std::nullopt);
    EXPECT_THAT(Job("dumps").unread, ElementsAre(HasSubstr("lies in the future")));
  }
}

TEST_F(JobPartsTest, ASuccessOfNoBytesIsNone) {
  const std::string size = "pg_dump_size_bytes{job=\"dumps\",db=\"b\"} ";
  const std::string both =
      Good(hours(1), "{job=\"dumps\",db=\"a\"}") + Good(hours(1), "{job=\"dumps\",db=\"b\"}");
  Write("a.prom", both + size + "0\npg_dump_size_bytes{job=\"dumps\",db=\"a\"} 7\n");
  OpenFolder(", max_age: 26h");
  Run();
  EXPECT_EQ(OnlyTrack("dumps").last_success_finish, std::nullopt);
  EXPECT_THAT(Job("dumps").unread, ElementsAre(HasSubstr("db=\"b\": its last success is of 0 bytes")));
  Write("a.prom", both + size + "9\n");
  Run();
  EXPECT_EQ(OnlyTrack("dumps").last_success_finish, clock_.Now() - hours(1));
  EXPECT_THAT(Job("dumps").unread, IsEmpty());
}

TEST_F(JobPartsTest, ThePartsThatFailedAreNamed) {
  Write("all.prom", Bad(hours(9), "{backup=\"db\"}") + Good(hours(9), "{backup=\"files\"}"));
  OpenFolder(", max_age: 26h");
  Run();
  EXPECT_EQ(OnlyTrack("all").last_failure_message, "it reports that its last run failed: backup=\"db\"");
}

TEST_F(JobPartsTest, APartThatIsNoLongerWrittenStillCounts) {
  Write("a.prom", OkAt("orders", hours(25)) + OkAt("users", hours(25)));
  OpenFolder(kLastGood);
  Run();
  const Time first = clock_.Now();
  Write("a.prom", OkAt("orders", hours(1)));
  clock_.Advance(minutes(1));
  Run();
  EXPECT_EQ(OnlyTrack("dumps").last_success_finish, first - hours(25)) << "that of users";
  EXPECT_THAT(Job("dumps").notes, ElementsAre(HasSubstr("db=\"users\": nothing reports it any more, since")));
  clock_.Advance(hours(24 * 8));
  Write("a.prom", OkAt("orders", hours(1)));
  Run();
  EXPECT_EQ(OnlyTrack("dumps").last_success_finish, clock_.Now() - hours(1)) << "it is forgotten one day";
  EXPECT_THAT(Job("dumps").notes, IsEmpty());
}

TEST_F(JobPartsTest, APartThatFailedAndVanishedKeepsTheWholeFailed) {
  const auto labels = [](const std::string& db) { return "{job=\"dumps\",db=\"" + db + "\"}"; };
  Write("a.prom", Good(hours(25), labels("orders")) + Bad(hours(25), labels("users")));
  OpenFolder(", max_age: 26h");
  Run();
  Write("a.prom", Good(hours(1), labels("orders")));
  Run();
  const Track track = OnlyTrack("dumps");
  EXPECT_EQ(track.last_success_finish, std::nullopt);
  EXPECT_EQ(track.last_failure, clock_.Now() - hours(25));
  EXPECT_THAT(track.last_failure_message, HasSubstr("db=\"users\" (nothing reports it any more)"));
}

TEST_F(JobPartsTest, PartsWithNewNamesReplaceTheOldOnes) {
  const auto run = [&](const std::string& id, Duration age) {
    return Good(age, "{job=\"x\",run=\"" + id + "\"}");
  };
  Write("a.prom", run("1", hours(49)));
  OpenFolder(", max_age: 26h");
  Run();
  Write("a.prom", run("2", hours(25)));
  Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(25)) << "each run has a name of its own";
  Write("a.prom", run("2", hours(25)) + run("3", hours(20)));
  Run();
  Write("a.prom", run("3", hours(20)) + run("4", hours(1)));
  Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(20)) << "the last two are on show";
  EXPECT_THAT(Job("x").notes, IsEmpty());
}

TEST_F(JobPartsTest, OfSeriesThatANewerToolStartedTheNewestCounts) {
  const auto snapshot = [&](const char* version, const char* hash, Duration age) {
    return fmt::format(
        "restic_backup_timestamp{{client_hostname=\"nas\",client_version=\"{}\",snapshot_hash=\"{}\","
        "snapshot_paths=\"/data\"}} {}\n",
        version, hash, Seconds(age));
  };
  Write("r.prom", snapshot("0.17.3", "aa", hours(4000)) + snapshot("0.18.0", "bb", hours(9)));
  OpenFolder(", preset: restic-exporter, max_age: 26h");
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_EQ(OnlyTrack("nas").last_success_finish, clock_.Now() - hours(9));
  Write("r.prom", snapshot("0.17.3", "aa", hours(9)) + snapshot("0.18.0", "bb", -hours(900)));
  OpenFolder(", preset: restic-exporter, max_age: 26h");
  Run();
  EXPECT_EQ(OnlyTrack("nas").last_success_finish, std::nullopt) << "one of them is of a wrong clock";
  Write("a.prom", "ok_at{job=\"y\",tool=\"1\"} " + Seconds(hours(90)) + "\nok_at{job=\"y\",tool=\"2\"} " +
                      Seconds(hours(2)) + "\n");
  OpenFolder(", max_age: 26h, metrics: {ok_at: last_success}, not_parts: [tool]");
  Run();
  EXPECT_EQ(OnlyTrack("y").last_success_finish, clock_.Now() - hours(2));
}

TEST_F(JobPartsTest, CodesOfKnownExportersAndOfOnesOwnAreMapped) {
  Write("p.prom",
        "resticprofile_backup_status{profile=\"nas\"} 0\n"
        "resticprofile_backup_status{profile=\"laptop\"} 2\n"
        "resticprofile_backup_status{profile=\"half\"} 1\n"
        "resticprofile_backup_status{profile=\"odd\"} 3\n");
  OpenFolder(", preset: resticprofile, max_age: 26h");
  EXPECT_THAT(Run().problems, SizeIs(1));
  EXPECT_EQ(OnlyTrack("laptop").last_success_finish, clock_.Now());
  EXPECT_EQ(OnlyTrack("nas").last_failure_message, "it reports that its last run failed");
  EXPECT_EQ(OnlyTrack("nas").last_success_finish, std::nullopt);
  EXPECT_EQ(OnlyTrack("half").last_failure_message, "it reports that its last run ended with warnings");
  EXPECT_THAT(Job("odd").unread, ElementsAre(HasSubstr("`outcomes` does not say what 3 means")));
  Write("p.prom", "exit_code{job=\"a\"} 0\nexit_code{job=\"b\"} 137\nexit_code{job=\"c\"} NaN\n");
  OpenFolder(
      ", max_age: 26h, metrics: {exit_code: success}, outcomes: {exit_code: {0: success, other: failure}}");
  EXPECT_THAT(Run().problems, SizeIs(1));
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now());
  EXPECT_EQ(OnlyTrack("b").last_failure, clock_.Now());
  EXPECT_EQ(OnlyTrack("c").last_success_finish, std::nullopt);
}

TEST_F(JobPartsTest, ARelativeFolderCountsFromTheConfig) {
  std::filesystem::create_directory(folder_ / "metrics");
  Write("metrics/a.prom", Good(hours(1)));
  for (const char* folder : {"metrics", "./metrics/", "metrics/../metrics"}) {
    Result<ConfigReader> reader =
        ConfigReader::Parse(fmt::format("host: {{folder: {}}}", folder), folder_ / "lastgood.yaml");
    ASSERT_TRUE(reader.ok());
    Result<std::vector<Collector>> made =
        MakeJobsCollectors(*reader, {*http_, clock_, nullptr, [](const char*) { return std::nullopt; }, {}});
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
    Run();
    EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(1)) << folder;
    EXPECT_EQ(Job("a").inspect, "cat " + folder_ / "metrics/a.prom");
  }
}

TEST_F(JobPartsTest, WhereNothingIsUnderstoodTheNamesThatAreThereAreTold) {
  std::string text;
  for (int i = 10; i < 60; ++i) text += fmt::format("own_metric_{} 1\n", i);
  Write("a.prom", text);
  OpenFolder(", max_age: 26h");
  const Collected collected = Run();
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message,
              HasSubstr("say in jobs.host.metrics what they mean; there are own_metric_10, own_metric_11"));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("own_metric_29 and more"));
  Write("b.prom", Good(hours(1)));
  EXPECT_THAT(Run().problems, IsEmpty()) << "other files in the folder are none of its business";
}

}  // namespace
}  // namespace lastgood
