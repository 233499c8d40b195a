#include "net/s3/xml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "net/s3/page.h"
#include "tests/support/s3_pages.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The keys of a page, or the error.
Result<std::vector<std::string>> Keys(std::string body) {
  LASTGOOD_ASSIGN(const S3ListPage page, S3ListPage::Parse(std::move(body)));
  std::vector<std::string> keys;
  LASTGOOD_RETURN_IF_ERROR(page.Each([&](const BucketObject& object) -> Status {
    keys.emplace_back(object.key);
    return Ok();
  }));
  return keys;
}

TEST(S3XmlTest, APageGivesItsObjects) {
  const Result<S3ListPage> page =
      S3ListPage::Parse(S3TestPage({{"a/b+c%2B%C3%A9", "42", "2026-08-20T00:01:10.500Z"}}, true, "1/a+b=="));
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_TRUE(page->truncated());
  EXPECT_EQ(page->next_token(), "1/a+b==");
  ASSERT_TRUE(page->Each([](const BucketObject& object) -> Status {
                    EXPECT_EQ(object.key, "a/b c+\u00e9");
                    EXPECT_EQ(object.size, 42u);
                    EXPECT_EQ(FormatRfc3339(object.modified), "2026-08-20T00:01:10Z");
                    EXPECT_EQ(object.etag, "0123456789abcdef0123456789abcdef");
                    EXPECT_EQ(object.storage_class, "STANDARD");
                    return Ok();
                  })
                  .ok());
}

TEST(S3XmlTest, KeysAreDecodedAsEachVendorEncodesThem) {
  // Garage: '/' and ' ' as %2F and %20. MinIO: '/' as it is, ' ' as '+', '~' as %7E.
  EXPECT_THAT(Keys(S3TestPage({{"a%2Fb%20~"}}))->front(), "a/b ~");
  EXPECT_THAT(Keys(S3TestPage({{"a/b+%7E"}}))->front(), "a/b ~");
  EXPECT_THAT(Keys(S3TestPage({{"100%25%"}}))->front(), "100%%");
  // A server that ignores encoding-type says so by another EncodingType, or none.
  EXPECT_THAT(Keys(S3TestPage({{"a+b%20"}}, false, "", ""))->front(), "a+b%20");
}

TEST(S3XmlTest, UnusualSpellingsOfXmlAreRead) {
  EXPECT_THAT(*Keys(S3TestPage({{"<![CDATA[a<b]]>"}, {"a&amp;b&lt;"}, {"+"}})),
              ElementsAre("a<b", "a&b<", " "));
  EXPECT_THAT(*Keys("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Size>1</Size><Key> </Key>"
                    "<LastModified>2026-08-20T00:01:10Z</LastModified></Contents></ListBucketResult>\n"),
              ElementsAre(" "));
  EXPECT_THAT(*Keys("<!-- x --><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"),
              ElementsAre());
}

struct Malformed {
  const char* name;
  std::string body;
  ErrorCode code;
  const char* says;
};

std::string Cut(std::string page, std::size_t at) { return page.substr(0, at); }

