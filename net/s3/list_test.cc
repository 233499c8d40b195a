#include "net/s3/list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/s3/bucket.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_pages.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A bucket whose pages are given in advance; the requests are kept.
class S3ListTest : public testing::Test {
 protected:
  Result<std::vector<std::string>> List(const ListQuery& query = {},
                                        const std::string& url = "s3://backups") {
    const Result<Bucket> bucket =
        Bucket::Open({.url = url, .endpoint = "http://s3.test", .credentials = {.anonymous = true}}, http_,
                     clock_, [](const char*) { return std::nullopt; });
    std::vector<std::string> keys;
    const Result<ListSummary> summary =
        bucket->List(query, Deadline::After(clock_, std::chrono::minutes(10)),
                     [&](const BucketObject& object) { keys.emplace_back(object.key); });
    if (!summary.ok()) return summary.error();
    EXPECT_EQ(summary->objects, keys.size());
    summary_ = *summary;
    return keys;
  }

  Error ErrorOf(const ListQuery& query = {}) {
    const Result<std::vector<std::string>> keys = List(query);
    return keys.ok() ? Error{ErrorCode::kInternal, "no error"} : keys.error();
  }

  ListSummary summary_;
  std::vector<std::string> pages_;
  std::vector<std::string> urls_;
  FakeClock clock_;
  FakeHttp http_{[this](const HttpRequest& request) -> Result<HttpResponse> {
    urls_.push_back(request.url);
    const std::size_t number = std::min(urls_.size(), pages_.size()) - 1;
    return HttpResponse{200, {}, pages_[number]};
  }};
};

const std::string kEnd = S3TestPage({});

TEST_F(S3ListTest, FollowsTheTokensAndProbesBehindTheLastKey) {
  pages_ = {S3TestPage({{"a"}, {"b"}}, true, "t/1+="), S3TestPage({{"c+d"}}), kEnd};
  EXPECT_THAT(*List(), ElementsAre("a", "b", "c d"));
  EXPECT_THAT(urls_, ElementsAre("http://s3.test/backups?encoding-type=url&list-type=2&max-keys=1000",
                                 "http://s3.test/backups?continuation-token=t%2F1%2B%3D&encoding-type=url&"
                                 "list-type=2&max-keys=1000",
                                 "http://s3.test/backups?encoding-type=url&list-type=2&max-keys=1000&"
                                 "start-after=c%20d"));
}

TEST_F(S3ListTest, AnEmptyListingIsBelievedWhenTheVersionsShowNothingEither) {
  const auto versions = [](const std::string& more, bool truncated) {
    return fmt::format("<ListVersionsResult><IsTruncated>{}</IsTruncated>{}</ListVersionsResult>", truncated,
                       more);
  };
  const std::string marker = "<DeleteMarker><Key>x/a</Key><IsLatest>true</IsLatest></DeleteMarker>";
  const std::string next = "<NextKeyMarker>x/a</NextKeyMarker>";
  const std::string live = "<Version><Key>x/b</Key><IsLatest>true</IsLatest><Size>1</Size></Version>";
  for (const std::string& says :
       {versions(marker, false), S3TestError("AccessDenied"), std::string("<html/>")}) {
    pages_ = {kEnd, says};
    urls_.clear();
    EXPECT_THAT(*List({.prefix = "x/"}), ElementsAre()) << says;
    EXPECT_EQ(urls_.size(), 2u);
    EXPECT_THAT(urls_[1], HasSubstr("prefix=x%2F&versions="));
  }
  pages_ = {kEnd, versions(marker + next, true), versions(live, false)};
  urls_.clear();
  const Error error = ErrorOf({.prefix = "x/"});
  EXPECT_EQ(error.code, ErrorCode::kMalformed);
  EXPECT_THAT(error.message, HasSubstr("it shows no object, and ?versions shows current ones"));
}

TEST_F(S3ListTest, APageThatFalselyCallsItselfTheLastIsFoundOut) {
  pages_ = {S3TestPage({{"a"}}), S3TestPage({{"b"}}, true, "t"), S3TestPage({{"c"}}), kEnd};
  EXPECT_THAT(*List(), ElementsAre("a", "b", "c"));
}

TEST_F(S3ListTest, AnInclusiveStartAfterCountsNothingTwice) {
  pages_ = {S3TestPage({{"a"}}), S3TestPage({{"a"}, {"b"}}), S3TestPage({{"b"}})};
  EXPECT_THAT(*List(), ElementsAre("a", "b"));
}

TEST_F(S3ListTest, AServerThatIgnoresStartAfterEndsTheProbe) {
  pages_ = {S3TestPage({{"a"}, {"b"}}, true, "t"), S3TestPage({{"c"}}),
            S3TestPage({{"a"}, {"b"}}, true, "t")};
  EXPECT_THAT(*List(), ElementsAre("a", "b", "c"));
}

TEST_F(S3ListTest, AnEmptyPageAlongAChainIsNotTheEnd) {
  pages_ = {S3TestPage({}, true, "t1"), S3TestPage({{"a"}}, true, "t2"), S3TestPage({}, true, "t3"), kEnd,
            kEnd};
  EXPECT_THAT(*List(), ElementsAre("a"));
}

