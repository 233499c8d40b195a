// Repositories as they lie in a folder or a bucket, whole and damaged in many ways, without the API.
#include "collectors/opensearch/listing.h"
#include "collectors/opensearch/opensearch.h"
#include "collectors/shared/store_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Indexed {
  std::string uuid;
  int state = 1;
  std::optional<Time> start, end;
};

class OpensearchStoredTest : public StoreTest {
 protected:
  void OpenFolder(const std::string& more = "") {
    Open(&MakeOpensearchCollectors, "archive: {bucket: nfs, prefix: es" + more + "}");
  }
  static std::string Json(const std::vector<Indexed>& snapshots, const std::string& more = "") {
    std::string list, uuids;
    for (const Indexed& s : snapshots) {
      list += fmt::format(R"({}{{"name":"name-{}","uuid":"{}","state":{})", list.empty() ? "" : ",", s.uuid,
                          s.uuid, s.state);
      if (s.start)
        list += fmt::format(R"(,"start_time_millis":{},"end_time_millis":{})",
                            s.start->time_since_epoch().count(), s.end->time_since_epoch().count());
      list += "}";
      uuids += fmt::format(R"({}"{}")", uuids.empty() ? "" : ",", s.uuid);
    }
    return fmt::format(R"({{"snapshots":[{}],"indices":{{"orders":{{"id":"i1","snapshots":[{}]}}}}{}}})",
                       list, uuids, more);
  }
  void PutLatest(int generation) {
    std::string bytes(8, '\0');
    bytes[7] = static_cast<char>(generation);
    folder_.Write("es/index.latest", bytes);
  }
  void PutIndex(int generation, const std::string& json) {
    folder_.Write(fmt::format("es/index-{}", generation), json);
    PutLatest(generation);
  }
  void PutFiles(const std::string& uuid, Time when) {
    for (const char* kind : {"snap", "meta"}) {
      const std::string name = fmt::format("es/{}-{}.dat", kind, uuid);
      folder_.Write(name, "x");
      Touch(name, when);
    }
  }
  // Two good ones, as a recent Elasticsearch writes them, and data that is not looked at.
  void PutRepository() {
    PutIndex(7, Json({{"aa", 1, Ago(hours(29)), Ago(hours(28))}, {"bb", 1, Ago(hours(5)), Ago(hours(4))}}));
    PutFiles("aa", Ago(hours(28)));
    PutFiles("bb", Ago(hours(4)));
    folder_.Write("es/indices/i1/0/snap-cc.dat", "x");
    folder_.Write("es/indices/i1/0/index-99", "x");
  }
  const ObjectFacts& Repository() const { return former_.objects.at(0); }
  const Track& Snapshots() const { return Repository().tracks.at(0); }
};

TEST_F(OpensearchStoredTest, ARecentElasticsearchWritesItsTimesIntoTheIndex) {
  PutRepository();
  OpenFolder(", schedule: \"0 2 * * *\"");
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, IsEmpty()) << collected.failures[0].message;
  EXPECT_THAT(collected.problems, IsEmpty());
  EXPECT_EQ(Repository().key, (ObjectKey{"opensearch", "", "SnapshotRepository", "archive"}));
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_THAT(Repository().proofs, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 2}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(5)));
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(4)));
  EXPECT_EQ(Snapshots().recovery_window_start, Ago(hours(29)));
  EXPECT_EQ(former_.destinations.at(0).available, true);
}

TEST_F(OpensearchStoredTest, WithoutTimesTheFileThatEndsASnapshotTellsWhenItEndedAndNothingElse) {
  PutIndex(3, Json({{"aa"}, {"bb", 3}, {"cc", 2}}));
  PutFiles("aa", Ago(hours(28)));
  PutFiles("bb", Ago(hours(4)));
  PutFiles("cc", Ago(hours(8)));
  OpenFolder(", max_age: 26h");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1, .partial = 1, .failed = 1}));
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(28)));
  EXPECT_EQ(Snapshots().last_success_start, std::nullopt);
  EXPECT_EQ(Snapshots().recovery_point, std::nullopt);
  EXPECT_EQ(Snapshots().last_failure, Ago(hours(4)));
  EXPECT_EQ(Repository().created, Ago(hours(28)));
}

