#include "net/s3/sigv4.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/coding.h"

namespace lastgood {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

// AWS's Signature Version 4 test suite: its keys, moment and host.
const AwsKeys kSuiteKeys = {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
const Time kSuiteTime = sys_days(2015y / 8 / 30) + 12h + 36min;

SigningRequest Suite(std::string method, std::string path, NameValues query = {}, NameValues headers = {},
                     std::string payload = {}, bool content_sha256 = false) {
  return {.method = std::move(method),
          .host = "example.amazonaws.com",
          .path = std::move(path),
          .query = std::move(query),
          .headers = std::move(headers),
          .payload = std::move(payload),
          .content_sha256 = content_sha256,
          .region = "us-east-1",
          .service = "service"};
}

struct Vector {
  const char* name;
  SigningRequest request;
  const char* signature;
};

const std::string kUnreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const std::string kForm = "application/x-www-form-urlencoded";

std::vector<Vector> SuiteVectors() {
  return {
      {"get-vanilla", Suite("GET", "/"), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"get-vanilla-query-order-key-case", Suite("GET", "/", {{"Param2", "value2"}, {"Param1", "value1"}}),
       "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"get-vanilla-query-order-encoded",
       Suite("GET", "/", {{"Param-3", "Value3"}, {"Param", "Value2"}, {"\u1234", "Value1"}}),
       "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"},
      {"get-vanilla-query-unreserved", Suite("GET", "/", {{kUnreserved, kUnreserved}}),
       "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
      {"get-vanilla-utf8-query", Suite("GET", "/", {{"\u1234", "bar"}}),
       "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
      {"get-unreserved", Suite("GET", "/" + kUnreserved),
       "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
      {"get-utf8", Suite("GET", "/\u1234"),
       "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
      {"get-space-unnormalized", Suite("GET", "/example space/"),
       "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
      {"get-slashes-unnormalized", Suite("GET", "//example//"),
       "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"},
      {"get-header-value-trim",
       Suite("GET", "/", {}, {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}}),
       "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
      {"get-header-key-duplicate",
       Suite("GET", "/", {}, {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}}),
       "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
      {"post-vanilla-query", Suite("POST", "/", {{"Param1", "value1"}}),
       "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"},
      {"post-x-www-form-urlencoded", Suite("POST", "/", {}, {{"Content-Type", kForm}}, "Param1=value1"),
       "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
      {"post-x-www-form-urlencoded with a signed body",
       Suite("POST", "/", {}, {{"Content-Type", kForm}, {"Content-Length", "13"}}, "Param1=value1", true),
       "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"},
  };
}

TEST(SigV4Test, SignsAsTheTestSuiteOfAwsExpects) {
  for (const Vector& vector : SuiteVectors())
    EXPECT_EQ(SignV4(vector.request, kSuiteKeys, kSuiteTime).signature, vector.signature) << vector.name;
}

TEST(SigV4Test, ASessionTokenIsSigned) {
  AwsKeys keys = kSuiteKeys;
  keys.session_token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
  const SignedRequest signed_request = SignV4(Suite("GET", "/"), keys, kSuiteTime);
  EXPECT_EQ(signed_request.signature, "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8");
  EXPECT_THAT(signed_request.headers,
              testing::Contains(testing::Pair("X-Amz-Security-Token", keys.session_token)));
}

TEST(SigV4Test, KeepsTheCanonicalRequest) {
  EXPECT_EQ(SignV4(Suite("GET", "/", {{"Param2", "value2"}, {"Param1", "value1"}}), kSuiteKeys, kSuiteTime)
                .canonical_request,
            "GET\n/\nParam1=value1&Param2=value2\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\n"
            "host;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// The examples in the documentation of Amazon S3.
const AwsKeys kS3Keys = {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};

SigningRequest S3Example(std::string path, NameValues query, NameValues headers) {
  return {.host = "examplebucket.s3.amazonaws.com",
          .path = std::move(path),
          .query = std::move(query),
          .headers = std::move(headers),
          .region = "us-east-1"};
}

TEST(SigV4Test, SignsAsTheDocumentationOfS3Shows) {
  SigningRequest put =
      S3Example("/test$file.text", {},
                {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}});
  put.method = "PUT";
  put.payload = "Welcome to Amazon S3.";
  const std::vector<Vector> vectors = {
      {"GET object with a range", S3Example("/test.txt", {}, {{"Range", "bytes=0-9"}}),
       "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
      {"PUT object", put, "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
      {"GET lifecycle", S3Example("/", {{"lifecycle", ""}}, {}),
       "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
      {"list objects", S3Example("/", {{"prefix", "J"}, {"max-keys", "2"}}, {}),
       "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
  };
  for (const Vector& vector : vectors)
    EXPECT_EQ(SignV4(vector.request, kS3Keys, sys_days(2013y / 5 / 24)).signature, vector.signature)
        << vector.name;
}

// Signatures that botocore 1.44 made for the same requests.
SigningRequest Local(std::string path, NameValues query) {
  return {.host = "minio.example:9000",
          .path = std::move(path),
          .query = std::move(query),
          .region = "us-east-1"};
}
const Time kLocalTime = sys_days(2026y / 8 / 20) + 12h + 34min + 56s;

TEST(SigV4Test, SignsTokensAndPrefixesWithEveryAwkwardCharacter) {
  const SigningRequest list = Local("/my-bucket", {{"list-type", "2"},
                                                   {"encoding-type", "url"},
                                                   {"max-keys", "1000"},
                                                   {"prefix", "a b/+~(\u00e9)/"},
                                                   {"continuation-token", "1!a+b/c=[x]:~ (\u00e9),"}});
  const SignedRequest signed_request = SignV4(list, kS3Keys, kLocalTime);
  EXPECT_EQ(signed_request.signature, "e8cbbf99a3742ce3b22cc680fe48c9c5492896292b5222f0b6f05bd8f2be9766");
  EXPECT_EQ(signed_request.target,
            "/my-bucket?continuation-token=1%21a%2Bb%2Fc%3D%5Bx%5D%3A~%20%28%C3%A9%29%2C&encoding-type=url&"
            "list-type=2&max-keys=1000&prefix=a%20b%2F%2B~%28%C3%A9%29%2F");

  AwsKeys temporary = kS3Keys;
  temporary.session_token = "FwoGZXIvYXdzEXAMPLE//token+==";
  EXPECT_EQ(SignV4(list, temporary, kLocalTime).signature,
            "dbfefaedd90daa0acd02c8e873852acd362b4e4d9365ea887caeb97581d8394a");
}

TEST(SigV4Test, SignsKeysWithEveryAwkwardCharacter) {
  EXPECT_EQ(SignV4(Local("/my-bucket/dir with space/a+b~(\u00e9)*'!.gz", {}), kS3Keys, kLocalTime).signature,
            "d78b79af11c14c9fd6fd269e7294e13f05477bc7feedac7d21536765308380fa");
  EXPECT_EQ(SignV4(Local("/my-bucket", {{"versioning", ""}}), kS3Keys, kLocalTime).signature,
            "80ca0750d54c4acb3a12ec0794913ba2947348a93cf111187cd4bc8c2bbf13c8");
}

TEST(SigV4Test, PercentEncodingLeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("a/b+c~(\xff) "), "a%2Fb%2Bc~%28%FF%29%20");
  EXPECT_EQ(PercentEncode("a/b c", /*keep_slash=*/true), "a/b%20c");
  EXPECT_EQ(EncodeQuery({{"Action", "A&B"}, {"x", ""}}), "Action=A%26B&x=");
}

}  // namespace
}  // namespace lastgood
