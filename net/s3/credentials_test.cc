#include "net/s3/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "net/s3/credentials_file.h"
#include "net/s3/credentials_remote.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

// Variables, a web that answers by URL, and what was asked of it.
class S3CredentialsTest : public testing::Test {
 protected:
  CredentialChain Chain(const CredentialsConfig& config = {}) {
    const Getenv getenv = [this](const char* name) -> std::optional<std::string> {
      const auto found = variables_.find(name);
      if (found == variables_.end()) return std::nullopt;
      return found->second;
    };
    return CredentialChain(config, {http_, clock_, getenv, "eu-central-1",
                                    AwsProfile(getenv, config.profile).EndpointOf("sts")});
  }
  std::string AccessKey(CredentialChain& chain) {
    const Result<PlacedKeys> keys = chain.Get(deadline_);
    return keys.ok() ? keys->access_key : keys.error().message;
  }
  std::string In(Duration from_now) const { return FormatRfc3339(clock_.Now() + from_now); }
  std::string JsonKeys(const std::string& access_key, Duration lasts) const {
    return "{\"Code\":\"Success\",\"AccessKeyId\":\"" + access_key +
           "\",\"SecretAccessKey\":\"s3cr3t\",\"Token\":\"tok\",\"Expiration\":\"" + In(lasts) + "\"}";
  }

  TempDir folder_;
  FakeClock clock_;
  Deadline deadline_ = Deadline::After(clock_, std::chrono::hours(24));
  std::map<std::string, std::string> variables_ = {{"HOME", folder_.path()}};
  std::map<std::string, HttpResponse> web_;
  std::vector<HttpRequest> asked_;
  FakeHttp http_{[this](const HttpRequest& request) -> Result<HttpResponse> {
    asked_.push_back(request);
    const auto found = web_.find(request.url);
    if (found == web_.end()) return Error{ErrorCode::kUnavailable, "refused"};
    return found->second;
  }};
};

TEST_F(S3CredentialsTest, TheFilesOfTheConfigComeFirst) {
  variables_["AWS_ACCESS_KEY_ID"] = "from-env";
  variables_["AWS_SECRET_ACCESS_KEY"] = "s";
  CredentialChain chain = Chain({.access_key_file = folder_.Write("a", "from-file\n"),
                                 .secret_key_file = folder_.Write("s", "secret\n"),
                                 .session_token_file = folder_.Write("t", "token\n")});
  const Result<PlacedKeys> keys = chain.Get(deadline_);
  ASSERT_TRUE(keys.ok()) << keys.error().message;
  EXPECT_EQ(keys->access_key, "from-file");
  EXPECT_EQ(keys->secret_key, "secret");
  EXPECT_EQ(keys->session_token, "token");
}

// A Secret whose keys a test may change, or which cannot be read.
struct CountedSecret {
  Result<SecretData> answer = SecretData{{"ACCESS_KEY_ID", "old"}, {"ACCESS_SECRET_KEY", "s"}};
  int reads = 0;

  CredentialsConfig Config() {
    return {.secret = SecretRef{.namespace_ = "shop", .name = "s3"},
            .read_secret = [this](const SecretRef&, const Deadline&) {
              ++reads;
              return answer;
            }};
  }
};

TEST_F(S3CredentialsTest, ASecretIsReadEveryFiveMinutesAndWhenItsKeysAreRefused) {
  CountedSecret secret;
  CredentialChain chain = Chain(secret.Config());
  const AwsKeys used = *chain.Get(deadline_);
  EXPECT_EQ(AccessKey(chain), "old");
  EXPECT_EQ(secret.reads, 1);
  secret.answer = SecretData{{"ACCESS_KEY_ID", "new"}, {"ACCESS_SECRET_KEY", "s"}};
  EXPECT_TRUE(chain.Renew(used, deadline_));
  EXPECT_EQ(AccessKey(chain), "new");
  EXPECT_EQ(secret.reads, 2);
  clock_.Advance(std::chrono::minutes(6));
  EXPECT_EQ(AccessKey(chain), "new");
  EXPECT_EQ(secret.reads, 3);
}

