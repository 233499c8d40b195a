#include "net/s3/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/s3_pages.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

const Time kNow{std::chrono::seconds(1'790'000'000)};  // Mon, 21 Sep 2026 14:13:20 GMT

Error Explain(int status, const std::string& body,
              std::vector<std::pair<std::string, std::string>> headers = {},
              S3Question question = {.what = "listing s3://b", .region = "us-east-1"}) {
  const HttpResponse response{status, std::move(headers), body};
  return ExplainS3(question, response, DecodeS3Error(body), kNow);
}

struct Refusal {
  int status;
  std::string body;
  ErrorCode code;
  const char* says;
};

TEST(S3ErrorTest, EveryRefusalHasItsCodeAndSaysWhatToDo) {
  const std::vector<Refusal> refusals = {
      {403, S3TestError("AccessDenied"), ErrorCode::kForbidden, "lack the right"},
      {403, "", ErrorCode::kForbidden, "without an error of S3"},
      {401, "<html>login</html>", ErrorCode::kUnauthorized, "check `credentials`"},
      {403, S3TestError("InvalidAccessKeyId"), ErrorCode::kUnauthorized, "access key is unknown"},
      {403, S3TestError("SignatureDoesNotMatch"), ErrorCode::kUnauthorized, "check the secret key"},
      {403, S3TestError("AccessDenied", "Forbidden: Invalid signature"), ErrorCode::kUnauthorized,
       "secret key"},
      {400, S3TestError("ExpiredToken"), ErrorCode::kUnauthorized, "expired: renew"},
      {404, S3TestError("NoSuchBucket"), ErrorCode::kNotFound, "bucket's name"},
      {404, "<html>nginx</html>", ErrorCode::kNotFound, "endpoint"},
      {400, S3TestError("AuthorizationHeaderMalformed", "expected garage", "<Region>garage</Region>"),
       ErrorCode::kWrongRegion, "set `region: garage`"},
      {301, S3TestError("PermanentRedirect", "elsewhere", "<Endpoint>b.s3.eu.example</Endpoint>"),
       ErrorCode::kWrongRegion, "b.s3.eu.example"},
      {301, "", ErrorCode::kWrongRegion, "set `region`"},
      {307, S3TestError("TemporaryRedirect"), ErrorCode::kWrongRegion, "us-east-1"},
      {403, S3TestError("RequestTimeTooSkewed"), ErrorCode::kClockSkew, "NTP"},
      {503, S3TestError("SlowDown"), ErrorCode::kThrottled, "fewer requests"},
      {503, S3TestError("SlowDownRead"), ErrorCode::kThrottled, "fewer requests"},
      {429, "", ErrorCode::kThrottled, "fewer requests"},
      {200, S3TestError("SlowDown"), ErrorCode::kThrottled, "fewer requests"},
      {200, S3TestError("AccessDenied"), ErrorCode::kForbidden, "lack the right"},
      {500, S3TestError("InternalError"), ErrorCode::kUnavailable, "fails"},
      {503, "<html>no server is available</html>", ErrorCode::kUnavailable, "proxy"},
      {501, S3TestError("NotImplemented"), ErrorCode::kMalformed, "NotImplemented"},
      {400, S3TestError("InvalidBucketName"), ErrorCode::kConfig, "url"},
      {200, S3TestError("Surprise"), ErrorCode::kMalformed, "Surprise"},
      {403, S3TestError("InvalidObjectState"), ErrorCode::kUnavailable, "lies in an archive class"},
  };
  for (const Refusal& refusal : refusals) {
    const Error error = Explain(refusal.status, refusal.body);
    EXPECT_EQ(error.code, refusal.code) << error.message;
    EXPECT_THAT(error.message, HasSubstr(refusal.says));
    EXPECT_THAT(error.message, HasSubstr("listing s3://b: HTTP"));
  }
}

TEST(S3ErrorTest, ARedirectTellsTheRegionOfItsHeader) {
  EXPECT_THAT(Explain(301, "", {{"x-amz-bucket-region", "eu-central-1"}}).message,
              HasSubstr("set `region: eu-central-1`"));
  EXPECT_THAT(Explain(307, "", {{"location", "https://login.example/"}}).message,
              HasSubstr("https://login.example/"));
}

TEST(S3ErrorTest, AClockThatIsOffIsMeasured) {
  const Error ahead =
      Explain(403, S3TestError("RequestTimeTooSkewed"), {{"date", "Mon, 21 Sep 2026 13:13:20 GMT"}});
  EXPECT_EQ(ahead.code, ErrorCode::kClockSkew);
  EXPECT_THAT(ahead.message, HasSubstr("3600 s ahead of the server's"));
  // Servers that do not say so: the Date header does.
  const Error behind = Explain(403, S3TestError("AccessDenied"), {{"date", "Mon, 21 Sep 2026 15:13:20 GMT"}});
  EXPECT_EQ(behind.code, ErrorCode::kClockSkew);
  EXPECT_THAT(behind.message, HasSubstr("3600 s behind the server's"));
}

TEST(S3ErrorTest, AClockThatIsRightDoesNotHideARefusal) {
  EXPECT_EQ(Explain(403, S3TestError("AccessDenied"), {{"date", "Mon, 21 Sep 2026 14:10:00 GMT"}}).code,
            ErrorCode::kForbidden);
  EXPECT_EQ(Explain(403, S3TestError("AccessDenied"), {{"date", "nonsense"}}).code, ErrorCode::kForbidden);
}

TEST(S3ErrorTest, ASignatureThatDoesNotMatchShowsWhatAProxyChanged) {
  const std::string theirs = "<CanonicalRequest>GET\n/b\n\nhost:inner:9000\n</CanonicalRequest>";
  const Error error = Explain(403, S3TestError("SignatureDoesNotMatch", "differs", theirs), {},
                              {.what = "listing s3://b", .canonical_request = "GET\n/b\n\nhost:outer\n"});
  EXPECT_THAT(error.message, HasSubstr("we signed \"host:outer\", the server saw \"host:inner:9000\""));
}

TEST(S3ErrorTest, ASessionTokenIsNotShown) {
  const std::string theirs = "<CanonicalRequest>GET\nx-amz-security-token:other\n</CanonicalRequest>";
  const Error error = Explain(403, S3TestError("SignatureDoesNotMatch", "differs", theirs), {},
                              {.what = "x", .canonical_request = "GET\nx-amz-security-token:secret\n"});
  EXPECT_THAT(error.message, testing::Not(HasSubstr("secret\"")));
  EXPECT_THAT(error.message, HasSubstr("token arrived changed"));
}

TEST(S3ErrorTest, TheRightThatIsMissingIsNamedWithWhatElseToTry) {
  EXPECT_THAT(Explain(403, S3TestError("AccessDenied"), {},
                      {.what = "x", .right = "s3:ListBucket", .hint = "name a folder"})
                  .message,
              HasSubstr("the keys lack the right s3:ListBucket: allow it in their policy, or name a folder"));
}

TEST(S3ErrorTest, AnonymousAccessThatIsRefusedSaysSo) {
  EXPECT_THAT(Explain(401, "", {}, {.what = "x", .anonymous = true}).message,
              HasSubstr("remove `anonymous`"));
  EXPECT_THAT(Explain(403, S3TestError("AccessDenied"), {}, {.what = "x", .anonymous = true}).message,
              HasSubstr("AccessDenied: Said the server: it is not open to everybody: set `credentials`"));
}

}  // namespace
}  // namespace lastgood
