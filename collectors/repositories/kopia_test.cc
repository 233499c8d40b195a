#include "collectors/repositories/kopia.h"

#include "collectors/repositories/repositories.h"
#include "collectors/shared/store_fixture.h"
#include "model/derive.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kFormat[] = R"({"tool":"https://github.com/kopia/kopia","uniqueID":"Zm9v","encryption":"x"})";
const std::string kDigits(29, 'a');

// A folder as kopia's filesystem storage lays it out: sharded and with suffixes.
class KopiaTest : public StoreTest {
 protected:
  void SetUp() override {
    Open(&MakeRepositoryCollectors, "apps: {type: kopia, bucket: nfs, prefix: kopia/, max_age: 26h}");
  }
  void Put(const std::string& path, Duration ago, const std::string& content = "encrypted") {
    folder_.Write("kopia/" + path, content);
    Touch("kopia/" + path, Ago(ago));
  }
  void PutRepository() {
    Put(".shards", hours(100), "{}");
    Put("kopia.repository.f", hours(100), kFormat);
    Put("kopia.blobcfg.f", hours(100), "{}");
    Put("p/aaa/" + kDigits + ".f", hours(30), std::string(1000, 'x'));
    Put("q/bbb/" + kDigits + "-s0123456789.f", hours(30), std::string(50, 'x'));
    Put("q/ccc/" + kDigits + ".f", hours(5), std::string(60, 'x'));
    Put("x/n0_/" + kDigits + "-s1-c1.f", hours(5));
    Put("p/aaa/" + kDigits + ".f.tmp.4711", minutes(1));
  }
  const ObjectFacts& Repository() const { return former_.objects.at(0); }
  const Track& Snapshots() const { return Repository().tracks.at(0); }
};

TEST(KopiaListingTest, NamesOfBlobsAreJoinedFromTheirPaths) {
  const std::vector<std::pair<const char*, const char*>> names = {{"q/c1c/ff09aa.f", "qc1cff09aa"},
                                                                  {"kopia.repository.f", "kopia.repository"},
                                                                  {"kopia.repository", "kopia.repository"},
                                                                  {"_log_20260820_x", "_log_20260820_x"},
                                                                  {"q/c1c/ff09.f.tmp.12", ""},
                                                                  {".shards", ""},
                                                                  {"q/.shards", ""},
                                                                  {"other/kopia.repository", ""},
                                                                  {"", ""},
                                                                  {".f", ""}};
  for (const auto& [path, name] : names) EXPECT_EQ(KopiaBlobName(path).value_or(""), name) << path;
}

TEST_F(KopiaTest, TellsWhatAListingTellsAndNoMore) {
  PutRepository();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().key, (ObjectKey{"kopia", "", "Repository", "apps"}));
  EXPECT_EQ(Repository().protection, Protection::kOnDemand);
  EXPECT_EQ(Repository().max_age, hours(26));
  EXPECT_EQ(Repository().created, Ago(hours(100)));
  EXPECT_EQ(Snapshots().counts, std::nullopt) << "snapshots are encrypted inside packs";
  EXPECT_EQ(Snapshots().last_success_finish, std::nullopt);
  EXPECT_EQ(Snapshots().recovery_point, std::nullopt);
  EXPECT_EQ(Snapshots().last_success_at_most, Ago(hours(5)));
  EXPECT_EQ(Snapshots().stored, (Usage{1110, 3}));
  EXPECT_THAT(Repository().proofs, IsEmpty());
  EXPECT_EQ(former_.destinations.at(0).maintenance, std::nullopt) << "none has run yet";
  Put("kopia.maintenance.f", hours(7));
  Run();
  EXPECT_EQ(former_.destinations.at(0).maintenance, Ago(hours(7)));
}

TEST_F(KopiaTest, ARepositoryThatIsWrittenToMustBeMaintained) {
  PutRepository();
  Put("kopia.maintenance.f", hours(90));
  Run();
  EXPECT_EQ(former_.destinations.at(0).maintenance_deadline, std::nullopt) << "not yet for long";
  Put("kopia.maintenance.f", hours(24 * 20));
  Run();
  EXPECT_EQ(former_.destinations.at(0).maintenance_deadline, Ago(hours(24 * 13)));
}

TEST_F(KopiaTest, IsLateForSureOnceNoMetadataIsYoungEnough) {
  PutRepository();
  Run();
  EXPECT_EQ(Derive(Repository(), {}, clock_.Now()).deadline, Ago(hours(5)) + hours(26));
}

TEST_F(KopiaTest, ARepositoryThatIsNotThereIsToldSo) {
  Put("elsewhere/kopia.repository.f", hours(1), kFormat);
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().protection, Protection::kImpossible);
  EXPECT_THAT(Repository().protection_detail, HasSubstr("one is at prefix \"kopia/elsewhere/\""));
  EXPECT_EQ(Snapshots().counts, std::nullopt);
}

TEST_F(KopiaTest, DamageThatShowsIsToldByItsKind) {
  const std::string index = "kopia/x/n0_/" + kDigits + "-s1-c1.f";
  const std::vector<std::tuple<std::string, std::optional<std::string>, const char*, const char*>> damages = {
      {"kopia/kopia.repository.f", std::nullopt, "listing", "kopia.repository is missing"},
      {"kopia/kopia.repository.f", "", "listing", "kopia.repository is empty"},
      {"kopia/kopia.repository.f", std::string(kFormat).substr(0, 40), "content",
       "kopia.repository is damaged"},
      {index, std::nullopt, "listing", "no index"},
      {index, "", "listing", "no index"},
      {"kopia/x/n1_/" + kDigits + "-s1-c1.f", "", "listing", "1 of 2 indexes are empty"},
      {"kopia/p/aaa/" + kDigits + ".f", "", "listing", "1 of 3 packs are empty"},
  };
  for (const auto& [file, content, proof, says] : damages) {
    std::filesystem::remove_all(folder_ / "kopia");
    PutRepository();
    if (content)
      folder_.Write(file, *content);
    else
      std::filesystem::remove(folder_ / file);
    ASSERT_THAT(Run().failures, IsEmpty());
    ASSERT_EQ(Repository().proofs.size(), 1u) << says;
    EXPECT_EQ(Repository().proofs[0].proof, proof) << says;
    EXPECT_THAT(Repository().proofs[0].detail, HasSubstr(says));
  }
}

TEST_F(KopiaTest, ABucketHoldsTheBlobsUnderTheirPlainNames) {
  Open(&MakeRepositoryCollectors, "apps: {type: kopia, bucket: s3, prefix: velero/kopia/app/, max_age: 26h}");
  server_.Put("velero/kopia/app/kopia.repository", 800, "2026-08-20T00:00:00Z");
  server_.Put("velero/kopia/app/q" + std::string(32, 'b'), 70, "2026-08-21T00:00:00Z");
  server_.Put("velero/kopia/app/p" + std::string(32, 'c') + "-s1", 700, "2026-08-21T00:00:00Z");
  server_.Put("velero/kopia/app/xn0_" + std::string(32, 'd'), 70, "2026-08-21T00:00:00Z");
  server_.Put("velero/kopia/app2/q" + std::string(32, 'e'), 70, "2026-09-21T00:00:00Z");
  server_.SetOverride([](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    if (request.path().ends_with("kopia.repository")) return TestServer::Reply{.body = kFormat};
    return std::nullopt;
  });
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_THAT(Repository().proofs, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_at_most, *ParseRfc3339("2026-08-21T00:00:00Z"));
  EXPECT_EQ(Snapshots().stored, (Usage{770, 2}));
}

}  // namespace
}  // namespace lastgood
