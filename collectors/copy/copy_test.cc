#include "collectors/copy/copy.h"

#include <filesystem>

#include "collectors/shared/store_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::IsEmpty;

// From one folder below the bucket "nfs" to another, or to the bucket "s3".
class CopyTest : public StoreTest {
 protected:
  void SetUp() override { OpenTo("{bucket: nfs, prefix: to/}"); }
  void OpenTo(const std::string& to) {
    Open(&MakeCopyCollectors,
         "offsite: {from: {bucket: nfs, prefix: from/}, to: " + to + ", max_behind: 26h}");
  }
  void Put(const std::string& key, const std::string& content, Duration ago = hours(100)) {
    folder_.Write(key, content);
    Touch(key, Ago(ago));
  }
  const CopyFacts& Copy() const { return former_.copies.at(0); }
};

TEST_F(CopyTest, WhatTheCopyLacksIsCountedAndTheOldestOfItDecides) {
  Put("from/a", "1");
  Put("from/b/1", "22", hours(30));
  Put("from/b/2", "333", hours(50));
  Put("from/c", "4444", hours(3));
  Put("from/d", "5");
  Put("to/a", "1");
  Put("to/b/2", "33");
  Put("to/d", "5");
  Put("to/zzz", "deleted at the source");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Copy().missing_objects, 3u);
  EXPECT_EQ(Copy().missing_bytes, 9u);
  EXPECT_EQ(Copy().oldest_missing, Ago(hours(50)));
  EXPECT_EQ(Copy().deadline, Ago(hours(50)) + hours(26));
  EXPECT_EQ(Copy().checked, clock_.Now());
  EXPECT_THAT(Copy().detail, HasSubstr("2 missing, 1 of another size"));
  EXPECT_THAT(Copy().detail, HasSubstr("b/1, c, b/2 for example"));
}

TEST_F(CopyTest, AWholeCopyLacksNothing) {
  for (int i = 0; i < 3000; ++i)
    for (const char* side : {"from", "to"}) folder_.Write(fmt::format("{}/{}/{}", side, i % 7, i), "x");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Copy().missing_objects, 0u);
  EXPECT_EQ(Copy().missing_bytes, 0u);
  EXPECT_EQ(Copy().oldest_missing, std::nullopt);
  EXPECT_EQ(Copy().deadline, std::nullopt);
}

TEST_F(CopyTest, ACopyOfNothingIsNoCopy) {
  for (const char* side : {"from", "to"}) std::filesystem::create_directories(folder_ / side);
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kNotFound);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("is empty, and its copy is empty too"));
  EXPECT_EQ(Copy().checked, std::nullopt);
}

TEST_F(CopyTest, WhatIsMissingAndDatedInTheFutureIsAWrongClock) {
  Put("from/a", "1", -hours(1000));
  Put("from/b", "1");
  Put("to/b", "1");
  const Collected collected = Run();
  ASSERT_EQ(collected.problems.size(), 1u);
  EXPECT_EQ(collected.problems[0].error.code, ErrorCode::kClockSkew);
}

TEST_F(CopyTest, BucketsAreReadPageByPageInStepWithTheFolder) {
  OpenTo("{bucket: s3, prefix: mirror/}");
  server_.SetPageSize(3);
  for (int i = 0; i < 20; ++i) {
    const std::string key = fmt::format("k{:02}", i);
    Put("from/" + key, "1234567");
    if (i != 4 && i != 19) server_.Put("mirror/" + key, 7);
  }
  server_.Put("mirror/", 0);
  server_.Put("mirror2/k04", 7);
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Copy().missing_objects, 2u);
  EXPECT_THAT(Copy().detail, HasSubstr("k04, k19"));
}

TEST_F(CopyTest, ACopyThatCannotBeReadLeavesWhatWasKnown) {
  OpenTo("{bucket: s3, prefix: mirror/}");
  Put("from/a", "1", hours(9));
  ASSERT_THAT(Run().failures, IsEmpty());
  const Time checked = *Copy().checked;
  clock_.Advance(hours(1));
  server_.SetOverride(
      [](const auto&) { return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")}; });
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kForbidden);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("copy offsite: to: listing s3://backups/mirror/"));
  EXPECT_EQ(Copy().missing_objects, 1u);
  EXPECT_EQ(Copy().checked, checked);
}