TEST_F(S3CredentialsTest, WhileItsClusterDoesNotAnswerWhatASecretHeldIsUsedForADay) {
  CountedSecret secret;
  CredentialChain chain = Chain(secret.Config());
  EXPECT_EQ(AccessKey(chain), "old");
  secret.answer = Error{ErrorCode::kUnavailable, "refused"};
  clock_.Advance(std::chrono::hours(23));
  EXPECT_EQ(AccessKey(chain), "old");
  clock_.Advance(std::chrono::hours(2));
  EXPECT_THAT(AccessKey(chain), HasSubstr("refused"));
}

TEST_F(S3CredentialsTest, OfASecretThatIsGoneOrForbiddenNothingIsUsed) {
  CountedSecret secret;
  CredentialChain chain = Chain(secret.Config());
  EXPECT_EQ(AccessKey(chain), "old");
  secret.answer = Error{ErrorCode::kNotFound, "Secret shop/s3: there is none of this name"};
  clock_.Advance(std::chrono::minutes(6));
  EXPECT_THAT(AccessKey(chain), HasSubstr("there is none of this name"));
}

TEST_F(S3CredentialsTest, FilesThatChangeAreReadAnew) {
  CredentialChain chain =
      Chain({.access_key_file = folder_.Write("a", "old"), .secret_key_file = folder_.Write("s", "secret")});
  const AwsKeys used = *chain.Get(deadline_);
  EXPECT_FALSE(chain.Renew(used, deadline_));
  folder_.Write("a", "new");
  EXPECT_TRUE(chain.Renew(used, deadline_));
  EXPECT_EQ(AccessKey(chain), "new");
}

TEST_F(S3CredentialsTest, AMissingFileIsAMistakeOfTheConfigThatNamesIt) {
  CredentialChain chain = Chain({.access_key_file = folder_ / "none", .secret_key_file = folder_ / "none"});
  const Result<PlacedKeys> keys = chain.Get(deadline_);
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.error().code, ErrorCode::kConfig);
  EXPECT_THAT(keys.error().message, HasSubstr(folder_ / "none"));
}

TEST_F(S3CredentialsTest, TheEnvironmentComesBeforeTheSharedFile) {
  folder_.Write(".aws/credentials", "[default]\naws_access_key_id = shared\naws_secret_access_key = s\n");
  CredentialChain shared = Chain();
  EXPECT_EQ(AccessKey(shared), "shared");
  variables_["AWS_ACCESS_KEY_ID"] = "from-env";
  variables_["AWS_SECRET_ACCESS_KEY"] = "s";
  variables_["AWS_SESSION_TOKEN"] = "t";
  CredentialChain env = Chain();
  EXPECT_EQ(env.Get(deadline_)->session_token, "t");
}

TEST_F(S3CredentialsTest, TheProfileOfTheVariableIsReadFromBothFiles) {
  const std::string keys = "aws_access_key_id = A\naws_secret_access_key = s\n";
  variables_["AWS_PROFILE"] = "work";
  variables_["AWS_CONFIG_FILE"] = folder_.Write("config", "[profile work]\n" + keys);
  CredentialChain config = Chain();
  EXPECT_EQ(AccessKey(config), "A");
  folder_.Write(".aws/credentials",
                "[default]\naws_access_key_id = D\naws_secret_access_key = s\n[work]\n"
                "aws_access_key_id = B\naws_secret_access_key = s\n");
  CredentialChain shared = Chain();
  EXPECT_EQ(AccessKey(shared), "B") << "the credentials file comes first";
}

