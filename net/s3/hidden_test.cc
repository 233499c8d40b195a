#include "net/s3/hidden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/s3/bucket.h"
#include "net/s3/features.h"
#include "net/s3/hidden_decode.h"
#include "net/s3/versions.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_pages.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A bucket whose answers are given in advance; the URLs are kept.
class S3HiddenTest : public testing::Test {
 protected:
  S3HiddenTest()
      : bucket_(*Bucket::Open(
            {.url = "s3://backups/team", .endpoint = "http://s3.test", .credentials = {.anonymous = true}},
            http_, clock_, [](const char*) { return std::nullopt; })) {}

  // "key size" of everything hidden, or the error.
  std::vector<std::string> Noncurrent() {
    std::vector<std::string> seen;
    VersionsVisit visit;
    visit.open = [&](std::size_t) -> HiddenVisitor {
      return
          [&](const HiddenObject& object) { seen.push_back(fmt::format("{} {}", object.key, object.size)); };
    };
    const Result<CurrentVersions> current = ListNoncurrent(*bucket_.s3(), Time(), visit, {});
    if (!current.ok()) return {current.error().message};
    return seen;
  }
  std::vector<std::string> Incomplete(std::size_t most = 10) {
    std::vector<std::string> seen;
    Result<UploadsSummary> summary = ListIncomplete(
        *bucket_.s3(), known_, {}, most,
        [&](const HiddenObject& object) { seen.push_back(fmt::format("{} {}", object.key, object.size)); });
    if (!summary.ok()) return {summary.error().message};
    proves_none_ = summary->proves_none;
    known_ = std::move(summary->uploads);
    return seen;
  }

  std::vector<HttpResponse> answers_;
  std::vector<std::string> urls_;
  bool proves_none_ = false;
  std::vector<KnownUpload> known_;
  FakeClock clock_;
  FakeHttp http_{[this](const HttpRequest& request) -> Result<HttpResponse> {
    urls_.push_back(request.url);
    return answers_.at(std::min(urls_.size(), answers_.size()) - 1);
  }};
  Bucket bucket_;
};

HttpResponse Versions(const std::string& entries, const std::string& next = "") {
  return {200,
          {},
          fmt::format("<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>{}</IsTruncated>{}{}"
                      "</ListVersionsResult>",
                      !next.empty(), next, entries)};
}
HttpResponse Uploads(const std::string& entries, const std::string& next = "") {
  return {200,
          {},
          fmt::format("<ListMultipartUploadsResult><IsTruncated>{}</IsTruncated>{}{}"
                      "</ListMultipartUploadsResult>",
                      !next.empty(), next, entries)};
}
HttpResponse Parts(const std::string& parts, const std::string& next = "") {
  return {200,
          {},
          fmt::format("<ListPartsResult><IsTruncated>{}</IsTruncated>{}{}</ListPartsResult>", !next.empty(),
                      next, parts)};
}

TEST_F(S3HiddenTest, VersionsThatAreNotTheLatestAndDeleteMarkersAreFound) {
  answers_ = {
      Versions("<Version><Key>team/a+b</Key><IsLatest>true</IsLatest><Size>1</Size></Version>"
               "<Version><Key>team/a+b</Key><IsLatest>false</IsLatest><Size>2</Size></Version>",
               "<NextKeyMarker>team/a+b</NextKeyMarker><NextVersionIdMarker>v/1</NextVersionIdMarker>"),
      Versions("<DeleteMarker><Key>team/c</Key><IsLatest>true</IsLatest></DeleteMarker>")};
  EXPECT_THAT(Noncurrent(), ElementsAre("a b 2", "c 0"));
  EXPECT_EQ(urls_[0], "http://s3.test/backups?encoding-type=url&max-keys=1000&prefix=team%2F&versions=");
  EXPECT_EQ(urls_[1],
            "http://s3.test/backups?encoding-type=url&key-marker=team%2Fa%20b&max-keys=1000&prefix=team%2F&"
            "version-id-marker=v%2F1&versions=");
}

TEST_F(S3HiddenTest, MarkersThatDoNotAdvanceEndTheListing) {
  answers_ = {Versions("", "<NextKeyMarker>team/a</NextKeyMarker>")};
  EXPECT_THAT(Noncurrent()[0], HasSubstr("page 2: the marker does not advance"));
  answers_ = {Versions("", "<NextVersionIdMarker>x</NextVersionIdMarker>")};
  EXPECT_THAT(Noncurrent()[0], HasSubstr("there is no marker"));
}

TEST_F(S3HiddenTest, UploadsHaveTheBytesOfAllTheirParts) {
  answers_ = {Uploads("<Upload><Key>team/big</Key><UploadId>id</UploadId></Upload>"),
              Parts("<Part><Size>5</Size></Part>", "<NextPartNumberMarker>1</NextPartNumberMarker>"),
              Parts("<Part><Size>6</Size></Part>")};
  EXPECT_THAT(Incomplete(), ElementsAre("big 11"));
  EXPECT_EQ(urls_[2], "http://s3.test/backups/team/big?part-number-marker=1&uploadId=id");
}

