// What the Debian package puts on a host: its config is one that the program takes, its unit is closed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

const std::string kDeploy = LASTGOOD_SOURCE_DIR "/deploy/";

std::string TextOf(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(kDeploy + file).rdbuf();
  return text.str();
}

struct Checked {
  int code;
  std::string out, err;
};

Checked Check(const std::string& config) {
  Process process({LASTGOOD_BINARY, "check-config", config});
  const int code = process.Wait();
  return {code, process.out, process.err};
}

TEST(HostTest, TheInstalledConfigIsGoodAndReadsNothing) {
  const Checked checked = Check(kDeploy + "debian/lastgood.yaml");
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_THAT(checked.out, EndsWith(": good; reads nothing, it names no source\n"));
}

TEST(HostTest, EverySourceThatTheInstalledConfigShowsIsOneThatCanBeRead) {
  TempDir host;
  for (const char* file : {"etc/access-key", "etc/secret-key", "etc/kubeconfig"}) host.Write(file, "x");
  host.Write("etc/web.yaml", "{}");
  // Prose begins with "# ", keys with "#" alone.
  std::string text =
      std::regex_replace(TextOf("debian/lastgood.yaml"), std::regex("(^|\n)#([a-z]|  )"), "$1$2");
  text = std::regex_replace(text, std::regex("/etc/lastgood/"), host / "etc/");
  text = std::regex_replace(text, std::regex("/srv/backups|/var/lib/prometheus/node-exporter"), host.path());
  const Checked checked = Check(host.Write("lastgood.yaml", text));
  EXPECT_EQ(checked.code, 0) << checked.err;
  for (const char* source : {"cnpg", "copy", "dumps", "jobs", "loki", "restic", "s3"})
    EXPECT_THAT(checked.out, HasSubstr(source));
}

TEST(HostTest, TheConfigOfTheImageReadsTheClusterThatItRunsIn) {
  const Checked checked = Check(kDeploy + "image/lastgood.yaml");
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("reads cnpg"));
}

TEST(HostTest, TheUnitStartsTheProgramWithFlagsThatItHas) {
  std::smatch start;
  const std::string unit = TextOf("systemd/lastgood.service");
  ASSERT_TRUE(std::regex_search(unit, start, std::regex("\nExecStart=/usr/bin/lastgood (.*)\n")));
  std::istringstream words(start[1].str() + " --help");
  std::vector<std::string> argv{LASTGOOD_BINARY};
  for (std::string word; words >> word;) argv.push_back(word);
  Process help(argv);
  EXPECT_EQ(help.Wait(), 0) << help.err;
}

TEST(HostTest, TheUnitIsExposedLessThanTwoOfTen) {
  Process process({"systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager",
                   kDeploy + "systemd/lastgood.service"});
  const int code = process.Wait();
  if (process.out.find("Overall exposure level") == std::string::npos)
    GTEST_SKIP() << "no systemd-analyze that judges unit files is here";
  EXPECT_EQ(code, 0) << process.out;
}

TEST(HostTest, TheConfigsManualIsReadWithoutAWarning) {
  Process awk({"awk", "-v", "version=1.2.3", "-f", kDeploy + "debian/config-man.awk",
               LASTGOOD_SOURCE_DIR "/docs/configuration.md"});
  ASSERT_EQ(awk.Wait(), 0) << awk.err;
  EXPECT_THAT(awk.out, HasSubstr(".TP\n\\fBstate.dir\\fR\n"));
  Process groff({"groff", "-man", "-ww", "-Tutf8"}, awk.out);
  if (groff.Wait() == 127) GTEST_SKIP() << "groff is not installed";
  EXPECT_EQ(groff.err, "");
}

}  // namespace
}  // namespace lastgood
