// The manual page and the completions, as readers and shells take them. A shell that is not installed is
// passed over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "exporter/config/options.h"
#include "exporter/manual/completion.h"
#include "exporter/manual/man_page.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

bool IsInstalled(const std::string& program) {
  return Process({"sh", "-c", "command -v " + program}).Wait() == 0;
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// What the last of `words` may become, as bash would offer it.
std::vector<std::string> OfferedByBash(std::vector<std::string> words, const std::string& folder = ".") {
  const std::string place = std::to_string(words.size() - 1);
  words.insert(words.begin(), {"bash", "-c",
                               "cd \"$1\" && . <(printf %s \"$2\") && COMP_WORDS=(\"${@:3}\") COMP_CWORD=" +
                                   place + " && _lastgood && printf '%s\\n' \"${COMPREPLY[@]}\"",
                               "bash", folder, Completion(DescribeCommandLine(), "bash")});
  Process bash(words);
  EXPECT_EQ(bash.Wait(), 0) << bash.err;
  EXPECT_EQ(bash.err, "");
  return Lines(bash.out);
}

TEST(ManualTest, BashOffersCommandsFlagsAndTheirValues) {
  EXPECT_THAT(OfferedByBash({"lastgood", "che"}), testing::ElementsAre("check", "check-config"));
  EXPECT_THAT(OfferedByBash({"lastgood", "serve", "--web.l"}), testing::ElementsAre("--web.listen-address"));
  EXPECT_THAT(OfferedByBash({"lastgood", "check", "-o", ""}),
              testing::ElementsAre("table", "json", "markdown", "sarif", "junit"));
  EXPECT_THAT(OfferedByBash({"lastgood", "check", "--output", "=", "j"}),
              testing::ElementsAre("json", "junit"));
  EXPECT_THAT(OfferedByBash({"lastgood", "generate", ""}), Contains("dashboards"));
  EXPECT_THAT(OfferedByBash({"lastgood", "verify", "--prometheus", ""}), testing::ElementsAre(""));
}

TEST(ManualTest, BashOffersFilesWhereAFileIsDue) {
  TempDir folder;
  folder.Write("a dump.yaml", "");
  EXPECT_THAT(OfferedByBash({"lastgood", "check", "a"}, folder.path()), testing::ElementsAre("a dump.yaml"));
  EXPECT_THAT(OfferedByBash({"lastgood", "serve", "--config", "a"}, folder.path()),
              testing::ElementsAre("a dump.yaml"));
  EXPECT_THAT(OfferedByBash({"lastgood", "serve", "a"}, folder.path()), testing::ElementsAre(""));
}

TEST(ManualTest, EachShellUnderstandsItsCompletion) {
  TempDir folder;
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    if (!IsInstalled(shell)) continue;
    Process process({shell, "-n", folder.Write("completion", Completion(DescribeCommandLine(), shell))});
    EXPECT_EQ(process.Wait(), 0) << shell << ": " << process.err;
    EXPECT_EQ(process.err, "") << shell;
  }
}

TEST(ManualTest, FishOffersFlagsAndTheirValues) {
  if (!IsInstalled("fish")) GTEST_SKIP() << "fish is not installed";
  TempDir folder;
  const std::string file = folder.Write("c.fish", Completion(DescribeCommandLine(), "fish"));
  const auto offered = [&](const std::string& line) {
    Process fish({"fish", "-N", "-c", "source " + file + "; complete -C '" + line + "'"}, "",
                 {"HOME=" + folder.path()});
    fish.Wait();
    EXPECT_EQ(fish.err, "");
    return fish.out;
  };
  EXPECT_THAT(offered("lastgood ver"), HasSubstr("verify\tWould the generated rules"));
  EXPECT_THAT(offered("lastgood check --outp"), HasSubstr("--output"));
  EXPECT_THAT(offered("lastgood check -o "), AllOf(HasSubstr("markdown"), Not(HasSubstr("dashboards"))));
}

