// Jobs from pass to pass: what is remembered, what vanishes, and two sources with the same names.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "collectors/jobs/jobs_fixture.h"
#include "model/derive.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using JobsChangeTest = JobsTest;

bool Failing(const Track& track) {
  return track.last_failure &&
         (!track.last_success_finish || *track.last_failure > *track.last_success_finish);
}

TEST_F(JobsChangeTest, AFailureKeepsTheSuccessBeforeIt) {
  OpenFolder();
  Write("a.prom", Good(hours(1)));
  Run();
  const std::optional<Time> success = OnlyTrack("a").last_success_finish;
  clock_.Advance(hours(24));
  Write("a.prom", Bad(hours(1)), hours(1));
  Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, success);
  EXPECT_EQ(OnlyTrack("a").last_failure, clock_.Now() - hours(1));
  clock_.Advance(hours(24));
  Write("a.prom", Good(hours(1)), hours(1));
  Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(1));
  EXPECT_EQ(OnlyTrack("a").last_failure, clock_.Now() - hours(25));
  EXPECT_FALSE(Failing(OnlyTrack("a")));
}

// Some scripts write a timestamp only when all went well.
TEST_F(JobsChangeTest, AFailureBesideTheTimeOfTheLastSuccessIsAFailure) {
  OpenFolder();
  Write("a.prom", Good(hours(1)), hours(1));
  Run();
  Write("a.prom", Bad(hours(1)), minutes(10));
  Run();
  EXPECT_TRUE(Failing(OnlyTrack("a")));
  EXPECT_EQ(OnlyTrack("a").last_failure, clock_.Now() - minutes(10)) << "when the file was written";
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(1));
}

TEST_F(JobsChangeTest, AFailureWhoseFileWasPutBackIsStillAFailure) {
  OpenFolder();
  Write("a.prom", Good(hours(1)), hours(1));
  Run();
  Write("a.prom", Bad(hours(5)), hours(5));
  Run();
  EXPECT_TRUE(Failing(OnlyTrack("a")));
  const std::optional<Time> seen = OnlyTrack("a").last_failure;
  clock_.Advance(hours(1));
  Run();
  EXPECT_EQ(OnlyTrack("a").last_failure, seen) << "the same one, not a new one with each pass";
}

TEST_F(JobsChangeTest, AnExpectedJobThatVanishesBecomesLate) {
  OpenFolder(", expect: [{job: nightly, schedule: \"0 3 * * *\"}]");
  Write("nightly.prom", Good(hours(1)));
  Run();
  const std::optional<Time> success = OnlyTrack("nightly").last_success_finish;
  std::filesystem::remove(folder_ / "nightly.prom");
  for (int day = 0; day < 20; ++day) {
    clock_.Advance(hours(24));
    Run();
  }
  EXPECT_EQ(OnlyTrack("nightly").last_success_finish, success);
  EXPECT_EQ(Job("nightly").observed, clock_.Now());
  const Derived derived = Derive(Job("nightly"), {}, clock_.Now());
  ASSERT_TRUE(derived.deadline.has_value());
  EXPECT_LT(*derived.deadline, clock_.Now());
}

TEST_F(JobsChangeTest, AnotherThatVanishesIsForgottenOnlyAfterAWhile) {
  OpenFolder(", max_age: 26h, forget_after: 3d");
  Write("a.prom", Good(hours(1)));
  Run();
  std::filesystem::remove(folder_ / "a.prom");
  Run();
  clock_.Advance(hours(48));
  Run();
  EXPECT_EQ(Job("a").max_age, hours(26));
  EXPECT_EQ(Job("a").observed, clock_.Now()) << "nothing is wrong with reading";
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(49));
  ASSERT_THAT(Job("a").notes, SizeIs(1));
  EXPECT_THAT(Job("a").notes[0], HasSubstr("nothing reports it any more"));
  clock_.Advance(hours(25));
  Run();
  EXPECT_FALSE(Knows("a"));
}

TEST_F(JobsChangeTest, NamesThatChangeWithEachPassAreNotKeptWithoutEnd) {
  OpenFolder();
  for (int pass = 0; pass < 4; ++pass) {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += fmt::format("backup_success{{job=\"j{}\"}} 1\n", pass * 5000 + i);
    Write("a.prom", text);
    Run();
  }
  EXPECT_EQ(former_.objects.size(), 15'000u);
}

TEST_F(JobsChangeTest, OneInstanceThatVanishesDoesNotHideBehindAnother) {
  OpenFolder(", expect: [{job: x, max_age: 26h}]");
  const std::string h1 = "{job=\"x\",instance=\"h1\"}", h2 = "{job=\"x\",instance=\"h2\"}";
  Write("a.prom", Good(hours(1), h1) + Good(hours(1), h2));
  Run();
  clock_.Advance(hours(48));
  Write("a.prom", Good(hours(1), h1));
  Run();
  ASSERT_THAT(Job("x").tracks, SizeIs(2));
  const Derived derived = Derive(Job("x"), {}, clock_.Now());
  ASSERT_TRUE(derived.worst.has_value());
  EXPECT_EQ(Job("x").tracks[*derived.worst].method, "job on h2");
  EXPECT_LT(*derived.deadline, clock_.Now());
}

TEST_F(JobsChangeTest, AJobInTwoFilesIsAsGoodAsTheWorse) {
  OpenFolder();
  Write("a.prom", Good(hours(1), "{job=\"x\"}"));
  Write("b.prom", Good(hours(70), "{job=\"x\"}"));
  const Collected collected = Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(70));
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("is reported by a.prom and by b.prom"));
  Write("b.prom", Bad(hours(70), "{job=\"x\"}"), hours(70));
  Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(70)) << "as it was known";
  EXPECT_TRUE(Failing(OnlyTrack("x")));
}

TEST_F(JobsChangeTest, FilesMayTellDifferentThingsOfAJob) {
  Write("a.prom", Good(hours(1), "{job=\"x\"}"));
  Write("b.prom", "pg_dump_success{job=\"x\"} 1\npg_dump_size_bytes{job=\"x\"} 7\n", hours(9));
  OpenFolder();
  EXPECT_THAT(Run().problems, IsEmpty()) << "no metric stands in both";
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(9)) << "all of them must succeed";
  EXPECT_EQ(OnlyTrack("x").last_success_bytes, 7u);
}

TEST_F(JobsChangeTest, TwoSourcesWithAJobOfTheSameNameKeepBoth) {
  TempDir other;
  Write("x.prom", Good(hours(1)));
  other.Write("x.prom", Good(hours(2)));
  Result<std::vector<Collector>> made =
      Make("nas: {folder: \"" + folder_.path() + "\"}\nweb: {folder: \"" + other.path() + "\"}");
  ASSERT_TRUE(made.ok()) << made.error().message;
  const auto name_in = [&](std::size_t source) {
    const Collected collected = made->at(source).collect({Deadline::After(clock_, minutes(1)), {}, {}});
    return collected.facts.objects.empty() ? "" : collected.facts.objects.at(0).key.name;
  };
  EXPECT_EQ(name_in(1), "x") << "nobody else has reported it yet";
  EXPECT_EQ(name_in(0), "x") << "the first in the config has the name";
  EXPECT_EQ(name_in(1), "web/x");
  std::filesystem::remove(folder_ / "x.prom");
  clock_.Advance(hours(24 * 8));
  name_in(0);
  clock_.Advance(hours(24 * 8));
  EXPECT_EQ(name_in(0), "");
  EXPECT_EQ(name_in(1), "x") << "it is free again";
}

}  // namespace
}  // namespace lastgood
