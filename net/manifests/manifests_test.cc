#include "net/manifests/manifests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "net/objects/reading.h"
#include "tests/support/fakes.h"
#include "tests/support/kube_readings.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Backup(const std::string& name, const std::string& version = "v1") {
  return R"({"apiVersion": "postgresql.cnpg.io/)" + version +
         R"(", "kind": "Backup", "metadata": {"namespace": "app", "name": ")" + name + "\"}}";
}

std::string List(const std::string& items) {
  return R"({"apiVersion": "v1", "items": [)" + items + R"(], "kind": "List"})";
}

class ManifestsTest : public ::testing::Test {
 protected:
  // Reads backups and clusters below `path`; the outcomes are in that order.
  void Read(const std::string& path, const Deadline& deadline = {}) {
    const auto source = ManifestSource::Open(path);
    ASSERT_TRUE(source.ok()) << source.error().message;
    const std::vector<Reading> readings = {backups_.reading(), clusters_.reading()};
    outcomes_ = source->Read(readings, deadline, clock_, {});
    ASSERT_EQ(outcomes_.size(), 2u);
  }

  FakeClock clock_;
  TempDir folder_;
  Names backups_{kBackups}, clusters_{kClusters};
  std::vector<Result<ReadOutcome>> outcomes_;
};

TEST_F(ManifestsTest, AFolderIsReadWithItsFoldersInOrder) {
  folder_.Write("b.json", Backup("second"));
  folder_.Write("a/deep/x.yml", Backup("first"));
  folder_.Write("c.yaml", "apiVersion: postgresql.cnpg.io/v1\nkind: Backup\nmetadata: {name: third}\n");
  folder_.Write("notes.txt", Backup("not a manifest"));
  folder_.Write(".hidden/d.json", Backup("hidden"));
  Read(folder_.path());
  EXPECT_THAT(backups_.list, ElementsAre("app/first", "app/second", "/third"));
  EXPECT_EQ(outcomes_[0]->state, ReadState::kPart);
  EXPECT_EQ(outcomes_[1]->state, ReadState::kUnread);
  EXPECT_THAT(outcomes_[0]->problems, IsEmpty());
}

TEST_F(ManifestsTest, ListsAreOpenedAlsoWithinLists) {
  folder_.Write("a.json", List(Backup("one") + "," + List(Backup("two")) + "," + Backup("three")));
  Read(folder_.path());
  EXPECT_THAT(backups_.list, ElementsAre("app/one", "app/two", "app/three"));
}

TEST_F(ManifestsTest, ItemsWithoutAKindGetTheirListsKind) {
  folder_.Write("a.json", R"({"apiVersion": "postgresql.cnpg.io/v1", "items": [{"metadata": {"name": "x"}}],
                              "kind": "BackupList"})");
  folder_.Write("b.yaml",
                "apiVersion: postgresql.cnpg.io/v1\nitems:\n- metadata: {name: y}\nkind: BackupList\n");
  Read(folder_.path());
  EXPECT_THAT(backups_.list, ElementsAre("/x", "/y"));
}

TEST_F(ManifestsTest, AnEmptyTypedListIsReadAndAnEmptyListSaysNothing) {
  folder_.Write("a.json", R"({"apiVersion": "postgresql.cnpg.io/v1", "items": [], "kind": "BackupList"})");
  folder_.Write("b.json", List(""));
  Read(folder_.path());
  EXPECT_EQ(outcomes_[0]->state, ReadState::kRead);
  EXPECT_EQ(outcomes_[1]->state, ReadState::kUnread);
  EXPECT_THAT(Messages(outcomes_[0]), IsEmpty());
}

TEST_F(ManifestsTest, AnEmptyListOfNullIsRead) {
  folder_.Write("a.json", R"({"apiVersion": "postgresql.cnpg.io/v1", "items": null, "kind": "BackupList"})");
  Read(folder_.path());
  EXPECT_EQ(outcomes_[0]->state, ReadState::kRead);
}

TEST_F(ManifestsTest, SeveralDocumentsMayFollowEachOther) {
  folder_.Write("a.json", Backup("one") + "\n" + List(Backup("two")) + Backup("three") + "\n");
  folder_.Write("b.yaml", "# first\n---\n" + Backup("four") + "\n--- # next\n" + Backup("five") + "\n---\n");
  Read(folder_.path());
  EXPECT_THAT(backups_.list, ElementsAre("app/one", "app/two", "app/three", "app/four", "app/five"));
  EXPECT_THAT(Messages(outcomes_[0]), IsEmpty());
}