// Runs the completion with a stand-in for _arguments, which only a shell at a terminal has.
TEST(ManualTest, ZshIsGivenFlagsAndTheirValues) {
  if (!IsInstalled("zsh")) GTEST_SKIP() << "zsh is not installed";
  Process zsh({"zsh", "-fc",
               "compdef() {}; _arguments() { print -rl -- \"$@\"; state=argument; return 1; }; eval \"$1\"; "
               "words=(check) _lastgood",
               "zsh", Completion(DescribeCommandLine(), "zsh")});
  zsh.Wait();
  EXPECT_EQ(zsh.err, "");
  EXPECT_THAT(Lines(zsh.out), AllOf(Contains("(--output -o)--output=[table, json, markdown, sarif or "
                                             "junit]:TEXT:(table json markdown sarif junit)"),
                                    Contains("(--config)--config=[The config file]:FILE:_files"),
                                    Contains("1:source:_files")));
}

TEST(ManualTest, EveryFlagStandsInEachScriptAndInTheManual) {
  const ProgramDoc program = DescribeCommandLine();
  const std::string manual = ManPage(program, "1.2.3");
  ASSERT_GT(program.commands.size(), 4u);
  for (const CommandDoc& command : program.commands)
    for (const FlagDoc& flag : command.flags)
      for (const std::string& name : flag.names) {
        const std::string plain = name.substr(name.find_first_not_of('-'));
        for (const std::string shell : {"bash", "zsh", "fish"})
          EXPECT_THAT(Completion(program, shell), HasSubstr(plain)) << shell;
        EXPECT_THAT(manual, HasSubstr(std::regex_replace(name, std::regex("-"), "\\-")));
      }
}

TEST(ManualTest, TheManualIsReadWithoutAWarning) {
  TempDir folder;
  const std::string page = folder.Write("lastgood.1", ManPage(DescribeCommandLine(), "1.2.3"));
  if (IsInstalled("mandoc")) {
    Process mandoc({"mandoc", "-Tlint", "-Werror", page});
    EXPECT_EQ(mandoc.Wait(), 0) << mandoc.out << mandoc.err;
  }
  if (IsInstalled("groff")) {
    Process groff({"groff", "-man", "-ww", "-Tutf8", page});
    EXPECT_EQ(groff.Wait(), 0);
    EXPECT_EQ(groff.err, "");
    EXPECT_THAT(groff.out, HasSubstr("User Commands"));
  }
}

TEST(ManualTest, TheManualSaysWhatACommandTakes) {
  const std::string page = ManPage(DescribeCommandLine(), "1.2.3");
  EXPECT_THAT(page, HasSubstr(".TH LASTGOOD 1 \"\" \"lastgood 1.2.3\""));
  EXPECT_THAT(page, HasSubstr("\\fB\\-\\-state.dir\\fR \\fIDIR\\fR"));
  EXPECT_THAT(page, HasSubstr("Also \\fBLASTGOOD_STATE_DIR\\fR."));
  EXPECT_THAT(page, HasSubstr("\\fBlastgood\\fR \\fBcompletion\\fR \\fIshell\\fR"));
  const std::string common = "\\fB\\-\\-collector.cnpg\\fR";
  EXPECT_EQ(page.find(common), page.rfind(common)) << "stands more than once";
}

TEST(ManualTest, GenerateWritesTheManual) {
  TempDir folder;
  Process generate({LASTGOOD_BINARY, "generate", "man", "--out", folder.path()});
  EXPECT_EQ(generate.Wait(), 0) << generate.err;
  std::ifstream page(folder / "man/lastgood.1");
  EXPECT_TRUE(page.good());
}

TEST(ManualTest, AnUnknownShellIsAMistake) {
  Process completion({LASTGOOD_BINARY, "completion", "tcsh"});
  EXPECT_EQ(completion.Wait(), 2);
  EXPECT_THAT(completion.err, HasSubstr("tcsh not in {bash,zsh,fish}"));
}

}  // namespace
}  // namespace lastgood
