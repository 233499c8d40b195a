// Figures that are a least, listings that their own versions contradict, and buckets that lose what they
// hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "collectors/s3/s3.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_server.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kVersioned[] = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

// The words alone.
std::vector<std::string> Texts(const std::vector<BucketRisk>& risks) {
  std::vector<std::string> texts;
  for (const BucketRisk& risk : risks) texts.push_back(risk.what);
  return texts;
}

class S3TruthTest : public testing::Test {
 protected:
  void SetUp() override {
    server_.SetFeature("uploads",
                       "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>"
                       "</ListMultipartUploadsResult>");
  }
  Collected Run() {
    Result<ConfigReader> reader = ConfigReader::Parse("backups: {url: s3://backups, limit: 1KiB, " + access_ +
                                                          ", endpoint: \"" + server_.server().Url() + "\"}",
                                                      "c.yaml");
    Result<std::vector<Collector>> made =
        MakeS3Collectors(*reader, {*http_, clock_, nullptr, [](const char*) { return std::nullopt; }});
    Collected collected =
        made->at(0).collect({Deadline::After(clock_, std::chrono::minutes(30)), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  const BucketFacts& Bucket() const { return former_.buckets.at(0); }
  // One current version of each key, and no listing of it.
  void SetVersions(const std::vector<std::string>& keys, Time written) {
    std::string versions;
    for (const std::string& key : keys)
      versions += fmt::format(
          "<Version><Key>{}</Key><IsLatest>true</IsLatest><LastModified>{}</LastModified>"
          "<Size>10</Size></Version>",
          key, FormatRfc3339(written));
    server_.SetFeature("versions", "<ListVersionsResult><IsTruncated>false</IsTruncated>" + versions +
                                       "</ListVersionsResult>");
  }

  FakeClock clock_;
  TempDir folder_;
  std::string access_ = "anonymous: true";
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  S3TestServer server_;
  Facts former_;
};

TEST_F(S3TruthTest, VersionsThatMayNotBeListedMakeTheSumALeast) {
  server_.Put("a", 10);
  server_.SetFeature("versioning", kVersioned);
  server_.SetFeature("versions", S3TestError("AccessDenied"), 403);
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  EXPECT_EQ(Bucket().used_bytes, std::nullopt);
  EXPECT_EQ(Bucket().prefixes[0].current, (Usage{10, 1}));
  EXPECT_THAT(Bucket().unread, ElementsAre(HasSubstr("grant s3:ListBucketVersions")));
}

TEST_F(S3TruthTest, WhereNobodySaysWhetherThereAreVersionsTheyAreListedAllTheSame) {
  server_.Put("a", 10);
  server_.SetFeature("versioning", S3TestError("AccessDenied"), 403);
  server_.SetFeature("versions", S3TestError("AccessDenied"), 403);
  Run();
  EXPECT_EQ(Bucket().used_bytes, std::nullopt);
  EXPECT_THAT(Bucket().unread,
              ElementsAre(AllOf(HasSubstr("s3:GetBucketVersioning"), HasSubstr("s3:ListBucketVersions"))));
  SetVersions({"a"}, clock_.Now() - std::chrono::hours(24));
  Run();
  EXPECT_EQ(Bucket().used_bytes, 10u);
  EXPECT_THAT(Bucket().unread, IsEmpty());
}

TEST_F(S3TruthTest, VersionsThatMayNoLongerBeListedStayAsTheyWereLastCounted) {
  server_.Put("a", 10);
  server_.SetFeature("versioning", kVersioned);
  server_.SetFeature(
      "versions",
      "<ListVersionsResult><IsTruncated>false</IsTruncated><Version><Key>a</Key><IsLatest>false"
      "</IsLatest><Size>7</Size></Version></ListVersionsResult>");
  Run();
  EXPECT_EQ(Bucket().used_bytes, 17u);
  const Time counted = clock_.Now();
  clock_.Advance(std::chrono::hours(1));
  server_.SetFeature("versions", S3TestError("AccessDenied"), 403);
  Run();
  EXPECT_EQ(Bucket().used_bytes, 17u) << "an alert does not clear by itself";
  EXPECT_EQ(Bucket().prefixes[0].noncurrent, (Usage{7, 1}));
  EXPECT_EQ(Bucket().noncurrent_counted, counted);
  EXPECT_THAT(Bucket().unread,
              ElementsAre(AllOf(HasSubstr("grant s3:ListBucketVersions"),
                                HasSubstr("they are counted as of " + FormatRfc3339(counted)))));
}

TEST_F(S3TruthTest, UploadsThatMayNotBeListedMakeTheSumALeast) {
  server_.Put("a", 10);
  server_.SetFeature("uploads", S3TestError("AccessDenied"), 403);
  Run();
  EXPECT_EQ(Bucket().used_bytes, std::nullopt);
  EXPECT_THAT(Bucket().unread, ElementsAre(HasSubstr("s3:ListBucketMultipartUploads")));
}

TEST_F(S3TruthTest, AListingThatShowsLessThanItsVersionsIsWrong) {
  server_.Put("a", 10);
  server_.SetFeature("versioning", kVersioned);
  SetVersions({"a", "b", "c"}, clock_.Now() - std::chrono::hours(24 * 60));
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kMalformed);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("?versions 3 that are current (30 B)"));
  EXPECT_THAT(Bucket().prefixes, IsEmpty()) << "never listed";
  SetVersions({"a", "b", "c"}, clock_.Now() - std::chrono::minutes(1));
  EXPECT_THAT(Run().failures, IsEmpty()) << "they were written while it was listed";
}

TEST_F(S3TruthTest, AnEmptyListingOfAFullBucketIsWrong) {
  server_.SetFeature("versioning", kVersioned);
  SetVersions({"a"}, clock_.Now() - std::chrono::hours(24 * 60));
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kMalformed);
  EXPECT_THAT(collected.failures[0].message,
              HasSubstr("it shows no object, and ?versions shows current ones"));
}