TEST_F(S3ListTest, ARepeatedTokenIsAnErrorThatNamesThePage) {
  pages_ = {S3TestPage({{"a"}}, true, "t"), S3TestPage({{"b"}}, true, "u"), S3TestPage({{"c"}}, true, "t")};
  const Error error = ErrorOf();
  EXPECT_EQ(error.code, ErrorCode::kMalformed);
  EXPECT_THAT(error.message, HasSubstr("listing s3://backups/, page 3: the continuation token repeats"));
}

TEST_F(S3ListTest, OnePageThatIsAllThereIsMayBeInAnyOrder) {
  pages_ = {S3TestPage({{"pg/base/1"}, {"pg/wals/1"}, {"pg-old/base/1"}, {"pg.tar"}}), kEnd};
  EXPECT_THAT(*List(), ElementsAre("pg-old/base/1", "pg.tar", "pg/base/1", "pg/wals/1"));
  EXPECT_THAT(urls_.at(1), HasSubstr("start-after=pg%2Fwals%2F1"));
}

TEST_F(S3ListTest, KeysThatDoNotRiseAreAnError) {
  pages_ = {S3TestPage({{"b"}, {"a"}}, true, "t")};
  const Error error = ErrorOf();
  EXPECT_EQ(error.code, ErrorCode::kMalformed);
  EXPECT_THAT(error.message, HasSubstr("came after \"b\""));
}

TEST_F(S3ListTest, AKeyThatComesTwiceInARowCountsOnce) {
  pages_ = {S3TestPage({{"d/"}, {"d/f"}, {"d/f"}, {"d/g"}}, true, "t"), S3TestPage({{"d/g"}, {"h"}}), kEnd};
  EXPECT_THAT(*List(), ElementsAre("d/", "d/f", "d/g", "h"));
  EXPECT_EQ(summary_.repeated, 2u);
  EXPECT_EQ(summary_.repeated_key, "d/f");
}

TEST_F(S3ListTest, APageThatComesAgainAlongAChainIsAnError) {
  pages_ = {S3TestPage({{"a"}}, true, "t1"), S3TestPage({{"a"}}, true, "t2"),
            S3TestPage({{"a"}}, true, "t3")};
  EXPECT_THAT(ErrorOf().message, HasSubstr("page 3: it shows \"a\" again and nothing else"));
}

TEST_F(S3ListTest, MoreToComeWithoutATokenIsAnError) {
  pages_ = {S3TestPage({{"a"}}, true)};
  const Error error = ErrorOf();
  EXPECT_EQ(error.code, ErrorCode::kMalformed);
  EXPECT_THAT(error.message, HasSubstr("page 1: IsTruncated is true, but there is no NextContinuationToken"));
}

TEST_F(S3ListTest, ABadSizeNamesThePageAndTheKey) {
  pages_ = {S3TestPage({{"a"}}, true, "t"), S3TestPage({{"b", ""}})};
  const Error error = ErrorOf();
  EXPECT_EQ(error.code, ErrorCode::kMalformed);
  EXPECT_THAT(error.message, HasSubstr("page 2: key \"b\": Size"));
}

TEST_F(S3ListTest, AnEmptyAnswerIsTriedAgainAndNeverCounted) {
  pages_ = {S3TestPage({{"a"}}, true, "t"), "", S3TestPage({{"b"}}), kEnd};
  EXPECT_THAT(*List(), ElementsAre("a", "b"));
  pages_ = {S3TestPage({{"a"}}, true, "t"), ""};
  urls_.clear();
  const Error error = ErrorOf();
  EXPECT_EQ(error.code, ErrorCode::kTruncated);
  EXPECT_THAT(error.message, HasSubstr("page 2: the answer is empty"));
}

TEST_F(S3ListTest, ABaseFolderIsLeftOutOfTheKeys) {
  pages_ = {S3TestPage({{"team/x/1"}}), kEnd};
  EXPECT_THAT(*List({.prefix = "x/"}, "s3://backups/team"), ElementsAre("x/1"));
  EXPECT_THAT(urls_[0], HasSubstr("prefix=team%2Fx%2F"));
  EXPECT_THAT(urls_[1], HasSubstr("start-after=team%2Fx%2F1"));
}

TEST_F(S3ListTest, AKeyOutsideThePrefixIsAnError) {
  pages_ = {S3TestPage({{"y/1"}})};
  EXPECT_THAT(ErrorOf({.prefix = "x/"}).message, HasSubstr("not under the prefix"));
}

TEST_F(S3ListTest, StartsAfterTheKeyThatIsAskedFor) {
  pages_ = {S3TestPage({{"b"}, {"c"}}), kEnd};
  EXPECT_THAT(*List({.start_after = "b"}), ElementsAre("c"));
}

TEST_F(S3ListTest, AListingWithoutEndEndsAtTheDeadline) {
  int page = 0;
  FakeHttp endless([&](const HttpRequest&) -> Result<HttpResponse> {
    clock_.Advance(std::chrono::minutes(1));
    ++page;
    return HttpResponse{200, {}, S3TestPage({}, true, "t" + std::to_string(page))};
  });
  const Result<Bucket> bucket =
      Bucket::Open({.url = "s3://backups", .endpoint = "http://s3.test", .credentials = {.anonymous = true}},
                   endless, clock_, [](const char*) { return std::nullopt; });
  const Result<ListSummary> summary =
      bucket->List({}, Deadline::After(clock_, std::chrono::minutes(10)), [](const BucketObject&) {});
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, ErrorCode::kTimeout);
  EXPECT_THAT(summary.error().message, HasSubstr("raise `timeout`"));
}

}  // namespace
}  // namespace lastgood
