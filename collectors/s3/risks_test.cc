// What is found in a listing, and which of the bucket's rules endanger it.
#include "collectors/s3/risks.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Time kNow{std::chrono::seconds(1'790'000'000)};

// The words alone.
std::vector<std::string> Texts(const std::vector<BucketRisk>& risks) {
  std::vector<std::string> texts;
  for (const BucketRisk& risk : risks) texts.push_back(risk.what);
  return texts;
}

// A bucket, key by key in order.
class Contents {
 public:
  void Put(const std::string& key, int age = 5, const std::string& storage_class = "STANDARD") {
    finder_.Add({key, 10, kNow - days(age), "", storage_class});
  }
  BucketRisks Judge(std::vector<LifecycleRule> rules, const std::string& base = "") {
    return RisksOf(rules, base, finder_.Take(), finder_.archived(), kNow);
  }
  std::vector<std::string> Found() {
    std::vector<std::string> found;
    for (const FoundRepository& each : finder_.Take())
      found.push_back(fmt::format("{} {}", each.kind, each.prefix));
    return found;
  }

 private:
  RepositoryFinder finder_;
};

LifecycleRule Expires(int age, const std::string& prefix = "", const std::string& tag = "") {
  return {.id = "expire", .prefix = prefix, .tag = tag, .expires = LifecycleMoment{days(age), {}}};
}

Contents Kopia(int age = 30) {
  Contents contents;
  contents.Put("backups/b0/velero-backup.json");
  contents.Put("kopia/media/kopia.blobcfg", age);
  contents.Put("kopia/media/kopia.repository", age);
  contents.Put("kopia/media/p0", 1);
  return contents;
}

TEST(RepositoryFinderTest, RepositoriesAreKnownByTheNamesThatOnlyTheyGive) {
  Contents contents;
  for (const char* key :
       {"a/backupstore/volumes/00/11/pvc/blocks/aa.blk", "a/backupstore/volumes/00/11/pvc/volume.cfg",
        "a/backupstore/volumes/00/22/pvc2/volume.cfg", "es/index-7", "es/index.latest", "es/indices/x/0/__1",
        "es/snap-u.dat", "git/config", "git/objects/00", "kopia/ns/kopia.repository.f", "nas/config",
        "nas/data/00/aa", "nas/keys/aa", "nas/snapshots/bb", "site/index.latest"})
    contents.Put(key);
  EXPECT_THAT(contents.Found(),
              ElementsAre("Longhorn backup store a/backupstore/volumes/", "snapshot repository es/",
                          "kopia repository kopia/ns/", "restic repository nas/"));
}

TEST(BucketRisksTest, ARuleForTheWholeBucketDeletesARepositoryToo) {
  const BucketRisks risks = Kopia().Judge({Expires(35)});
  EXPECT_THAT(
      Texts(risks.risks),
      ElementsAre("lifecycle rule \"expire\" deletes every object older than 35 days, also those of the "
                  "kopia repository kopia/media/ (kopia.repository is 30 days old): its backups share "
                  "files, so that it breaks"));
  EXPECT_EQ(risks.risks.at(0).prefix, "kopia/media/");
  EXPECT_THAT(risks.notes, IsEmpty());
}

TEST(BucketRisksTest, RulesThatLeaveTheRepositoryAloneAreSilent) {
  for (const char* prefix : {"backups/", "kopia/other/", "kopia/media/_log_", "kopia/media2"}) {
    const BucketRisks risks = Kopia().Judge({Expires(35, prefix)});
    EXPECT_THAT(Texts(risks.risks), IsEmpty()) << prefix;
    EXPECT_THAT(risks.notes, IsEmpty()) << prefix;
  }
  LifecycleRule harmless{.id = "old versions", .aborts_uploads = true};
  EXPECT_THAT(Texts(Kopia().Judge({harmless}).risks), IsEmpty());
  Contents dumps;
  dumps.Put("dumps/a.sql.gz", 1);
  EXPECT_THAT(Texts(dumps.Judge({Expires(7)}).risks), IsEmpty())
      << "that is how dumps are kept from piling up";
}

TEST(BucketRisksTest, ARuleForPartOfTheRepositoryCountsFromItsOldestFile) {
  EXPECT_THAT(Texts(Kopia().Judge({Expires(35, "kopia/")}).risks),
              ElementsAre(HasSubstr("under kopia/ older than")));
  EXPECT_THAT(Texts(Kopia().Judge({Expires(35, "kopia/media/p")}).risks),
              ElementsAre(HasSubstr("its oldest file is 30 days old")));
}

TEST(BucketRisksTest, TheRulesNameKeysWithTheBucketsBase) {
  Contents contents;
  contents.Put("kopia.repository", 30);
  EXPECT_THAT(Texts(contents.Judge({Expires(35, "team/")}, "team/").risks),
              ElementsAre(HasSubstr("fills the bucket")));
  Contents other;
  other.Put("kopia.repository", 30);
  EXPECT_THAT(Texts(other.Judge({Expires(35, "backups/")}, "team/").risks), IsEmpty());
}

TEST(BucketRisksTest, WhatIsFarOffOrByTagIsANote) {
  const BucketRisks far = Kopia().Judge({Expires(4000)});
  EXPECT_THAT(Texts(far.risks), IsEmpty());
  EXPECT_THAT(far.notes, ElementsAre(HasSubstr("not before 2037")));
  const BucketRisks tagged = Kopia().Judge({Expires(35, "", "temporary=yes")});
  EXPECT_THAT(Texts(tagged.risks), IsEmpty());
  EXPECT_THAT(tagged.notes, ElementsAre(HasSubstr("with the tag temporary=yes")));
}

TEST(BucketRisksTest, ADateInTheRuleCountsAsWell) {
  LifecycleRule rule{.id = "move", .expires = LifecycleMoment{{}, kNow + days(3)}};
  EXPECT_THAT(Texts(Kopia().Judge({rule}).risks), ElementsAre(HasSubstr("that is there on 2026-09-24")));
}

TEST(BucketRisksTest, ATransitionToAnArchiveLocksTheRepositoryUp) {
  LifecycleRule rule{.id = "cold", .archives = LifecycleMoment{days(90), {}}, .archive_class = "GLACIER"};
  EXPECT_THAT(
      Texts(Kopia().Judge({rule}).risks),
      ElementsAre(HasSubstr("moves every object older than 90 days to GLACIER, also those of the kopia")));
}

TEST(BucketRisksTest, FilesInAnArchiveClassCannotBeRead) {
  Contents contents;
  contents.Put("old/dump.sql", 400, "GLACIER");
  contents.Put("restic/config", 400, "DEEP_ARCHIVE");
  contents.Put("restic/data/00/aa", 300, "DEEP_ARCHIVE");
  contents.Put("restic/keys/aa", 400, "DEEP_ARCHIVE");
  contents.Put("restic/snapshots/bb", 5);
  const BucketRisks risks = contents.Judge({});
  EXPECT_THAT(Texts(risks.risks),
              ElementsAre(HasSubstr("3 objects of the restic repository restic/ (30 B) lie in "
                                    "DEEP_ARCHIVE: they cannot be read without a restore request")));
  EXPECT_THAT(risks.notes, ElementsAre(HasSubstr("1 objects (10 B) lie in an archive class")));
}

}  // namespace
}  // namespace lastgood
