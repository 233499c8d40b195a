#include "collectors/shared/secrets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class SecretsTest : public testing::Test {
 protected:
  Result<SecretData> Read(const std::string& namespace_, const std::string& name) {
    const std::shared_ptr<KubeSource> source =
        KubeSource::Open({.folder = folder_.path()}, http_, clock_).value();
    return SecretReader(source)({.namespace_ = namespace_, .name = name}, Deadline());
  }

  TempDir folder_;
  FakeClock clock_;
  FakeHttp http_{
      [](const HttpRequest&) -> Result<HttpResponse> { return Error{ErrorCode::kUnavailable, ""}; }};
};

TEST_F(SecretsTest, TheOneOfThatNameAndNamespaceIsDecoded) {
  folder_.Write(
      "s.yaml",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s3, namespace: other}\nstringData: {key: no}\n---\n"
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s3, namespace: shop}\n"
      "data: {key: aGVsbG8=, broken: '!'}\nstringData: {plain: text}\n");
  const Result<SecretData> data = Read("shop", "s3");
  ASSERT_TRUE(data.ok()) << data.error().message;
  EXPECT_THAT(*data, ElementsAre(Pair("key", "hello"), Pair("plain", "text")));
}

TEST_F(SecretsTest, OneThatIsNotThereIsSaidToBeMissing) {
  folder_.Write("s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s3, namespace: other}\n");
  EXPECT_EQ(Read("shop", "s3").error().code, ErrorCode::kNotFound);
  EXPECT_THAT(Read("shop", "s3").error().message, HasSubstr("Secret shop/s3"));
}

TEST_F(SecretsTest, WithoutAClusterThereIsNothingToReadThemWith) { EXPECT_FALSE(SecretReader(nullptr)); }

}  // namespace
}  // namespace lastgood
