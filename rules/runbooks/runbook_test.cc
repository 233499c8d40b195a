// Every alert has a page that is whole, and no page says what the rules and the catalogue do not.
#include "rules/runbooks/runbook.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "catalog/catalog.h"
#include "exporter/config/options.h"
#include "exporter/generate/guides.h"
#include "rules/groups/all.h"
#include "rules/rule.h"
#include "rules/runbooks/alert_document.h"
#include "rules/runbooks/alert_names.h"
#include "rules/runbooks/all.h"
#include "tests/support/golden.h"
#include "tests/support/process.h"

namespace lastgood {
namespace {

std::set<std::string> AlertNames() {
  std::set<std::string> names;
  for (const Alert& alert : AllAlerts()) names.insert(alert.name);
  return names;
}

std::set<std::string> MatchesIn(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), regex); at != std::sregex_iterator(); ++at)
    found.insert((*at)[1]);
  return found;
}

// What the page and the sources' guides say to look at and to do.
std::vector<Runbook::Step> StepsOf(const Runbook& book) {
  std::vector<Runbook::Step> all = book.look;
  all.insert(all.end(), book.fix.begin(), book.fix.end());
  for (const SourceGuide& guide : AllGuides())
    for (const auto* steps : {&guide.look, &guide.fix})
      for (const SourceGuide::Step& step : *steps)
        if (std::find(step.alerts.begin(), step.alerts.end(), book.alert) != step.alerts.end())
          all.push_back({step.what, step.command});
  return all;
}

std::vector<std::string> CausesOf(const Runbook& book) {
  std::vector<std::string> all = book.causes;
  for (const SourceGuide& guide : AllGuides())
    for (const SourceGuide::Cause& cause : guide.causes)
      if (cause.alert == book.alert) all.push_back(cause.text);
  return all;
}

std::string TextOf(const Runbook& book) {
  std::string text = book.meaning + "\n" + book.silence.when + "\n";
  for (const std::string& cause : CausesOf(book)) text += cause + "\n";
  for (const Runbook::Step& step : StepsOf(book)) text += step.what + "\n" + step.command + "\n";
  return text;
}

// The labels that some rule of this name gives its alerts.
std::set<std::string> LabelsOf(const std::string& name) {
  std::set<std::string> labels;
  for (const Alert& alert : AllAlerts())
    if (alert.name == name)
      alert.labels.ForEach([&](Label label) { labels.insert(std::string(ToString(label))); });
  return labels;
}

TEST(RunbookTest, EveryAlertHasOnePageAndEveryPageAnAlert) {
  std::multiset<std::string> pages;
  for (const Runbook& book : Runbooks()) pages.insert(book.alert);
  const std::set<std::string> alerts = AlertNames();
  EXPECT_EQ(std::multiset<std::string>(alerts.begin(), alerts.end()), pages);
}

TEST(RunbookTest, NoSectionIsEmpty) {
  for (const Runbook& book : Runbooks()) {
    EXPECT_FALSE(book.meaning.empty() || book.causes.empty() || book.look.empty()) << book.alert;
    EXPECT_EQ(book.silence.when.empty(), book.silence.duration.empty()) << book.alert;
    for (const std::string& cause : CausesOf(book)) EXPECT_TRUE(cause.ends_with('.')) << cause;
    for (const Runbook::Step& step : book.look)
      EXPECT_FALSE(step.command.empty()) << book.alert << ": " << step.what;
    const std::vector<Runbook::Step> steps = StepsOf(book);
    EXPECT_GT(steps.size(), book.look.size()) << book.alert << ": nothing to do";
    for (const Runbook::Step& step : steps)
      EXPECT_FALSE(step.what.empty() || step.what.ends_with('.')) << book.alert << ": " << step.what;
  }
}

