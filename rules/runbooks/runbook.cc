// How a page is laid out, and the index of pages.
#include "rules/runbooks/runbook.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/groups/all.h"
#include "rules/runbooks/all.h"

namespace lastgood {
namespace {

// One rule of the alert; some alerts have one for each severity, or one in each of two groups.
struct RuleOf {
  const RuleGroup* group;
  const Alert* alert;
};

std::vector<RuleOf> RulesOf(const std::vector<RuleGroup>& groups, const std::string& name) {
  std::vector<RuleOf> rules;
  for (const RuleGroup& group : groups)
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule); alert != nullptr && alert->name == name)
        rules.push_back({&group, alert});
  return rules;
}

// Texts in order, each once.
template <typename Texts, typename TextOf>
std::vector<std::string> Distinct(const Texts& texts, TextOf text_of) {
  std::vector<std::string> kept;
  for (const auto& text : texts)
    if (std::find(kept.begin(), kept.end(), text_of(text)) == kept.end()) kept.push_back(text_of(text));
  return kept;
}

std::string HeadOf(const std::string& name, const std::vector<RuleOf>& rules) {
  std::string text = fmt::format("# {}\n\n", name);
  for (const std::string& summary : Distinct(rules, [](const RuleOf& rule) { return rule.alert->summary; }))
    text += fmt::format("{}\n", summary);
  text += "\n| Severity | For | Group |\n|---|---|---|\n";
  for (const RuleOf& rule : rules)
    text += fmt::format("| {} | {} | `{}` |\n", ToString(rule.alert->severity),
                        PrometheusDuration(rule.alert->pending), rule.group->name);
  return text;
}

std::string CausesOf(const Runbook& book, const std::vector<SourceGuide>& guides) {
  std::string text;
  for (const std::string& cause : book.causes) text += fmt::format("- {}\n", cause);
  for (const SourceGuide& guide : guides)
    for (const SourceGuide::Cause& cause : guide.causes)
      if (cause.alert == book.alert) text += fmt::format("- **{}**: {}\n", guide.system, cause.text);
  return text;
}

void AddStep(std::string& text, const std::string& system, const std::string& what,
             const std::string& command) {
  text += system.empty() ? "\n" : fmt::format("\n**{}**: ", system);
  text += fmt::format("{}{}\n", what, command.empty() ? "." : ":");
  if (!command.empty()) text += fmt::format("```sh\n{}\n```\n", command);
}

// A step for one system begins with its name: people look for theirs.
std::string StepsOf(const Runbook& book, std::vector<Runbook::Step> Runbook::* of_all,
                    const std::vector<SourceGuide>& guides,
                    std::vector<SourceGuide::Step> SourceGuide::* of_one) {
  std::string text;
  for (const Runbook::Step& step : book.*of_all) AddStep(text, "", step.what, step.command);
  for (const SourceGuide& guide : guides)
    for (const SourceGuide::Step& step : guide.*of_one)
      if (std::find(step.alerts.begin(), step.alerts.end(), book.alert) != step.alerts.end())
        AddStep(text, guide.system, step.what, step.command);
  return text;
}

// amtool's matchers: exactly the labels that tell one alert of this rule from another.
std::string MatchersOf(const GeneratorSettings& settings, const RuleOf& rule) {
  const promql::Names names = NamesOf(*rule.group, settings);
  std::string text = fmt::format("alertname={}", rule.alert->name);
  for (const auto& [label, value] : rule.alert->fixed_labels)
    if (label == "system") text += fmt::format(" system={}", value);
  (rule.alert->labels - Labels{Label::kCluster}).ForEach([&](Label label) {
    if (const std::string name = names.Of(label); !name.empty()) text += fmt::format(" '{0}=<{0}>'", name);
  });
  return text;
}

std::string SilenceOf(const GeneratorSettings& settings, const Runbook& book,
                      const std::vector<RuleOf>& rules) {
  if (book.silence.duration.empty()) return "Never: fix it, or disable the alert in lastgood.yaml.\n";
  std::string text = fmt::format("{}\n\n```sh\n", book.silence.when);
  for (const std::string& matchers :
       Distinct(rules, [&](const RuleOf& rule) { return MatchersOf(settings, rule); }))
    text += fmt::format(
        "amtool --alertmanager.url=http://<alertmanager> silence add {} \\\n"
        "  --duration={} --author=<you> --comment='<why>'\n",
        matchers, book.silence.duration);
  text += "```\n\nLeave out a label that the alert does not have";
  if (!settings.names.cluster_label.empty())
    text += fmt::format("; with several clusters add `{0}=<{0}>`", settings.names.cluster_label);
  return text + ".\n";
}

