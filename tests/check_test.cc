// `lastgood check` as a person or a CI job runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/demo.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string ReadAll(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

int Lastgood(const std::vector<std::string>& arguments, std::string* out, std::string* err,
             const std::string& input = "") {
  std::vector<std::string> argv = {LASTGOOD_BINARY};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  Process process(argv, input, {"KUBECONFIG=", "HOME=/nonexistent", "KUBERNETES_SERVICE_HOST="});
  const int code = process.Wait();
  *out = process.out;
  *err = process.err;
  return code;
}

class CheckTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(demo_.rendered()); }
  Demo demo_;
  std::string out_, err_;
};

TEST_F(CheckTest, TheDemoShowsEachConditionWorstFirst) {
  EXPECT_EQ(Lastgood({"check", "--config", demo_.config()}, &out_, &err_), 1);
  EXPECT_THAT(
      out_,
      AllOf(HasSubstr("analytics/events"), HasSubstr("unprotected (no_policy)"), HasSubstr("never backed up"),
            HasSubstr("overdue for"), HasSubstr("stuck for"), HasSubstr("failed for"), HasSubstr("suspended"),
            HasSubstr("a replica cluster of orders"), HasSubstr("payments is silent"), HasSubstr("% full")));
  EXPECT_LT(out_.find("CRITICAL"), out_.find("WARNING"));
  EXPECT_LT(out_.find("WARNING"), out_.find("GOOD"));
  EXPECT_THAT(out_, Not(HasSubstr("\x1b["))) << "colours are for terminals";
  EXPECT_THAT(err_, IsEmpty());
}

TEST_F(CheckTest, JsonSaysTheSame) {
  EXPECT_EQ(Lastgood({"check", "--config", demo_.config(), "-o", "json"}, &out_, &err_), 1);
  const auto json = nlohmann::json::parse(out_);
  EXPECT_EQ(json["exit_code"], 1);
  EXPECT_EQ(json["rows"][0]["level"], "critical");
}

TEST_F(CheckTest, FiltersScopeTheExitCode) {
  EXPECT_EQ(
      Lastgood({"check", "--config", demo_.config(), "--system", "cnpg", "-n", "analytics"}, &out_, &err_),
      1);
  EXPECT_EQ(Lastgood({"check", "--config", demo_.config(), "-n", "nowhere"}, &out_, &err_), 2);
}

TEST_F(CheckTest, ADumpOnStandardInputIsReadAndWhatItLacksIsUnknown) {
  EXPECT_EQ(Lastgood({"check", "-", "--config", demo_.config()}, &out_, &err_,
                     ReadAll(demo_.manifests() + "/shop.yaml")),
            1);
  EXPECT_THAT(out_, AllOf(HasSubstr("shop/carts"), Not(HasSubstr("homelab"))));
  const std::string only_clusters =
      "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: app}\n";
  EXPECT_EQ(Lastgood({"check", "-"}, &out_, &err_, only_clusters), 2);
  EXPECT_THAT(out_, HasSubstr("cannot tell"));
}

TEST_F(CheckTest, MarkdownCannotBeBrokenByNames) {
  const std::string hostile =
      "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: \"a|b <script>`x`\", namespace: "
      "app}\n";
  Lastgood({"check", "-", "-o", "markdown"}, &out_, &err_, hostile);
  EXPECT_THAT(out_, HasSubstr("app/a\\|b &lt;script>\\`x\\`"));
}

TEST_F(CheckTest, AMistakeIsOneLineAndExitCode2) {
  const std::string config = demo_.folder().Write("bad.yaml", "buckets:\n  a: {urll: x}\n");
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"check", "--config", config},
                                             {"check", "--config", "/nowhere.yaml"},
                                             {"check", "--nope"},
                                             {"check", "--now", "yesterday"},
                                             {"check", "/nowhere"},
                                             {"chek"},
                                             {}}) {
    EXPECT_EQ(Lastgood(arguments, &out_, &err_), 2);
    EXPECT_THAT(out_, IsEmpty());
    EXPECT_EQ(std::count(err_.begin(), err_.end(), '\n'), 1) << err_;
  }
  Lastgood({"check", "--config", config}, &out_, &err_);
  EXPECT_EQ(err_, "lastgood: " + config + ":2:7: unknown key \"urll\", did you mean \"url\"?\n");
}

TEST_F(CheckTest, NowSetsTheClock) {
  EXPECT_EQ(Lastgood({"check", "--config", demo_.config(), "--now", "2126-01-01T00:00:00Z", "-o", "json"},
                     &out_, &err_),
            1);
  EXPECT_THAT(nlohmann::json::parse(out_)["now"].get<std::string>(), HasSubstr("2126-01-01T00:00:0"));
}

TEST(CheckWithoutSourceTest, SaysThatNothingWasFound) {
  TempDir folder;
  std::string out, err;
  EXPECT_EQ(Lastgood({"check", "--config", folder.Write("empty.yaml", "")}, &out, &err), 2);
  EXPECT_THAT(out, HasSubstr("Nothing was found"));
}

}  // namespace
}  // namespace lastgood