TEST_F(ManifestsTest, AnotherVersionOfTheKindIsAProblemThatSaysWhichIsRead) {
  folder_.Write("a.json", Backup("old", "v1alpha1"));
  folder_.Write("b.json",
                R"({"apiVersion": "velero.io/v1", "kind": "Backup", "metadata": {"name": "other"}})");
  Read(folder_.path());
  EXPECT_THAT(backups_.list, IsEmpty());
  EXPECT_EQ(outcomes_[0]->state, ReadState::kUnread);
  EXPECT_THAT(
      Messages(outcomes_[0]),
      ElementsAre(HasSubstr(
          "Backup app/old: " + folder_.path() +
          "/a.json: apiVersion postgresql.cnpg.io/v1alpha1 is not read, only postgresql.cnpg.io/v1")));
}

TEST_F(ManifestsTest, AnErrorOfTheVisitorIsAProblemOfThatObject) {
  folder_.Write("a.json", List(Backup("good") + R"(,{"apiVersion": "postgresql.cnpg.io/v1", "kind": "Backup",
                                    "metadata": {"namespace": "app", "name": "bad"}, "spec": 7})"));
  backups_ = Names(kBackups, [](const Fields& fields) {
    fields.String({"spec", "method"});
    return fields.status();
  });
  Read(folder_.path());
  ASSERT_EQ(outcomes_[0]->problems.size(), 1u);
  EXPECT_EQ(outcomes_[0]->problems[0].name, "bad");
  EXPECT_EQ(outcomes_[0]->problems[0].error.message,
            "Backup app/bad: " + folder_.path() + "/a.json: spec: expected an object, found the number 7");
}

TEST_F(ManifestsTest, AFileThatCannotBeReadCostsNoOther) {
  folder_.Write("a.json", Backup("good"));
  symlink("/nowhere/at/all", (folder_ / "b.json").c_str());
  Read(folder_.path());
  EXPECT_THAT(backups_.list, ElementsAre("app/good"));
  EXPECT_THAT(Messages(outcomes_[0]), ElementsAre(HasSubstr("b.json: No such file or directory")));
}

TEST_F(ManifestsTest, AMissingFolderAndAnEmptyOneAreNotFound) {
  const auto missing = ManifestSource::Open("/nowhere/at/all");
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(missing.error().message, HasSubstr("/nowhere/at/all"));
  const auto empty = ManifestSource::Open(folder_.path());
  EXPECT_EQ(empty.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(empty.error().message, HasSubstr("no .json, .yaml or .yml file in " + folder_.path()));
}

TEST_F(ManifestsTest, AFolderThatVanishesIsAnErrorOfEachReading) {
  folder_.Write("sub/a.json", Backup("x"));
  const auto source = ManifestSource::Open(folder_ / "sub");
  std::filesystem::remove_all(folder_ / "sub");
  const std::vector<Reading> readings = {backups_.reading(), clusters_.reading()};
  const auto outcomes = source->Read(readings, {}, clock_, {});
  EXPECT_EQ(outcomes.at(0).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(outcomes.at(1).error().code, ErrorCode::kNotFound);
}

TEST_F(ManifestsTest, AFileThatIsNoManifestIsAProblemOnlyWhenItWasNamed) {
  const std::string path = folder_.Write("values.yaml", "replicas: 3\n");
  Read(path);
  EXPECT_THAT(Messages(outcomes_[0]), ElementsAre(HasSubstr("no Kubernetes object in it")));
  Read(folder_.path());
  EXPECT_THAT(Messages(outcomes_[0]), IsEmpty());
}

TEST_F(ManifestsTest, APipeIsReadOnceAndServesEveryRead) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe) << List(Backup("piped")); });
  const auto source = ManifestSource::Open(pipe);
  writer.join();
  for (int i = 0; i < 2; ++i) {
    Names names(kBackups);
    const std::vector<Reading> readings = {names.reading()};
    source->Read(readings, {}, clock_, {});
    EXPECT_THAT(names.list, ElementsAre("app/piped"));
  }
}

TEST_F(ManifestsTest, APipeAmongManifestsIsToldAndNotWaitedFor) {
  folder_.Write("a.json", List(Backup("x")));
  ASSERT_EQ(mkfifo((folder_ / "pipe.yaml").c_str(), 0600), 0);
  Read(folder_.path());
  EXPECT_THAT(backups_.list, ElementsAre("app/x"));
  EXPECT_THAT(Messages(outcomes_[0]), ElementsAre(HasSubstr("pipe.yaml: it is no regular file")));
}

TEST_F(ManifestsTest, ADeadlineThatIsOverIsATimeout) {
  folder_.Write("a.json", List(Backup("x")));
  Read(folder_.path(), {.at = clock_.Steady()});
  EXPECT_EQ(outcomes_[0].error().code, ErrorCode::kTimeout);
  EXPECT_THAT(backups_.list, IsEmpty());
}

}  // namespace
}  // namespace lastgood