std::vector<Malformed> MalformedPages() {
  const std::string page = S3TestPage({{"a"}, {"b"}});
  const std::string deep = [] {
    std::string text = "<ListBucketResult>";
    for (int i = 0; i < 200'000; ++i) text += "<x>";
    return text;
  }();
  constexpr ErrorCode kMalformed = ErrorCode::kMalformed;
  constexpr ErrorCode kTruncated = ErrorCode::kTruncated;
  return {
      {"empty", "", kTruncated, "empty"},
      {"blank", " \n ", kTruncated, "empty"},
      {"cut in an element", Cut(page, page.size() - 5), kTruncated, "cut off after"},
      {"cut between elements", Cut(page, page.find("</Contents>") + 11), kTruncated, "cut off"},
      {"cut in a name", Cut(page, page.find("<Contents>") + 4), kTruncated, "cut off"},
      {"cut after the declaration", Cut(page, 39), kTruncated, "cut off"},
      {"nested 200,000 deep", deep, kTruncated, "cut off"},
      {"a page of a proxy", "<!DOCTYPE html><html><body>Sign in</body></html>", kMalformed, "an HTML page"},
      {"a page without a type", "<HTML><body><br>", kMalformed, "an HTML page"},
      {"plain text", "upstream connect error", kMalformed, "check `endpoint`"},
      {"JSON", "{\"ok\":true}", kMalformed, "check `endpoint`"},
      {"binary", std::string("\x1f\x8b\0\0", 4), kMalformed, "check `endpoint`"},
      {"an error in a success", S3TestError("InternalError"), kMalformed, "InternalError"},
      {"another document", "<ListAllMyBucketsResult></ListAllMyBucketsResult>", kMalformed,
       "found <ListAllMyBucketsResult>"},
      {"mismatched tags", "<ListBucketResult><a></b></ListBucketResult>", kMalformed, "at byte"},
      {"no IsTruncated", "<ListBucketResult></ListBucketResult>", kMalformed, "IsTruncated"},
      {"IsTruncated is no flag", "<ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>",
       kMalformed, "\"maybe\""},
      {"no Key", S3TestPage({{""}}), kMalformed, "without a Key"},
      {"an empty Size", S3TestPage({{"a"}, {"b/c", ""}}), kMalformed, "key \"b/c\": Size"},
      {"a negative Size", S3TestPage({{"a", "-1"}}), kMalformed, "Size: expected a number, found \"-1\""},
      {"a Size with a unit", S3TestPage({{"a", "1k"}}), kMalformed, "Size"},
      {"a Size beyond 64 bits", S3TestPage({{"a", "99999999999999999999"}}), kMalformed, "Size"},
      {"an empty LastModified", S3TestPage({{"a", "1", ""}}), kMalformed, "key \"a\": LastModified"},
      {"a LastModified in words", S3TestPage({{"a", "1", "yesterday"}}), kMalformed, "yesterday"},
  };
}

TEST(S3XmlTest, EveryMalformedPageIsRefused) {
  for (const Malformed& malformed : MalformedPages()) {
    const Result<std::vector<std::string>> keys = Keys(malformed.body);
    ASSERT_FALSE(keys.ok()) << malformed.name;
    EXPECT_EQ(keys.error().code, malformed.code) << malformed.name << ": " << keys.error().message;
    EXPECT_THAT(keys.error().message, HasSubstr(malformed.says)) << malformed.name;
    EXPECT_LT(keys.error().message.size(), 400u) << malformed.name;
  }
}

TEST(S3XmlTest, APageCutAnywhereIsNeverAPage) {
  const std::string page = S3TestPage({{"a"}, {"b"}}, true, "token");
  for (std::size_t size = 0; size < page.size(); ++size) {
    const Result<std::vector<std::string>> keys = Keys(page.substr(0, size));
    ASSERT_FALSE(keys.ok()) << size;
    EXPECT_NE(keys.error().code, ErrorCode::kInternal) << size;
  }
}

TEST(S3XmlTest, AnErrorDocumentIsReadAndOthersAreNot) {
  const S3Error error = DecodeS3Error(S3TestError("AuthorizationHeaderMalformed", "wrong region",
                                                  "<Region>garage</Region><Endpoint>x.example</Endpoint>"));
  EXPECT_EQ(error.code, "AuthorizationHeaderMalformed");
  EXPECT_EQ(error.message, "wrong region");
  EXPECT_EQ(error.region, "garage");
  EXPECT_EQ(error.endpoint, "x.example");
  for (const char* other : {"", "<html>", "<Errors><Code>x</Code></Errors>", "nonsense", "<Error"})
    EXPECT_EQ(DecodeS3Error(other).code, "") << other;
}

}  // namespace
}  // namespace lastgood