TEST(RunbookTest, MetricsOfOursThatAPageNamesExist) {
  std::set<std::string> known;
  for (const catalog::CatalogSection& section : catalog::kCatalogSections)
    for (const MetricInfo& metric : section.metrics) known.insert(std::string(metric.name));
  for (const Runbook& book : Runbooks())
    for (const std::string& metric : MatchesIn(TextOf(book), "(lastgood_[a-z_]+)"))
      EXPECT_TRUE(known.contains(metric)) << book.alert << " names " << metric;
}

TEST(RunbookTest, WhatStandsInBracketsIsALabelOfTheAlertOrExplained) {
  std::set<std::string> explained;
  for (const Placeholder& placeholder : Placeholders()) explained.insert(placeholder.name);
  for (const Runbook& book : Runbooks())
    for (const std::string& name : MatchesIn(TextOf(book), "<([a-z_-]+)>"))
      EXPECT_TRUE(explained.contains(name) || LabelsOf(book.alert).contains(name))
          << book.alert << ": <" << name << ">";
}

// Outside of code, what stands in <> would be taken for HTML and vanish.
TEST(RunbookTest, ProseHasBracketsInCodeOnly) {
  for (const auto& [path, text] : RunbookFiles({}, AllGuides())) {
    const std::string prose = std::regex_replace(text, std::regex("```[^`]*```|`[^`\n]*`"), "");
    EXPECT_EQ(prose.find('<'), std::string::npos) << path << ": " << prose.substr(prose.find('<'), 40);
  }
}

std::vector<std::string> CommandLines() {
  std::vector<std::string> lines;
  for (const Runbook& book : Runbooks())
    for (const Runbook::Step& step : StepsOf(book))
      lines.push_back(std::regex_replace(step.command, std::regex("<([a-z_-]+)>"), "$1"));
  return lines;
}

TEST(RunbookTest, CommandsOfOursAreUnderstood) {
  int seen = 0;
  for (const std::string& lines : CommandLines()) {
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
      if (!line.starts_with("lastgood ")) continue;
      std::istringstream words(line);
      const std::vector<std::string> argv{std::istream_iterator<std::string>(words), {}};
      std::vector<const char*> arguments;
      for (const std::string& word : argv) arguments.push_back(word.c_str());
      const Result<Options> options = ParseOptions(static_cast<int>(arguments.size()), arguments.data());
      EXPECT_TRUE(options.ok()) << line << ": " << options.error().message;
      ++seen;
    }
  }
  EXPECT_GT(seen, 20);
}

TEST(RunbookTest, AShellUnderstandsEveryCommand) {
  for (const std::string& lines : CommandLines()) {
    Process shell({"sh", "-n"}, lines);
    EXPECT_EQ(shell.Wait(), 0) << lines << "\n" << shell.err;
  }
}

TEST(RunbookTest, NoExplanationIsLeftOver) {
  std::string all = "<alertmanager> <you>";
  for (const Runbook& book : Runbooks()) all += TextOf(book);
  for (const Placeholder& placeholder : Placeholders())
    EXPECT_NE(all.find("<" + placeholder.name + ">"), std::string::npos) << placeholder.name;
}

// A config with one collector only.
GeneratorSettings Only(const std::string& collector) {
  GeneratorSettings settings;
  settings.everything = false;
  settings.collectors = {collector};
  return settings;
}

TEST(RunbookTest, LinksLeadToPagesThatAreWrittenToo) {
  for (const GeneratorSettings& settings :
       {GeneratorSettings(), Only("cnpg"), Only("longhorn"), Only("s3")}) {
    const Files pages = RunbookFiles(settings, GuidesOf(settings));
    for (const auto& files : {pages, AlertDocumentFiles(settings, AllGuides())})
      for (const auto& [path, text] : files)
        for (const std::string& target : MatchesIn(text, "\\]\\((?:runbooks/)?([A-Za-z]+)\\.md\\)"))
          EXPECT_TRUE(pages.contains("docs/runbooks/" + target + ".md")) << path << " leads to " << target;
  }
}

