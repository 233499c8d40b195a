// The collector against a real HTTP server: what each fault costs, and what it must not cost.
#include <gtest/gtest.h>

#include "collectors/shared/live_fixture.h"
#include "collectors/volsync/volsync.h"

namespace lastgood {
namespace {

using Fault = TestServer::Fault;

const std::string kApi = "/apis/volsync.backube/v1alpha1/";
const std::string kSources = kApi + "replicationsources", kDestinations = kApi + "replicationdestinations";

std::string List(const std::string& kind, const std::string& items, const std::string& token = "") {
  return KubeList("volsync.backube/v1alpha1", kind, items, token);
}
// A sync of `name` that succeeded at 03:04 on that day of August; `more` are more fields of its status.
std::string Synced(const std::string& name, const std::string& day, const std::string& more = "") {
  return R"({"metadata":{"name":")" + name +
         R"(","namespace":"app","creationTimestamp":"2026-07-01T00:00:00Z"},"spec":{"sourcePVC":"data",)" +
         R"("trigger":{"schedule":"0 3 * * *"},"restic":{"repository":"store"}},"status":{"lastSyncTime":)" +
         R"("2026-08-)" + day + R"(T03:04:00Z")" + more + "}}";
}
const std::string kFailed =
    R"(,"lastSyncStartTime":"2026-08-21T03:00:00Z","latestMoverStatus":{"result":"Failed","logs":"no space"})";

class VolsyncLiveTest : public KubernetesLiveTest {
 protected:
  VolsyncLiveTest() : KubernetesLiveTest(&MakeVolsyncCollectors) {
    Answer(kSources, {.body = List("ReplicationSource", Synced("data", "20"))});
    Answer(kDestinations, {.body = List("ReplicationDestination", "")});
  }
  static ObjectFacts Data(const Collected& collected) { return FindObject(collected.facts, "data"); }
  static std::string LastSuccess(const Collected& collected) {
    const ObjectFacts data = Data(collected);
    const bool known = !data.tracks.empty() && data.tracks[0].last_success_finish;
    return known ? FormatRfc3339(*data.tracks[0].last_success_finish) : "absent";
  }
};

TEST_F(VolsyncLiveTest, AServerWithoutVolsyncIsAbsentAndNoFault) {
  ExpectAbsentWithout({kSources, kDestinations});
}

TEST_F(VolsyncLiveTest, DefinitionsThatWereThereAndAreGoneAreAFailure) {
  Pass();
  Forget(kSources);
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kNotFound);
  EXPECT_FALSE(collected.absent);
  EXPECT_EQ(LastSuccess(collected), "2026-08-20T03:04:00Z");
}

TEST_F(VolsyncLiveTest, SourcesThatCannotBeReadKeepTheirFactsAndTheirObservedTime) {
  Pass();
  const std::string whole = List("ReplicationSource", Synced("data", "21"));
  const std::vector<std::pair<Reply, ErrorCode>> faults = {
      {StatusReply(403, "no"), ErrorCode::kForbidden},
      {StatusReply(401, "no"), ErrorCode::kUnauthorized},
      {StatusReply(500, "no"), ErrorCode::kUnavailable},
      {{.body = whole.substr(0, whole.size() / 2)}, ErrorCode::kTruncated},
      {{.body = "<html>log in</html>"}, ErrorCode::kMalformed},
      {{.body = whole, .fault = Fault::kCloseEarly, .fault_after = 100}, ErrorCode::kTruncated},
      {{.body = whole, .fault = Fault::kGarbage}, ErrorCode::kMalformed},
  };
  for (const auto& [reply, code] : faults) {
    Answer(kSources, reply);
    const Collected collected = Pass();
    ASSERT_EQ(collected.failures.size(), 1U) << ToString(code);
    EXPECT_EQ(ToString(collected.failures[0].code), ToString(code)) << collected.failures[0].message;
    EXPECT_EQ(LastSuccess(collected), "2026-08-20T03:04:00Z");
    EXPECT_EQ(FormatRfc3339(Data(collected).observed), "2026-08-21T12:01:00Z");
  }
  Answer(kSources, {.body = whole});
  EXPECT_EQ(LastSuccess(Pass()), "2026-08-21T03:04:00Z") << "and it recovers by itself";
}

TEST_F(VolsyncLiveTest, ForbiddenDestinationsDoNotFreezeSources) {
  Answer(kDestinations, StatusReply(403, "replicationdestinations is forbidden"));
  Pass();
  Answer(kSources, {.body = List("ReplicationSource", Synced("data", "21"))});
  const Collected collected = Pass();
  ASSERT_EQ(collected.failures.size(), 1U);
  EXPECT_NE(collected.failures[0].message.find("replicationdestinations"), std::string::npos);
  EXPECT_EQ(LastSuccess(collected), "2026-08-21T03:04:00Z");
}

TEST_F(VolsyncLiveTest, ALaterPageThatFailsLeavesTheFormerListWhole) {
  Pass();
  AnswerBy(kSources, [](const TestServer::Request& request) {
    if (request.Query("continue").empty())
      return Reply{.body = List("ReplicationSource", Synced("other", "21"), "more")};
    return StatusReply(403, "no longer");
  });
  const Collected collected = Pass();
  EXPECT_EQ(collected.failures.size(), 1U);
  ASSERT_EQ(collected.facts.objects.size(), 1U);
  EXPECT_EQ(LastSuccess(collected), "2026-08-20T03:04:00Z");
}

TEST_F(VolsyncLiveTest, ASourceThatCannotBeReadCostsNoOtherAndKeepsItsFacts) {
  Pass();
  Answer(kSources,
         {.body = List("ReplicationSource", R"({"metadata":{"name":"data","namespace":"app"},"spec":7},)" +
                                                Synced("other", "21"))});
  const Collected collected = Pass();
  EXPECT_TRUE(collected.failures.empty());
  ASSERT_EQ(collected.problems.size(), 1U);
  EXPECT_EQ(collected.problems[0].name, "data");
  EXPECT_EQ(LastSuccess(collected), "2026-08-20T03:04:00Z");
  EXPECT_TRUE(FindObject(collected.facts, "other").tracks.at(0).last_success_finish.has_value());
}

TEST_F(VolsyncLiveTest, SourcesThatWereNeverReadAreUnknownAndNotAbsent) {
  Answer(kSources, StatusReply(403, "replicationsources is forbidden"));
  const Collected collected = Pass();
  EXPECT_EQ(collected.failures.size(), 1U);
  EXPECT_FALSE(collected.absent);
  EXPECT_TRUE(collected.facts.objects.empty());
}

TEST_F(VolsyncLiveTest, AFailureIsRememberedAfterTheTryThatSucceeded) {
  Answer(kSources, {.body = List("ReplicationSource", Synced("data", "20", kFailed))});
  EXPECT_EQ(Data(Pass()).tracks.at(0).last_failure_message, "no space");
  Answer(kSources, {.body = List("ReplicationSource", Synced("data", "21"))});
  const Track track = Data(Pass()).tracks.at(0);
  ASSERT_TRUE(track.last_failure.has_value());
  EXPECT_EQ(FormatRfc3339(*track.last_failure), "2026-08-21T03:00:00Z");
  EXPECT_GT(*track.last_success_finish, *track.last_failure);
}

TEST_F(VolsyncLiveTest, ADeletedSourceTakesItsSeriesAlong) {
  Pass();
  Answer(kSources, {.body = List("ReplicationSource", "")});
  EXPECT_TRUE(Pass().facts.objects.empty());
}

}  // namespace
}  // namespace lastgood
