// `lastgood check` as a person or a CI job runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
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
  EXPECT_THAT(out_, HasSubstr("--all lists them."));
  EXPECT_THAT(out_, Not(HasSubstr("\x1b["))) << "colours are for terminals";
  EXPECT_THAT(err_, IsEmpty());
}

// By Debian's python3-jsonschema.
TEST_F(CheckTest, JsonIsAsItsSchemaSays) {
  constexpr const char* kValidate =
      "import json, sys, jsonschema\n"
      "schema = json.load(open(sys.argv[1]))\n"
      "jsonschema.Draft202012Validator.check_schema(schema)\n"
      "jsonschema.Draft202012Validator(schema).validate(json.load(sys.stdin))\n";
  const std::string schema = LASTGOOD_SOURCE_DIR "/docs/report.schema.json";
  Lastgood({"check", "--config", demo_.config(), "-o", "json"}, &out_, &err_);
  Process valid({"/usr/bin/python3", "-c", kValidate, schema}, out_);
  EXPECT_EQ(valid.Wait(), 0) << valid.err;
  auto json = nlohmann::json::parse(out_);
  EXPECT_EQ(json["schema"], 1);
  json["rows"][0]["since_when"] = 1;
  Process unknown({"/usr/bin/python3", "-c", kValidate, schema}, json.dump());
  EXPECT_NE(unknown.Wait(), 0) << "a field that the schema does not have";
}

TEST_F(CheckTest, MarkdownIsKeptSoItsTimesDoNotAge) {
  Lastgood({"check", "--config", demo_.config(), "-o", "markdown"}, &out_, &err_);
  EXPECT_THAT(out_, HasSubstr("| Known by |"));
  EXPECT_THAT(out_, testing::ContainsRegex("\\| restored 20[0-9-]+T[0-9:]+Z \\|"));
  EXPECT_THAT(out_, Not(testing::ContainsRegex("[0-9][smhd] ago")));
}

TEST_F(CheckTest, ExplainTellsAllOfOneThing) {
  EXPECT_EQ(Lastgood({"explain", "shop/carts", "--config", demo_.config()}, &out_, &err_), 1);
  EXPECT_THAT(out_, AllOf(HasSubstr("CRITICAL: cnpg Cluster shop/carts"), HasSubstr("[BackupStale]"),
                          HasSubstr("its schedule's run number 2 after"), HasSubstr("    missed  "),
                          HasSubstr("carts-daily")));
  EXPECT_EQ(Lastgood({"explain", "kart", "--config", demo_.config()}, &out_, &err_), 2);
  EXPECT_THAT(err_, HasSubstr("nothing is known by this name; there are "));
}

TEST_F(CheckTest, WatchGoesOnUntilItIsEnded) {
  Process watch({LASTGOOD_BINARY, "check", "--watch", "--config", demo_.config()});
  const std::string line = watch.AwaitLine("As of ");
  EXPECT_THAT(line, HasSubstr("; Ctrl-C ends it."));
  EXPECT_THAT(watch.AwaitLine("objects are at risk"), Not(IsEmpty()));
  watch.Signal(SIGINT);
  EXPECT_EQ(watch.Wait(), 1);
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
}

TEST_F(CheckTest, ANamespaceOrSystemOfWhichNothingIsKnownSaysWhichThereAre) {
  EXPECT_EQ(Lastgood({"check", "--config", demo_.config(), "-n", "nowhere"}, &out_, &err_), 2);
  EXPECT_THAT(err_, HasSubstr("--namespace nowhere: nothing is known in it; there are analytics, billing, "));
  EXPECT_EQ(Lastgood({"check", "--config", demo_.config(), "--system", "cnpq"}, &out_, &err_), 2);
  EXPECT_THAT(err_, HasSubstr("--system cnpq: nothing is known of it; there are cnpg, "));
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

TEST(CheckWithoutSourceTest, SaysThatTheConfigNamesNone) {
  TempDir folder;
  std::string out, err;
  EXPECT_EQ(Lastgood({"check", "--config", folder.Write("empty.yaml", "")}, &out, &err), 2);
  EXPECT_THAT(err, HasSubstr("empty.yaml names no source: there is nothing to read"));
  EXPECT_EQ(Lastgood({"check", folder.path()}, &out, &err), 2);
  EXPECT_THAT(out, HasSubstr("Nothing was found"));
}

// A folder of manifests with one cluster that nothing backs up, and what it is called there.
class GateCliTest : public testing::Test {
 protected:
  static std::string Cluster(const std::string& name) {
    return "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: " + name +
           "\n  namespace: shop\nspec: {instances: 3}\n";
  }
  static std::string Suspended(const std::string& name) {
    return "---\napiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: {name: " + name +
           ", namespace: shop}\nspec: {schedule: '0 0 0 * * *', suspend: true, cluster: {name: " + name +
           "}}\n";
  }
  int Check(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", folder_ / "apps"});
    return Lastgood(arguments, &out_, &err_);
  }

  TempDir folder_;
  std::string out_, err_;
};

TEST_F(GateCliTest, SarifPointsAtTheFileAndTheLine) {
  folder_.Write("apps/orders.yaml", "# ours\n" + Cluster("orders") + Suspended("orders"));
  EXPECT_EQ(Check({"-o", "sarif"}), 1) << out_ << err_;
  const auto results = nlohmann::json::parse(out_)["runs"][0]["results"];
  ASSERT_FALSE(results.empty());
  const auto& place = results[0]["locations"][0]["physicalLocation"];
  EXPECT_THAT(place["artifactLocation"]["uri"].get<std::string>(), testing::EndsWith("apps/orders.yaml"));
  EXPECT_GT(place["region"]["startLine"].get<int>(), 4);
}

TEST_F(GateCliTest, AgainstABaselineOnlyWhatTheChangeAddsFails) {
  folder_.Write("apps/orders.yaml", Cluster("orders") + Suspended("orders"));
  EXPECT_EQ(Check({"-o", "json"}), 1);
  const std::string baseline = folder_.Write("base.json", out_);
  Check({"--baseline", baseline});
  EXPECT_THAT(out_, HasSubstr("in the baseline"));
  EXPECT_THAT(out_, Not(HasSubstr("suspended")));
  folder_.Write("apps/carts.yaml", Cluster("carts") + Suspended("carts"));
  EXPECT_EQ(Check({"--baseline", baseline, "-o", "junit"}), 1);
  EXPECT_THAT(out_, HasSubstr("This change adds cnpg Cluster shop/carts"));
  EXPECT_THAT(out_, Not(HasSubstr("This change adds cnpg Cluster shop/orders")));
}

TEST_F(GateCliTest, ABaselineThatIsNoneIsAMistake) {
  folder_.Write("apps/orders.yaml", Cluster("orders"));
  EXPECT_EQ(Check({"--baseline", folder_ / "none.json"}), 2);
  EXPECT_THAT(err_, HasSubstr("none.json"));
  EXPECT_EQ(Check({"--baseline", folder_ / "apps/orders.yaml"}), 2);
  EXPECT_THAT(err_, HasSubstr("expected what `lastgood check -o json` prints"));
}

TEST_F(GateCliTest, AsAPluginOfKubectlItIsCalledByThatName) {
  std::filesystem::create_symlink(LASTGOOD_BINARY, folder_ / "kubectl-lastgood");
  Process plugin({folder_ / "kubectl-lastgood", "--help"});
  EXPECT_EQ(plugin.Wait(), 0);
  EXPECT_THAT(plugin.out, HasSubstr("kubectl lastgood"));
}

}  // namespace
}  // namespace lastgood