TEST(RunbookTest, APageSpeaksOfConfiguredSystemsOnlyAndStaysWhole) {
  for (const char* collector : {"cnpg", "longhorn", "velero", "s3", "loki"})
    for (const auto& [path, text] : RunbookFiles(Only(collector), GuidesOf(Only(collector)))) {
      for (const char* other : {"cnpg", "longhorn", "velero"})
        if (std::string(other) != collector) {
          EXPECT_EQ(text.find(fmt::format("**{}**", other)), std::string::npos)
              << path << " with " << collector;
        }
      for (const char* empty : {"## Likely causes\n\n\n", "## Look\n\n##", "## Fix\n\n##"})
        EXPECT_EQ(text.find(empty), std::string::npos) << path << " with " << collector << ": " << empty;
    }
}

TEST(RunbookTest, ASilenceNamesExactlyTheLabelsThatTellAlertsApart) {
  const std::string page = RunbookFiles({}, AllGuides()).at("docs/runbooks/Unprotected.md");
  EXPECT_NE(
      page.find("silence add alertname=Unprotected 'system=<system>' 'namespace=<namespace>' 'kind=<kind>' "
                "'name=<name>' 'reason=<reason>'"),
      std::string::npos)
      << page;
}

TEST(RunbookTest, PagesFollowTheSettings) {
  GeneratorSettings settings;
  settings.disabled = {"BackupShrunk"};
  settings.severities = {{"BackupFailed", "info"}};
  settings.names.namespace_label = "exported_namespace";
  const Files files = RunbookFiles(settings, GuidesOf(settings));
  EXPECT_FALSE(files.contains("docs/runbooks/BackupShrunk.md"));
  const std::string& page = files.at("docs/runbooks/BackupFailed.md");
  EXPECT_NE(page.find("| info | 5m | `lastgood-backup.rules` |"), std::string::npos);
  EXPECT_NE(page.find("'exported_namespace=<exported_namespace>'"), std::string::npos);
}

TEST(AlertDocumentTest, NamesFromElsewhereLeadToAlertsThatExist) {
  const std::set<std::string> alerts = AlertNames();
  std::vector<KnownElsewhere> all = OfNoSource();
  for (const SourceGuide& guide : AllGuides())
    all.insert(all.end(), guide.elsewhere.begin(), guide.elsewhere.end());
  for (const KnownElsewhere& known : all) {
    EXPECT_FALSE(known.names.empty() || known.origin.empty() || known.why.empty()) << known.names;
    for (const AlertName alert : known.here)
      EXPECT_TRUE(alerts.contains(alert)) << known.names << ": " << alert;
  }
}

TEST(AlertDocumentTest, AlertsInTheProseExist) {
  const std::string text = AlertDocumentFiles({}, AllGuides()).at("docs/alerts.md");
  const std::set<std::string> alerts = AlertNames();
  for (const std::string& name : MatchesIn(text.substr(text.find("## No condition")), "`([A-Z][A-Za-z]+)`"))
    EXPECT_TRUE(alerts.contains(name)) << name;
}

TEST(RunbookTest, PagesAreWhatTheCodeSays) {
  for (const auto& [path, text] : RunbookFiles({}, AllGuides())) ExpectGolden(path, text);
}

TEST(RunbookTest, NoPageOfAFormerAlertIsLeft) {
  const Files files = RunbookFiles({}, AllGuides());
  const std::filesystem::path root(LASTGOOD_SOURCE_DIR);
  for (const auto& entry : std::filesystem::directory_iterator(root / "docs/runbooks"))
    EXPECT_TRUE(files.contains(std::filesystem::relative(entry.path(), root).string())) << entry.path();
}

TEST(AlertDocumentTest, AlertsMdIsWhatTheRulesSay) {
  for (const auto& [path, text] : AlertDocumentFiles({}, AllGuides())) ExpectGolden(path, text);
}

}  // namespace
}  // namespace lastgood
