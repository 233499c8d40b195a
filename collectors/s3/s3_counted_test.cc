// What the sum of a bucket holds where not all of it can be counted, or is told twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/s3/s3_fixture.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(S3CollectorTest, UploadsThatCannotBeCountedStayInTheSumWithTheirAge) {
  server_.Put("a", 10);
  server_.SetFeature("uploads", Uploads("<Upload><Key>a/big</Key><UploadId>1</UploadId></Upload>"));
  server_.SetFeature(
      "uploadId",
      "<ListPartsResult><IsTruncated>false</IsTruncated><Part><Size>5</Size></Part></ListPartsResult>");
  Open();
  Run();
  const Time counted = clock_.Now();
  EXPECT_EQ(Bucket().incomplete_counted, counted);
  clock_.Advance(std::chrono::hours(1));
  server_.SetFeature("uploads", Uploads(""));
  Run();
  EXPECT_EQ(Bucket().used_bytes, 15u) << "it is asked for by name";
  EXPECT_EQ(Bucket().incomplete_counted, clock_.Now());
  const Time last = clock_.Now();
  clock_.Advance(std::chrono::hours(1));
  server_.SetFeature("uploads", S3TestError("InternalError"), 500);
  Run();
  EXPECT_EQ(Bucket().used_bytes, 15u);
  EXPECT_EQ(Bucket().incomplete_counted, last);
  EXPECT_EQ(Bucket().listed, clock_.Now());
  Open();  // it knows no upload by name
  clock_.Advance(std::chrono::hours(1));
  server_.SetFeature("uploads", Uploads(""));
  Run();
  EXPECT_EQ(Bucket().used_bytes, 15u);
  clock_.Advance(std::chrono::hours(24 * 8));
  Run();
  EXPECT_EQ(Bucket().used_bytes, 10u) << "not for ever";
}

TEST_F(S3CollectorTest, UploadsThatAreGoneLeaveTheSum) {
  server_.SetFeature("uploads", Uploads("<Upload><Key>a/big</Key><UploadId>1</UploadId></Upload>"));
  server_.SetFeature(
      "uploadId",
      "<ListPartsResult><IsTruncated>false</IsTruncated><Part><Size>5</Size></Part></ListPartsResult>");
  Open();
  Run();
  server_.SetFeature("uploads", Uploads(""));
  server_.SetFeature("uploadId", S3TestError("NoSuchUpload"), 404);
  Run();
  EXPECT_EQ(Bucket().used_bytes, 0u);
  EXPECT_EQ(Bucket().incomplete_counted, std::nullopt);
}

TEST_F(S3CollectorTest, AKeyThatIsListedTwiceIsCountedOnceAndNoted) {
  server_.SetOverride([](const auto& request) -> std::optional<TestServer::Reply> {
    if (request.Query("list-type").empty() || !request.Query("start-after").empty()) return std::nullopt;
    return TestServer::Reply{.body = S3TestPage({{"d/", "1"}, {"d/f", "2"}, {"d/f", "2"}})};
  });
  Open();
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Bucket().used_bytes, 3u);
  EXPECT_THAT(Bucket().notes, ElementsAre(HasSubstr("listed twice in a row, and counted once: \"d/f\"")));
  Run();
  EXPECT_EQ(Bucket().notes.size(), 1u) << "once a pass";
}

TEST_F(S3CollectorTest, NoUploadsIsUnknownUnlessTheServerIsKnownToTell) {
  Open();
  Run();
  EXPECT_EQ(Bucket().prefixes[0].incomplete, std::nullopt);
  server_.SetOverride([](const auto& request) -> std::optional<TestServer::Reply> {
    if (request.target.find("uploads=") == std::string::npos) return std::nullopt;
    return TestServer::Reply{.body = Uploads(""), .headers = {{"Server", "AmazonS3"}}};
  });
  Run();
  EXPECT_EQ(Bucket().prefixes[0].incomplete, Usage{});
}

}  // namespace
}  // namespace lastgood