TEST_F(S3TruthTest, ALifecycleRuleThatDeletesARepositoryIsARisk) {
  server_.Put("kopia/kopia.repository", 10);
  server_.SetFeature(
      "lifecycle",
      "<LifecycleConfiguration><Rule><ID>expire</ID><Filter/><Status>Enabled</Status><Expiration>"
      "<Days>35</Days></Expiration></Rule></LifecycleConfiguration>");
  Run();
  EXPECT_THAT(Texts(Bucket().risks), ElementsAre(HasSubstr("also those of the kopia repository kopia/")));
  server_.SetFeature("lifecycle", S3TestError("InternalError"), 500);
  Run();
  EXPECT_THAT(Texts(Bucket().risks), ElementsAre(HasSubstr("kopia/"))) << "as it was, while nobody answers";
  server_.SetFeature("lifecycle", S3TestError("AccessDenied"), 403);
  Run();
  EXPECT_THAT(Texts(Bucket().risks), IsEmpty());
  EXPECT_THAT(Bucket().notes, ElementsAre(HasSubstr("grant s3:GetLifecycleConfiguration")));
}

TEST_F(S3TruthTest, AKeyForOneFolderIsToldToNameIt) {
  const std::string key = folder_.Write("key", "x");
  access_ = fmt::format("credentials: {{access_key_file: \"{0}\", secret_key_file: \"{0}\"}}", key);
  server_.SetOverride(
      [](const auto&) { return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")}; });
  EXPECT_THAT(Run().failures.at(0).message, AllOf(HasSubstr("lack the right s3:ListBucket"),
                                                  HasSubstr("name it in `url`: s3://backups/folder")));
}

TEST_F(S3TruthTest, WithAnotherNowARequestIsStillSignedAndARefusalJudgedByTheMachinesClock) {
  clock_.SetWallApart(std::chrono::hours(24 * 30));
  server_.SetOverride([](const auto&) {
    return TestServer::Reply{.status = 403,
                             .body = S3TestError("AccessDenied"),
                             .headers = {{"Date", "Wed, 21 Oct 2026 14:13:20 GMT"}}};
  });
  EXPECT_EQ(Run().failures.at(0).code, ErrorCode::kForbidden);
}

}  // namespace
}  // namespace lastgood