TEST_F(S3HiddenTest, UploadsThatTheServerForgotAreAskedForByName) {
  const std::string gone = "<Error><Code>NoSuchUpload</Code><Message>Gone.</Message></Error>";
  answers_ = {Uploads("<Upload><Key>team/a</Key><UploadId>1</UploadId></Upload>"
                      "<Upload><Key>team/b</Key><UploadId>2</UploadId></Upload>"),
              Parts("<Part><Size>5</Size></Part>"),
              Parts("<Part><Size>6</Size></Part>"),
              Uploads(""),
              Parts("<Part><Size>7</Size></Part>"),
              {404, {}, gone}};
  EXPECT_THAT(Incomplete(), ElementsAre("a 5", "b 6"));
  EXPECT_THAT(Incomplete(), ElementsAre("a 7")) << "one was completed meanwhile";
  EXPECT_THAT(known_, ElementsAre(KnownUpload{"team/a", "1"}));
}

TEST_F(S3HiddenTest, UploadsAreGoneWhereTheServersWordIsAProof) {
  known_ = {{"team/a", "1"}};
  answers_ = {Uploads("")};
  answers_[0].headers = {{"server", "AmazonS3"}};
  EXPECT_THAT(Incomplete(), IsEmpty());
  EXPECT_EQ(urls_.size(), 1u);
}

TEST_F(S3HiddenTest, NoUploadsIsAProofOnlyWhereTheServerIsKnownToTell) {
  for (const auto& [server, proves] :
       std::vector<std::pair<std::string, bool>>{{"AmazonS3", true},
                                                 {"Ceph Object Gateway (squid)", true},
                                                 {"cloudflare", true},
                                                 {"MinIO", false},
                                                 {"RustFS", false},
                                                 {"nginx", false},
                                                 {"", false}}) {
    answers_ = {Uploads("")};
    answers_[0].headers = {{"server", server}};
    EXPECT_THAT(Incomplete(), IsEmpty());
    EXPECT_EQ(proves_none_, proves) << server;
  }
}

TEST_F(S3HiddenTest, VeryManyUploadsAreNotFollowed) {
  answers_ = {Uploads("<Upload><Key>team/a</Key><UploadId>1</UploadId></Upload>"
                      "<Upload><Key>team/b</Key><UploadId>2</UploadId></Upload>"),
              Parts("")};
  EXPECT_THAT(Incomplete(/*most=*/1)[0], HasSubstr("more than 1 uploads"));
}

TEST_F(S3HiddenTest, KeysOutsideTheBaseAreRefused) {
  answers_ = {Versions("<DeleteMarker><Key>x</Key></DeleteMarker>")};
  EXPECT_THAT(Noncurrent()[0], HasSubstr("not under the prefix"));
  answers_ = {Uploads("<Upload><Key>x</Key><UploadId>1</UploadId></Upload>")};
  EXPECT_THAT(Incomplete()[0], HasSubstr("not under the prefix"));
}

TEST(S3HiddenDecodeTest, EveryMalformedAnswerIsRefused) {
  const auto versions = [](const std::string& in) {
    return DecodeVersionsPage("<ListVersionsResult><IsTruncated>false</IsTruncated>" + in +
                              "</ListVersionsResult>");
  };
  EXPECT_THAT(versions("<Version><Size>1</Size></Version>").error().message, HasSubstr("without a Key"));
  EXPECT_THAT(versions("<Version><Key>a</Key><IsLatest>true</IsLatest></Version>").error().message,
              HasSubstr("key \"a\": Size"));
  EXPECT_THAT(versions("<Version><Key>a</Key><Size>1</Size></Version>").error().message,
              HasSubstr("IsLatest"));
  EXPECT_EQ(DecodeVersionsPage("").error().code, ErrorCode::kTruncated);
  EXPECT_EQ(DecodeVersionsPage("<ListVersionsResult/>").error().code, ErrorCode::kMalformed);
  EXPECT_EQ(DecodeUploadsPage("<ListMultipartUploadsResult><IsTrunc").error().code, ErrorCode::kTruncated);
  EXPECT_EQ(DecodeUploadsPage(Uploads("<Upload><Key>a</Key></Upload>").body).error().code,
            ErrorCode::kMalformed);
  EXPECT_EQ(DecodePartsPage(Parts("<Part><Size>x</Size></Part>").body).error().code, ErrorCode::kMalformed);
  EXPECT_EQ(DecodePartsPage(Parts("", "<NextPartNumberMarker/>").body).error().code, ErrorCode::kMalformed);
  EXPECT_EQ(DecodePartsPage("<html>").error().code, ErrorCode::kMalformed);
}

TEST(S3FeaturesDecodeTest, EveryMalformedAnswerLeavesTheFeatureUnknown) {
  S3Features features;
  EXPECT_FALSE(DecodeVersioning("", features).ok());
  EXPECT_FALSE(DecodeVersioning("<html>", features).ok());
  EXPECT_FALSE(
      DecodeVersioning("<VersioningConfiguration><Status>On</Status></VersioningConfiguration>", features)
          .ok());
  EXPECT_FALSE(DecodeObjectLock("<ObjectLock", features).ok());
  EXPECT_FALSE(DecodeLifecycle("{}", features).ok());
  EXPECT_THAT(features.known, IsEmpty());
  EXPECT_EQ(features.versioned, std::nullopt);
}

}  // namespace
}  // namespace lastgood