TEST_F(S3CredentialsTest, AProfileThatIsNamedAndMissingIsNotReplacedByOtherKeys) {
  variables_["AWS_PROFILE"] = "wrok";
  folder_.Write(".aws/credentials", "[work]\naws_access_key_id = B\naws_secret_access_key = s\n");
  CredentialChain chain = Chain();
  EXPECT_THAT(AccessKey(chain), HasSubstr("profile wrok of " + (folder_ / ".aws/credentials") + " and of"));
  folder_.Write(".aws/config", "[profile wrok]\nsso_session = x\n");
  CredentialChain sso = Chain();
  EXPECT_THAT(AccessKey(sso), HasSubstr("profile wrok: sso_session is not supported"));
}

TEST_F(S3CredentialsTest, NothingFoundSaysWhereItLooked) {
  variables_["AWS_EC2_METADATA_DISABLED"] = "true";
  CredentialChain chain = Chain();
  const Result<PlacedKeys> keys = chain.Get(deadline_);
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.error().code, ErrorCode::kConfig);
  for (const char* place :
       {"AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "profile default", "anonymous"})
    EXPECT_THAT(keys.error().message, HasSubstr(place));
}

constexpr char kSts[] =
    "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
    "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>from-sts</AccessKeyId><SecretAccessKey>s"
    "</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></"
    "Credentials>"
    "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";

TEST_F(S3CredentialsTest, AWebIdentityIsExchangedAtSts) {
  variables_["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/backup reader";
  variables_["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder_.Write("token", "eyJ.a+b/c=");
  web_["https://sts.eu-central-1.amazonaws.com/"] = {200, {}, kSts};
  CredentialChain chain = Chain();
  EXPECT_EQ(AccessKey(chain), "from-sts");
  EXPECT_EQ(AccessKey(chain), "from-sts");
  ASSERT_EQ(asked_.size(), 1u) << "kept while it lasts";
  EXPECT_EQ(
      asked_[0].body,
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2F"
      "backup%20reader&RoleSessionName=lastgood&DurationSeconds=3600&WebIdentityToken=eyJ.a%2Bb%2Fc%3D");
}

TEST_F(S3CredentialsTest, ARefusalOfStsShowsNoToken) {
  variables_["AWS_ROLE_ARN"] = "arn:x";
  variables_["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder_.Write("token", "hunter2");
  variables_["AWS_ENDPOINT_URL_STS"] = "http://sts.test/";
  web_["http://sts.test/"] = {
      403,
      {},
      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"};
  CredentialChain chain = Chain();
  const Result<PlacedKeys> keys = chain.Get(deadline_);
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.error().code, ErrorCode::kUnauthorized);
  EXPECT_THAT(keys.error().message,
              HasSubstr("assuming arn:x at http://sts.test/: HTTP 403 AccessDenied no"));
  EXPECT_THAT(keys.error().message, Not(HasSubstr("hunter2")));
}

TEST_F(S3CredentialsTest, KeysThatExpireAreFetchedAnewBeforeTheyDo) {
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials";
  variables_["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = folder_.Write("token", "first");
  web_["http://169.254.170.23/v1/credentials"] = {200, {}, JsonKeys("one", std::chrono::hours(1))};
  CredentialChain chain = Chain();
  EXPECT_EQ(AccessKey(chain), "one");
  web_["http://169.254.170.23/v1/credentials"] = {200, {}, JsonKeys("two", std::chrono::hours(2))};
  folder_.Write("token", "second");
  clock_.Advance(std::chrono::minutes(54));
  EXPECT_EQ(AccessKey(chain), "one");
  clock_.Advance(std::chrono::minutes(2));
  EXPECT_EQ(AccessKey(chain), "two");
  EXPECT_EQ(asked_.back().headers[0].second, "second") << "the token's file rotates too";
}

TEST_F(S3CredentialsTest, WhileAnAgentIsAwayItsKeysLastUntilTheyExpire) {
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/keys";
  web_["http://127.0.0.1:1/keys"] = {200, {}, JsonKeys("one", std::chrono::hours(1))};
  CredentialChain chain = Chain();
  EXPECT_EQ(AccessKey(chain), "one");
  web_.clear();
  clock_.Advance(std::chrono::minutes(58));
  EXPECT_EQ(AccessKey(chain), "one");
  clock_.Advance(std::chrono::minutes(3));
  EXPECT_THAT(AccessKey(chain), HasSubstr("http://127.0.0.1:1/keys: refused"));
}

TEST_F(S3CredentialsTest, ACredentialsUriMustBeLocalOrHttps) {
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://evil.example/keys";
  CredentialChain chain = Chain();
  EXPECT_THAT(AccessKey(chain), HasSubstr("neither https nor local"));
  EXPECT_TRUE(asked_.empty());
  EXPECT_FALSE(IsLocalCredentialsHost("127.evil.example"));
  EXPECT_TRUE(IsLocalCredentialsHost("[fd00:ec2::23]"));
}

TEST_F(S3CredentialsTest, AnInstanceIsAskedWithASessionToken) {
  variables_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://imds.test";
  web_["http://imds.test/latest/api/token"] = {200, {}, "imds-token"};
  web_["http://imds.test/latest/meta-data/iam/security-credentials/"] = {200, {}, "my-role\n"};
  web_["http://imds.test/latest/meta-data/iam/security-credentials/my-role"] = {
      200, {}, JsonKeys("from-imds", std::chrono::hours(6))};
  CredentialChain chain = Chain();
  EXPECT_EQ(AccessKey(chain), "from-imds");
  EXPECT_EQ(asked_[0].method, "PUT");
  EXPECT_EQ(asked_[2].headers[0].second, "imds-token");
}

TEST_F(S3CredentialsTest, AnswersThatAreNoKeysAreMalformed) {
  for (const char* body :
       {"", "[]", "{}", "{\"AccessKeyId\":1}", "{\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"b\"}",
        "{\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"b\",\"Expiration\":\"soon\"}", "<html>"})
    EXPECT_EQ(DecodeJsonKeys(body).error().code, ErrorCode::kMalformed) << body;
  EXPECT_EQ(DecodeStsKeys("").error().code, ErrorCode::kTruncated);
  EXPECT_EQ(
      DecodeStsKeys("<AssumeRoleWithWebIdentityResponse></AssumeRoleWithWebIdentityResponse>").error().code,
      ErrorCode::kMalformed);
  EXPECT_EQ(DecodeStsKeys(std::string(kSts).substr(0, 300)).error().code, ErrorCode::kTruncated);
}

TEST_F(S3CredentialsTest, OneProfileOfASharedFileIsRead) {
  constexpr char kFile[] =
      "; mine\r\n[default]\r\naws_access_key_id=A\r\naws_secret_access_key=S=1\r\n\r\n# theirs\n[ velero ]\n"
      " aws_access_key_id = B \n aws_secret_access_key = T\naws_session_token = U\nregion = x\n[broken]\n"
      "aws_access_key_id\n[exec]\ncredential_process = /bin/x\n";
  EXPECT_EQ((*DecodeCredentialsFile(kFile, "default"))->secret_key, "S=1");
  EXPECT_EQ((*DecodeCredentialsFile(kFile, "velero"))->access_key, "B");
  EXPECT_EQ((*DecodeCredentialsFile(kFile, "velero"))->session_token, "U");
  EXPECT_FALSE(DecodeCredentialsFile(kFile, "broken")->has_value());
  EXPECT_FALSE(DecodeCredentialsFile("", "default")->has_value());
  EXPECT_THAT(DecodeCredentialsFile(kFile, "exec").error().message, HasSubstr("credential_process"));
  CredentialChain chain = Chain({.profile = "other", .shared_credentials_file = folder_.Write("ini", kFile)});
  EXPECT_THAT(AccessKey(chain), HasSubstr("profile other of"));
}

}  // namespace
}  // namespace lastgood