TEST_F(OpensearchStoredTest, ASnapshotThatNoIndexNamesHoldsNothing) {
  PutIndex(3,
           fmt::format(R"({{"snapshots":[{{"name":"name-aa","uuid":"aa","state":1,"start_time_millis":{},)"
                       R"("end_time_millis":{}}}],"indices":{{}}}})",
                       Ago(hours(5)).time_since_epoch().count(), Ago(hours(4)).time_since_epoch().count()));
  PutFiles("aa", Ago(hours(4)));
  OpenFolder(", max_age: 26h");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.partial = 1}));
  EXPECT_EQ(Snapshots().recovery_point, std::nullopt);
  EXPECT_THAT(Snapshots().last_failure_message, HasSubstr("its selection matches nothing"));
}

TEST_F(OpensearchStoredTest, ASnapshotWithoutItsFilesIsNotGoodAndTheNewestOneIsAProof) {
  PutRepository();
  std::filesystem::remove(folder_ / "es/meta-bb.dat");
  OpenFolder();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1, .failed = 1}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(29)));
  EXPECT_EQ(Snapshots().last_failure_message,
            "snapshot name-bb: meta-bb.dat is missing: it cannot be restored");
  ASSERT_EQ(Repository().proofs.size(), 1u);
  EXPECT_EQ(Repository().proofs[0].proof, "listing");
  EXPECT_FALSE(Repository().proofs[0].restorable);
  EXPECT_THAT(Repository().proofs[0].detail, HasSubstr("snapshot name-bb: meta-bb.dat is missing"));
}

TEST_F(OpensearchStoredTest, AnOlderSnapshotWithoutItsFilesDoesNotCondemnTheNewest) {
  PutRepository();
  std::filesystem::remove(folder_ / "es/snap-aa.dat");
  OpenFolder();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1, .failed = 1}));
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(5)));
  EXPECT_THAT(Repository().proofs, IsEmpty());
}

TEST_F(OpensearchStoredTest, ADamagedIndexIsProvenAndNothingIsCountedFromIt) {
  struct Case {
    const char* text;
    const char* says;
  };
  for (const Case& c : std::vector<Case>{{"", "empty"},
                                         {"{\"snapshots\":[{\"name\":\"a\"", "not valid JSON"},
                                         {"{\"indices\":{}}", "expected `snapshots`"},
                                         {"\0\0\0\0", "empty"}}) {
    PutRepository();
    PutIndex(7, c.text);
    OpenFolder(", schedule: \"0 2 * * *\"");
    ASSERT_THAT(Run().failures, IsEmpty());
    ASSERT_EQ(Repository().proofs.size(), 1u) << c.text;
    EXPECT_EQ(Repository().proofs[0].proof, "content");
    EXPECT_THAT(Repository().proofs[0].detail, HasSubstr(c.says));
    EXPECT_EQ(Snapshots().counts, std::nullopt);
    EXPECT_EQ(former_.destinations.at(0).available, false);
  }
}

TEST_F(OpensearchStoredTest, AnIndexThatIndexLatestNamesAndThatIsMissingIsProven) {
  PutRepository();
  PutLatest(9);
  OpenFolder();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().proofs.at(0).detail,
            "index.latest names index-9, which is missing; the newest is index-7");
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 2})) << "what index-7 says still holds";
  std::filesystem::remove(folder_ / "es/index-7");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().proofs.at(0).detail, HasSubstr("as is every other index-N"));
  EXPECT_EQ(Snapshots().counts, std::nullopt);
  std::filesystem::remove(folder_ / "es/index.latest");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().proofs.at(0).detail, HasSubstr("there are snap-*.dat, and no index-N"));
}

TEST_F(OpensearchStoredTest, AnIndexLatestThatIsAbsentBehindOrBrokenIsNoDamage) {
  PutRepository();
  OpenFolder();
  PutLatest(6);
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().proofs, IsEmpty());
  std::filesystem::remove(folder_ / "es/index.latest");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().proofs, IsEmpty());
  folder_.Write("es/index.latest", "7");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().proofs, IsEmpty());
  EXPECT_THAT(Repository().notes, ElementsAre(HasSubstr("index.latest: expected 8 bytes, found 1")));
}

