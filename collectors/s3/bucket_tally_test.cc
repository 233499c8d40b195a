// What is added up in ranges is what is added up in one listing: sums, repositories and what their files are.
#include "collectors/s3/bucket_tally.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/time.h"

namespace lastgood {
namespace {

const Time kBegin = *ParseRfc3339("2026-08-01T00:00:00Z");

struct Object {
  std::string key;
  std::uint64_t size;
  Time modified;
  std::string storage_class;
};

std::vector<Object> RandomBucket(std::mt19937& random) {
  const std::vector<std::string> names = {"config",
                                          "keys/1",
                                          "snapshots/2",
                                          "data/ab/3",
                                          "index.latest",
                                          "snap-x.dat",
                                          "indices/7",
                                          "kopia.repository",
                                          "p00ff",
                                          "readme",
                                          "backupstore/volumes/aa/volume.cfg",
                                          "backupstore/volumes/aa/blocks/1",
                                          "backupstore/volumes/bb/volume.cfg"};
  const std::vector<std::string> folders = {"", "a/", "a/b/", "a/b/c/", "a0/", "z/", "z/repo/"};
  std::vector<std::string> keys;
  for (const std::string& folder : folders)
    for (const std::string& name : names)
      if (random() % 3 == 0) keys.push_back(folder + name);
  std::ranges::sort(keys);
  std::vector<Object> objects;
  for (const std::string& key : keys)
    objects.push_back({key, random() % 1000, kBegin + std::chrono::hours(random() % 1000),
                       random() % 4 == 0 ? "GLACIER" : "STANDARD"});
  return objects;
}

std::string InWords(BucketTally& tally) {
  std::string text;
  for (const PrefixFacts& prefix : tally.usage.prefixes())
    text += fmt::format("{} {} {} {} {}\n", prefix.prefix, prefix.current.bytes, prefix.current.objects,
                        prefix.oldest ? FormatRfc3339(*prefix.oldest) : "",
                        prefix.newest ? FormatRfc3339(*prefix.newest) : "");
  text += fmt::format("settled {} {}\narchived {} {}\n", tally.settled.objects, tally.settled.bytes,
                      tally.finder.archived().objects, tally.finder.archived().bytes);
  for (const FoundRepository& found : tally.finder.Take())
    text += fmt::format("{} {} {} {} {} {} {} {}\n", found.kind, found.prefix, found.marker,
                        FormatRfc3339(found.marked), found.oldest ? FormatRfc3339(*found.oldest) : "",
                        found.archived.objects, found.archived.bytes, found.archive_class);
  return text;
}

// Visits the objects in ranges that end at these keys.
std::string Added(const std::vector<Object>& objects, const std::vector<std::string>& cuts) {
  BucketTally tally({"a/", "z/"}, 4, kBegin + std::chrono::hours(500));
  const RangeVisit visit = tally.Objects();
  std::vector<ObjectVisitor> visitors = {visit.open(0, "")};
  for (std::size_t i = 0; i < cuts.size(); ++i) visitors.push_back(visit.open((i + 1) % 4, cuts[i]));
  for (const Object& object : objects) {
    const auto range = std::ranges::lower_bound(cuts, object.key) - cuts.begin();
    visitors[static_cast<std::size_t>(range)](
        {object.key, object.size, object.modified, "", object.storage_class});
  }
  tally.Join();
  return InWords(tally);
}

TEST(BucketTallyTest, RangesFindWhatOneListingFinds) {
  std::mt19937 random(7);
  int repositories = 0;
  for (int round = 0; round < 600; ++round) {
    const std::vector<Object> objects = RandomBucket(random);
    const std::string whole = Added(objects, {});
    repositories += whole.find("repository") != std::string::npos ? 1 : 0;
    std::vector<std::string> cuts;
    for (const Object& object : objects)
      if (random() % 4 == 0) cuts.push_back(random() % 3 == 0 ? object.key + "0" : object.key);
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    ASSERT_EQ(Added(objects, cuts), whole)
        << "round " << round << ", cut at " << fmt::format("{}", fmt::join(cuts, " "));
  }
  EXPECT_GT(repositories, 200);
}

TEST(BucketTallyTest, ARestartForgetsWhatWasAdded) {
  BucketTally tally({}, 2, kBegin);
  const RangeVisit visit = tally.Objects();
  visit.open(0, "")({"kopia.repository", 5, kBegin, "", ""});
  visit.open(1, "m")({"x", 7, kBegin, "", ""});
  visit.restart();
  visit.open(0, "")({"y", 11, kBegin, "", ""});
  tally.Join();
  EXPECT_EQ(tally.usage.UsedBytes(), 11u);
  EXPECT_TRUE(tally.finder.Take().empty());
}

}  // namespace
}  // namespace lastgood
