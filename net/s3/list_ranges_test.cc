// A bucket that is listed in ranges is the bucket that is listed in one chain: random buckets of many shapes.
#include "net/s3/list_ranges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <random>

#include "net/s3/bucket.h"
#include "net/s3/versions.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_bucket.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

using Rows = std::vector<std::pair<std::string, std::uint64_t>>;

class S3ListRangesTest : public testing::Test {
 protected:
  Bucket Open(const std::string& url = "s3://backups") {
    return *Bucket::Open({.url = url, .endpoint = "http://s3.test", .credentials = {.anonymous = true}},
                         http_, clock_, [](const char*) { return std::nullopt; });
  }

  // All objects in the order of their keys, each range's as they came.
  Result<Rows> List(std::size_t connections, RangeMemory& memory, const std::string& url = "s3://backups") {
    std::map<std::string, Rows> ranges;
    requests_ = 0;
    const RangeVisit visit{.connections = connections,
                           .open = [&](std::size_t worker, const std::string& start) -> ObjectVisitor {
                             EXPECT_LT(worker, connections);
                             EXPECT_EQ(ranges.count(start), 0u) << "each range once: " << start;
                             Rows& rows = ranges[start];
                             return [&rows](const BucketObject& object) {
                               rows.emplace_back(object.key, object.size);
                             };
                           },
                           .restart = [&] { ranges.clear(); }};
    const Bucket bucket = Open(url);
    const Result<ListSummary> summary =
        bucket.ListAll(visit, memory, Deadline::After(clock_, std::chrono::minutes(10)));
    if (!summary.ok()) return summary.error();
    summary_ = *summary;
    Rows all;
    for (const auto& [start, rows] : ranges) all.insert(all.end(), rows.begin(), rows.end());
    EXPECT_EQ(summary_.objects, all.size());
    ranges_ = ranges.size();
    return all;
  }

  // One current and one older version of each key; the older ones as rows.
  Result<Rows> ListVersions(std::size_t connections, const std::vector<std::string>& cuts) {
    std::mutex mutex;
    Rows all;
    const VersionsVisit visit{.connections = connections,
                              .cuts = cuts,
                              .open = [&](std::size_t) -> HiddenVisitor {
                                return [&](const HiddenObject& object) {
                                  const std::lock_guard lock(mutex);
                                  all.emplace_back(object.key, object.size);
                                };
                              },
                              .restart = [&] { all.clear(); }};
    const Bucket bucket = Open();
    const Result<CurrentVersions> current =
        ListNoncurrent(*bucket.s3(), Time::max(), visit, Deadline::After(clock_, std::chrono::minutes(10)));
    if (!current.ok()) return current.error();
    EXPECT_EQ(current->objects, all.size());
    std::ranges::sort(all);
    return all;
  }

  void Put(const std::string& key) {
    server_.objects.push_back({key, std::to_string(server_.objects.size())});
  }

  FakeClock clock_;
  S3TestBucket server_;
  std::atomic<std::uint64_t> requests_{0};
  ListSummary summary_;
  std::size_t ranges_ = 0;
  FakeHttp http_{[this](const HttpRequest& request) -> Result<HttpResponse> {
    ++requests_;
    return server_.Answer(request);
  }};
};