TEST_F(CopyTest, AListingThatBreaksOffInTheMiddleIsNoComparison) {
  OpenTo("{bucket: s3, prefix: mirror/}");
  server_.SetPageSize(1);
  for (const char* key : {"a", "b", "c"}) {
    Put(std::string("from/") + key, "1");
    server_.Put(std::string("mirror/") + key, 1);
  }
  server_.SetOverride([](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    if (request.Query("continuation-token").empty()) return std::nullopt;
    return TestServer::Reply{.body = "<html>"};
  });
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kMalformed);
  EXPECT_EQ(Copy().missing_objects, std::nullopt);
  EXPECT_EQ(Copy().checked, std::nullopt);
}

TEST_F(CopyTest, AnEmptySourceProvesNothingAboutAFullCopy) {
  std::filesystem::create_directories(folder_ / "from");
  Put("to/a", "1");
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("is empty, and its copy is not"));
  EXPECT_EQ(Copy().checked, std::nullopt);
}

TEST_F(CopyTest, AWalkEndsAtTheDeadline) {
  Put("from/a", "1");
  const Collected collected = Run(Duration::zero());
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kTimeout);
}

// Two buckets behind one server, told apart by their prefixes.
class CopyContentTest : public CopyTest {
 protected:
  void SetUp() override {
    Open(&MakeCopyCollectors,
         "offsite: {from: {bucket: s3, prefix: from/}, to: {bucket: s3, prefix: to/}, max_behind: 26h}");
  }
  // Both sides with one object for each pair of ETags.
  void Serve(const std::vector<std::pair<std::string, std::string>>& etags) {
    server_.SetOverride([etags](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
      const std::string prefix = request.Query("prefix");
      std::string body = "<ListBucketResult><IsTruncated>false</IsTruncated>";
      if (request.Query("start-after").empty())
        for (std::size_t i = 0; i < etags.size(); ++i)
          body += fmt::format(
              "<Contents><Key>{}{}</Key><Size>5</Size><LastModified>2026-08-20T00:01:10Z</LastModified>"
              "<ETag>&quot;{}&quot;</ETag></Contents>",
              prefix, i, prefix == "from/" ? etags[i].first : etags[i].second);
      return TestServer::Reply{.body = body + "</ListBucketResult>"};
    });
  }
  const std::string a_ = std::string(32, 'a'), b_ = std::string(32, 'b');
};

TEST_F(CopyContentTest, AnotherContentOfTheSameSizeIsSeenByTheETag) {
  Serve({{a_, a_}, {a_, b_}});
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Copy().missing_objects, 1u);
  EXPECT_THAT(Copy().detail, HasSubstr("1 with another content"));
}

TEST_F(CopyContentTest, ETagsThatSayNothingAboutTheContentAreNotCompared) {
  Serve({{a_, a_}, {a_ + "-3", b_}, {a_, b_ + "-2"}, {"", b_}});
  Run();
  EXPECT_EQ(Copy().missing_objects, 0u) << "uploads in parts";
  Serve({{a_, b_}, {b_, a_}});
  Run();
  EXPECT_EQ(Copy().missing_objects, 0u) << "none is equal: they may be encrypted";
}

TEST_F(CopyTest, ABucketIsNoCopyOfItselfUnderAnotherName) {
  Environment environment = MakeEnvironment();
  BucketConfig again = environment.buckets.at("s3");
  again.url += "/";
  again.endpoint += "/";
  environment.buckets.emplace("again", again);
  Result<ConfigReader> reader = ConfigReader::Parse(
      "c: {from: {bucket: s3}, to: {bucket: again, prefix: x/}, max_behind: 1h}", "c.yaml");
  const Result<std::vector<Collector>> made = MakeCopyCollectors(*reader, environment);
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().message, HasSubstr("lies inside"));
}

TEST_F(CopyTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::vector<std::pair<const char*, const char*>> mistakes = {
      {"c: {to: {bucket: nfs}, max_behind: 1h}", "from is missing"},
      {"c: {from: {bucket: nfs}, max_behind: 1h}", "to is missing"},
      {"c: {from: {bucket: nfs}, to: {bucket: s3}}", "max_behind is missing"},
      {"c: {from: {bucket: nfs}, to: {bucket: s4}, max_behind: 1h}", "no bucket \"s4\""},
      {"c: {from: {bucket: nfs}, to: {bucket: nfs, prefix: x/}, max_behind: 1h}", "lies inside"},
      {"c: {from: {bucket: nfs, prefx: a}, to: {bucket: s3}, max_behind: 1h}", "did you mean \"prefix\"?"},
      {"c: {from: {bucket: nfs}, to: {bucket: s3}, max_behind: 0s}", "at least"},
  };
  for (const auto& [yaml, says] : mistakes) {
    const Result<std::vector<Collector>> made = TryMake(&MakeCopyCollectors, yaml);
    ASSERT_FALSE(made.ok()) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr(says)) << yaml;
  }
}

}  // namespace
}  // namespace lastgood