TEST_F(OpensearchStoredTest, AnIndexThatTwoClustersSpoiltIsProven) {
  PutRepository();
  folder_.Write("es/index-7", R"({"snapshots":[],"indices":{"orders":{"id":"1","snapshots":["zz"]}}})");
  OpenFolder();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().proofs.at(0).proof, "content");
  EXPECT_THAT(Repository().proofs.at(0).detail,
              HasSubstr("index orders is of snapshot zz, which index-7 does not"));
}

TEST_F(OpensearchStoredTest, AnotherClusterThatWritesIsNoted) {
  PutRepository();
  OpenFolder();
  PutIndex(8, Json({{"bb"}}, R"(,"cluster_id":"one")"));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().notes, IsEmpty());
  PutIndex(9, Json({{"bb"}}, R"(,"cluster_id":"two")"));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().notes, ElementsAre(HasSubstr("cluster two wrote last, before it was one")));
}

TEST_F(OpensearchStoredTest, APlaceWithoutARepositoryIsNotAnEmptyOne) {
  folder_.Write("es/indices/i1/0/snap-cc.dat", "x");
  folder_.Write("es/index-x", "x");
  OpenFolder(", schedule: \"0 2 * * *\"");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kImpossible);
  EXPECT_THAT(Repository().protection_detail, HasSubstr("no snapshot repository at file://"));
  EXPECT_EQ(Snapshots().counts, std::nullopt);
}

TEST_F(OpensearchStoredTest, AnEmptyRepositoryHasNoneAndSaysSo) {
  PutIndex(0, R"({"snapshots":[],"indices":{}})");
  OpenFolder();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kOnDemand);
  EXPECT_EQ(Snapshots().counts, (BackupCounts{}));
}

TEST_F(OpensearchStoredTest, SnapshotsFromTheFutureProveNothing) {
  PutIndex(1, Json({{"aa", 1, Ago(hours(-30)), Ago(hours(-29))}}));
  PutFiles("aa", Ago(hours(1)));
  OpenFolder();
  const Collected collected = Run();
  ASSERT_EQ(collected.problems.size(), 1u);
  EXPECT_EQ(collected.problems[0].error.code, ErrorCode::kClockSkew);
  EXPECT_EQ(Snapshots().counts, (BackupCounts{}));
}

TEST_F(OpensearchStoredTest, ABucketIsReadWithoutItsDataAndAFailureKeepsWhatWasKnown) {
  server_.Put("es/index-3", 0);
  Open(&MakeOpensearchCollectors, "archive: {bucket: s3, prefix: es}");
  const std::string index = Json({{"aa", 1, Ago(hours(2)), Ago(hours(1))}});
  server_.Put("es/snap-aa.dat", 10);
  server_.Put("es/meta-aa.dat", 10);
  const auto get = [&](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    if (!request.Query("list-type").empty()) {
      EXPECT_THAT(request.Query("prefix"), testing::AnyOf("es/index-", "es/snap-", "es/meta-"));
      return std::nullopt;
    }
    if (request.path().ends_with("/index-3")) return TestServer::Reply{.body = index};
    return TestServer::Reply{.status = 404, .body = S3TestError("NoSuchKey")};
  };
  server_.SetOverride(get);
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, IsEmpty()) << collected.failures[0].message;
  const Time read = Repository().observed;
  EXPECT_EQ(Snapshots().recovery_point, Ago(hours(2)));
  clock_.Advance(hours(1));
  server_.SetOverride(
      [](const auto&) { return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")}; });
  const Collected denied = Run();
  ASSERT_EQ(denied.failures.size(), 1u);
  EXPECT_EQ(denied.failures[0].code, ErrorCode::kForbidden);
  EXPECT_EQ(Repository().observed, read);
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1}));
}

TEST(OpensearchListingTest, OnlyGenerationsOfTheRootAreGenerations) {
  EXPECT_EQ(opensearch::GenerationOf("index-12"), 12u);
  for (const char* name :
       {"index-", "index-1a", "index.latest", "index--1", "index-99999999999999999999", "xindex-1"})
    EXPECT_EQ(opensearch::GenerationOf(name), std::nullopt) << name;
}

}  // namespace
}  // namespace lastgood