// Keys of one shape each; a few buckets are small.
std::vector<std::string> Shape(int shape, std::mt19937& random) {
  const auto pick = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  std::vector<std::string> keys;
  const int count = pick(3) == 0 ? pick(30) : 100 + pick(300);
  for (int i = 0; i < count; ++i) switch (shape) {
      case 0:  // flat, hexadecimal
        keys.push_back(fmt::format("kopia/p{:08x}", random()));
        break;
      case 1:  // folders
        keys.push_back(fmt::format("velero/backups/{}/{}", pick(40), pick(1000)));
        break;
      case 2:  // one large folder among small ones
        keys.push_back(pick(10) == 0 ? fmt::format("{}/x{}", pick(20), i) : fmt::format("7/data/{:05}", i));
        break;
      case 3:  // prefixes of each other
        keys.push_back(std::string(static_cast<std::size_t>(1 + pick(200)), 'a') + (pick(2) ? "" : "/"));
        break;
      case 4:  // any Unicode
        keys.push_back(fmt::format("{}{}/\xC3\xA9{}\xF0\x9F\x98\x80{}", pick(2) ? "\xE4\xB8\xAD" : "\xC3\xBC",
                                   pick(9), pick(50), pick(50)));
        break;
      default:  // any bytes
        keys.emplace_back();
        for (int j = 1 + pick(6); j > 0; --j) keys.back() += static_cast<char>(1 + pick(255));
    }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

TEST_F(S3ListRangesTest, InRangesABucketIsWhatItIsInOneChain) {
  std::mt19937 random(20261130);
  for (int round = 0; round < 36; ++round) {
    server_ = {.page_size = 1 + random() % 40};
    for (const std::string& key : Shape(round % 6, random)) {
      Put(key);
      if (random() % 50 == 0) server_.objects.push_back(server_.objects.back());  // comes twice
    }
    server_.start_is_inclusive = random() % 4 == 0;
    server_.knows_delimiters = random() % 3 != 0;
    RangeMemory none, memory;
    const Result<Rows> serial = List(1, none);
    ASSERT_TRUE(serial.ok()) << serial.error().message;
    const std::uint64_t repeated = summary_.repeated;
    for (int pass = 0; pass < 3; ++pass) {
      const Result<Rows> rows = List(1 + random() % 16, memory);
      ASSERT_TRUE(rows.ok()) << rows.error().message;
      ASSERT_EQ(*rows, *serial) << "round " << round << ", pass " << pass;
      EXPECT_EQ(summary_.repeated, repeated);
    }
  }
}

TEST_F(S3ListRangesTest, TheVersionsToo) {
  std::mt19937 random(12);
  for (int round = 0; round < 18; ++round) {
    server_ = {.page_size = 1 + random() % 40};
    const std::vector<std::string> keys = Shape(round % 6, random);
    for (const std::string& key : keys) Put(key);
    std::vector<std::string> cuts;
    for (std::size_t i = 7; i < keys.size(); i += 1 + random() % 100) cuts.push_back(keys[i]);
    const Result<Rows> serial = ListVersions(1, {});
    const Result<Rows> ranges = ListVersions(1 + random() % 16, cuts);
    ASSERT_TRUE(serial.ok()) << serial.error().message;
    ASSERT_TRUE(ranges.ok()) << ranges.error().message;
    ASSERT_EQ(*serial, *ranges) << "round " << round;
    EXPECT_EQ(serial->size(), keys.size());
  }
}

TEST_F(S3ListRangesTest, AFolderOfABucketIsListedWithoutItsNeighbours) {
  server_.page_size = 10;
  for (int i = 0; i < 500; ++i) Put(fmt::format("{}/{:03}", i % 2 == 0 ? "team" : "team0", i));
  server_.Sort();
  RangeMemory memory;
  for (int pass = 0; pass < 2; ++pass) {
    const Result<Rows> rows = List(8, memory, "s3://backups/team");
    ASSERT_TRUE(rows.ok()) << rows.error().message;
    EXPECT_EQ(rows->size(), 250u);
    EXPECT_EQ(rows->front().first, "000");
  }
}

TEST_F(S3ListRangesTest, ASmallBucketCostsWhatItDidBefore) {
  for (int i = 0; i < 3500; ++i) Put(fmt::format("{:06}", i));
  RangeMemory memory;
  for (int pass = 0; pass < 2; ++pass) {
    ASSERT_TRUE(List(16, memory).ok());
    EXPECT_EQ(requests_, 5u) << "four pages, and what is behind the last key";
    EXPECT_EQ(ranges_, 1u);
  }
}

TEST_F(S3ListRangesTest, TheNextPassCutsEvenlyAndCostsHalfAPageARange) {
  for (int i = 0; i < 40'000; ++i) Put(fmt::format("kopia/p{:08x}", i * 100'000U));
  RangeMemory memory;
  ASSERT_TRUE(List(8, memory).ok());
  EXPECT_GT(ranges_, 8u);
  EXPECT_LT(requests_, 41u + 70u);
  ASSERT_TRUE(List(8, memory).ok());
  EXPECT_GE(ranges_, 15u);
  EXPECT_LT(requests_, 41u + 40u);
  EXPECT_LE(memory.Cuts(8).size(), 31u);
}

TEST_F(S3ListRangesTest, AServerThatStartsFromTheBeginningIsListedInOneChainFromThenOn) {
  for (int i = 0; i < 20'000; ++i) Put(fmt::format("{:06}", i));
  server_.ignores_start = true;
  RangeMemory memory;
  for (int pass = 0; pass < 2; ++pass) {
    const Result<Rows> rows = List(8, memory);
    ASSERT_TRUE(rows.ok()) << rows.error().message;
    EXPECT_EQ(rows->size(), 20'000u);
    EXPECT_EQ(ranges_, 1u);
  }
  EXPECT_TRUE(memory.one_chain);
  EXPECT_EQ(requests_, 21u);
}

TEST_F(S3ListRangesTest, AServerThatLosesKeysBehindAStartIsListedInOneChain) {
  for (int i = 0; i < 20'000; ++i) Put(fmt::format("{}/{:06}", i / 1000, i));
  server_.Sort();
  server_.drops_behind = 1;
  RangeMemory memory;
  const Result<Rows> rows = List(8, memory);
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  EXPECT_EQ(rows->size(), 20'000u);
  EXPECT_EQ(memory.disagreed, 1);
}

TEST_F(S3ListRangesTest, AnErrorInOneRangeIsTheErrorOfTheListing) {
  for (int i = 0; i < 20'000; ++i) Put(fmt::format("{:06}", i));
  RangeMemory memory;
  ASSERT_TRUE(List(8, memory).ok());
  server_.objects[14'123].size = "many";
  const Result<Rows> rows = List(8, memory);
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().code, ErrorCode::kMalformed);
  EXPECT_THAT(rows.error().message, HasSubstr("key \"014123\": Size: expected a number"));
  EXPECT_THAT(rows.error().message, HasSubstr("after \""));
}

TEST_F(S3ListRangesTest, ABucketThatWasEmptiedIsEmpty) {
  for (int i = 0; i < 10'000; ++i) Put(fmt::format("{:06}", i));
  RangeMemory memory;
  ASSERT_TRUE(List(8, memory).ok());
  server_.objects.clear();
  const Result<Rows> rows = List(8, memory);
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  EXPECT_TRUE(rows->empty());
}

TEST_F(S3ListRangesTest, AStopEndsItWithAnError) {
  for (int i = 0; i < 20'000; ++i) Put(fmt::format("{:06}", i));
  std::stop_source stop;
  const RangeVisit visit{.connections = 8,
                         .open = [&](std::size_t, const std::string&) -> ObjectVisitor {
                           return [&](const BucketObject& object) {
                             if (object.key == "012000") stop.request_stop();
                           };
                         },
                         .restart = [] {}};
  RangeMemory memory;
  const Result<ListSummary> summary =
      Open().ListAll(visit, memory, Deadline::After(clock_, std::chrono::minutes(10), stop.get_token()));
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, ErrorCode::kTimeout);
}

}  // namespace
}  // namespace lastgood