std::string ExpressionsOf(const GeneratorSettings& settings, const std::vector<RuleOf>& rules) {
  std::string text = "```promql\n";
  for (const RuleOf& rule : rules)
    text += fmt::format("{}# {}, {}\n{}\n", text.ends_with("promql\n") ? "" : "\n",
                        ToString(rule.alert->severity), rule.group->name,
                        promql::ToLines(*DefinitionOf(*rule.alert), NamesOf(*rule.group, settings)));
  return text + "```\n";
}

std::string PageOf(const GeneratorSettings& settings, const std::vector<SourceGuide>& guides,
                   const Runbook& book, const std::vector<RuleOf>& rules) {
  return fmt::format(
      "{}\n## Meaning\n\n{}\n\n## Likely causes\n\n{}\n## Look\n{}\n## Fix\n{}\n## When to silence\n\n{}\n"
      "## Expression\n\n{}",
      HeadOf(book.alert, rules), book.meaning, CausesOf(book, guides),
      StepsOf(book, &Runbook::look, guides, &SourceGuide::look),
      StepsOf(book, &Runbook::fix, guides, &SourceGuide::fix), SilenceOf(settings, book, rules),
      ExpressionsOf(settings, rules));
}

// Each alert once, under the first group that has it.
std::string IndexOf(const std::vector<RuleGroup>& groups) {
  std::string text;
  std::vector<std::string> listed;
  for (const RuleGroup& group : groups) {
    std::string rows;
    for (const Rule& rule : group.rules) {
      const auto* alert = std::get_if<Alert>(&rule);
      if (alert == nullptr || std::find(listed.begin(), listed.end(), alert->name) != listed.end()) continue;
      listed.push_back(alert->name);
      rows += fmt::format("| [{0}]({0}.md) | {1} |\n", alert->name, alert->summary);
    }
    if (!rows.empty())
      text +=
          fmt::format("\n## {}\n\n{}\n\n| Alert | In short |\n|---|---|\n{}", group.name, group.about, rows);
  }
  return text;
}

std::string ReadMeOf(const std::vector<RuleGroup>& groups) {
  std::string text =
      "# Runbooks\n\n"
      "A page for each alert, written by `lastgood generate docs`: what it means, what the likely causes "
      "are, what to\n"
      "look at and what to fix. An alert's `runbook_url` leads to its page. Which metrics each reads, and "
      "which alert\n"
      "here stands for one that you know by another name, is in [alerts.md](../alerts.md).\n\n"
      "A page covers every system that can raise its alert; the label `system` says which part is yours. "
      "Commands that\n"
      "only look come first. Those under \"Fix\" change something: read the line above before you run "
      "one.\n";
  text += IndexOf(groups);
  text +=
      "\n## Placeholders\n\nA name in `<>` is the alert's label of that name: `<namespace>`, `<name>`. "
      "Others:\n\n"
      "| Name | Stands for |\n|---|---|\n";
  for (const Placeholder& placeholder : Placeholders())
    text += fmt::format("| `<{}>` | {} |\n", placeholder.name, placeholder.meaning);
  return text;
}

}  // namespace

std::string WithoutDeadLinks(const std::vector<RuleGroup>& groups, std::string text) {
  for (const Runbook& book : Runbooks()) {
    if (!RulesOf(groups, book.alert).empty()) continue;
    for (const std::string_view folder : {"", "runbooks/"}) {
      const std::string link = fmt::format("[{0}]({1}{0}.md)", book.alert, folder);
      for (std::size_t at = 0; (at = text.find(link, at)) != std::string::npos;
           at += book.alert.text().size())
        text.replace(at, link.size(), book.alert);
    }
  }
  return text;
}

Files RunbookFiles(const GeneratorSettings& settings, const std::vector<SourceGuide>& guides) {
  const std::vector<RuleGroup> groups = RuleGroups(settings);
  Files files = {{"docs/runbooks/README.md", ReadMeOf(groups)}};
  for (const Runbook& book : Runbooks())
    if (const std::vector<RuleOf> rules = RulesOf(groups, book.alert); !rules.empty())
      files[fmt::format("docs/runbooks/{}.md", book.alert)] =
          WithoutDeadLinks(groups, PageOf(settings, guides, book, rules));
  return files;
}

}  // namespace lastgood
