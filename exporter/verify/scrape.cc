#include "exporter/verify/scrape.h"

#include <fmt/format.h>

#include "catalog/catalog.h"
#include "rules/groups/all.h"
#include "rules/groups/groups.h"

namespace lastgood {
namespace {

Verdict& Add(std::vector<Verdict>& verdicts) {
  return verdicts.emplace_back(Verdict{.subject = "prometheus", .name = "scrape"});
}

// What the rules read of lastgood's own series, but for what a scrape adds.
Labels OwnLabels(const GeneratorSettings& settings) {
  Labels all;
  for (const RuleGroup& group : RuleGroups(settings))
    for (const Rule& rule : group.rules)
      if (!group.of_others)
        for (const promql::Selector& selector : promql::SelectorsOf(*ExprOf(rule)))
          if (selector.metric.starts_with("lastgood_")) all = all | selector.labels;
  return all - (kTargetLabels | Labels{Label::kExportedJob, Label::kExportedNamespace});
}

// Where a target has a label of the same name, Prometheus renames the series' own.
void CheckRenamed(const std::string& name, Prometheus& prometheus, std::vector<Verdict>& verdicts) {
  const Result<std::size_t> renamed =
      prometheus.Count(fmt::format("count({{__name__=~\"lastgood_.+\",exported_{}!=\"\"}})", name));
  if (!renamed.ok())
    CannotTell(Add(verdicts), fmt::format("cannot tell whether the label {} is as lastgood gives it", name),
               renamed.error());
  else if (*renamed > 0)
    Found(Add(verdicts), Level::kCritical,
          fmt::format("renames lastgood's label {} to exported_{}", name, name),
          fmt::format("alerts and panels would show the {} of the scrape's target instead", name),
          name == "namespace"
              ? "add `honor_labels: true` to the scrape (ServiceMonitor: `honorLabels: true`), or set "
                "`generate.namespace_label: exported_namespace` and load the rules again"
              : "add `honor_labels: true` to the scrape (ServiceMonitor: `honorLabels: true`)");
}

void CheckJob(const GeneratorSettings& settings, Prometheus& prometheus, std::vector<Verdict>& verdicts) {
  using namespace promql;
  const auto count = [&](const Vector<catalog::kBuildInfo.kSet | kTargetLabels>& series) {
    return prometheus.Count(ToLine(*By<Labels{}>("count", series).node, {}));
  };
  const auto info = Of(catalog::kBuildInfo);
  const Result<std::size_t> any = count(info), ours = count(Where<Label::kJob>(info, "=", settings.job));
  for (const auto* asked : {&any, &ours})
    if (!asked->ok()) {
      CannotTell(Add(verdicts), "cannot tell under which job lastgood is scraped", asked->error());
      return;
    }
  if (*any > 0 && *ours == 0)
    Found(Add(verdicts), Level::kCritical,
          fmt::format("scrapes lastgood, but not as job \"{}\"", settings.job),
          "LastgoodDown can never fire, and LastgoodAbsent fires although lastgood is there",
          fmt::format("name the scrape's job {}, or set `generate.job` to its name and load the rules again",
                      settings.job));
}

}  // namespace

std::vector<Verdict> CheckScrape(const GeneratorSettings& settings, Prometheus& prometheus) {
  std::vector<Verdict> verdicts;
  CheckJob(settings, prometheus, verdicts);
  OwnLabels(settings).ForEach([&](Label label) {
    const std::string name = settings.names.Of(label);
    if (!name.empty() && !name.starts_with("exported_")) CheckRenamed(name, prometheus, verdicts);
  });
  return verdicts;
}

}  // namespace lastgood
