#include "rules/runbooks/alert_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/document.h"
#include "rules/groups/all.h"
#include "rules/groups/records.h"
#include "rules/runbooks/alert_names.h"
#include "rules/runbooks/runbook.h"

namespace lastgood {
namespace {

constexpr std::string_view kHead =
    "# Alerts\n\n"
    "Written by `lastgood generate docs` from the rules. Each alert has a [runbook](runbooks/README.md), "
    "where its\n"
    "`runbook_url` leads. Alerts are one per object; Alertmanager groups them into one message per cluster "
    "and\n"
    "namespace (`generate.group_by`), and knows them by the label `app: lastgood`. `generate` in "
    "lastgood.yaml changes severities, disables alerts or makes one "
    "alert per\n"
    "namespace.\n";

constexpr std::string_view kOnce =
    "\n## No condition pages twice\n\n"
    "**One speaker for each condition.** lastgood's own metrics know an object's schedule, so they speak "
    "where they\n"
    "exist. The groups on other exporters' series fill in where they do not, and are silent, or not written, "
    "elsewhere:\n\n"
    "| Alert | Silent where | Then this tells |\n|---|---|---|\n"
    "| `CNPGWALArchivingFailed` | lastgood says of the same cluster that archiving fails | "
    "`WALArchivingFailed` |\n"
    "| `CNPGNoRecentBackup` | lastgood sees the cluster | `BackupStale`, `BackupNeverSucceeded`, "
    "`Unprotected` |\n"
    "| `LonghornVolumeFaulted`, `LonghornBackupFailed` | lastgood sees any Longhorn volume | `Unprotected` "
    "(`faulted`), `BackupFailed` |\n"
    "| `VeleroBackupFailed`, `VeleroNoRecentBackup` | lastgood sees any Velero schedule | `BackupFailed`, "
    "`BackupStale` |\n"
    "| `LokiDiscardingLogs`, `LokiIngestionStopped` | lastgood passes Loki's counters through (`logs: "
    "metrics`) | `LogsDiscarded`, `LogsIngestionDown` |\n"
    "| `CNPGRestoreTestFailed`, `CNPGRestoreTestStale` | lastgood sees the CronJob | `RestoreTestFailed`, "
    "`RestoreTestStale` |\n"
    "| group `host-backup` | not written when the config has `jobs` | `BackupFailed`, `BackupStale` |\n\n"
    "CloudNativePG's and the drill's are joined on the namespace, and so only where "
    "`generate.namespace_label` is `namespace`; "
    "with\n"
    "`exported_namespace` both speak. A bucket that lastgood lists and of which a host job pushes the size "
    "as well\n"
    "has two names: disable `OCIBucketNearLimit` then.\n\n"
    "**Each condition has its own alert.** A suspended schedule is `ScheduleSuspended` and never "
    "`Unprotected`; a failed\n"
    "drill is `RestoreTestFailed` and never `NotRestorable`; an object without any good backup is "
    "`BackupNeverSucceeded`\n"
    "and never `BackupStale`. While a source cannot be read there is `CollectorFailing`, and nothing\n"
    "behind it is called late.\n\n"
    "**Alertmanager holds back what follows from what is already told** (the config from `generate "
    "alertmanager`):\n\n"
    "| While this fires | this is held back | for the same |\n|---|---|---|\n"
    "| any alert with severity `critical` | the same alert with severity `warning` | object, bucket, "
    "destination |\n"
    "| `Unprotected` | `BackupStale`, `BackupNeverSucceeded` | object |\n"
    "| `BucketNearLimit` | `BucketFullSoon` | bucket (the expression leaves it out as well) |\n"
    "| `LastgoodAbsent` | `LastgoodDown` | cluster |\n";

// One row of the table: an alert, with all its severities.
struct Row {
  std::string alert;
  std::vector<std::string> severities, summaries, metrics;
};

void AddOnce(std::vector<std::string>& texts, std::string text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
}

std::vector<Row> RowsOf(const RuleGroup& group) {
  std::vector<Row> rows;
  for (const Rule& rule : group.rules) {
    const auto* alert = std::get_if<Alert>(&rule);
    if (alert == nullptr) continue;
    auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.alert == alert->name; });
    if (row == rows.end()) row = rows.insert(rows.end(), Row{alert->name, {}, {}, {}});
    AddOnce(row->severities, std::string(ToString(alert->severity)));
    AddOnce(row->summaries, alert->summary);
    for (const promql::Selector& selector : promql::SelectorsOf(*DefinitionOf(*alert)))
      AddOnce(row->metrics, selector.metric);
  }
  return rows;
}

std::string SectionOf(const RuleGroup& group) {
  const std::vector<Row> rows = RowsOf(group);
  if (rows.empty()) return "";
  std::string text =
      fmt::format("\n### {}\n\n{}\n\n| Alert | Severity | What it means | Reads |\n|---|---|---|---|\n",
                  group.name, group.about);
  for (const Row& row : rows)
    text +=
        fmt::format("| [{0}](runbooks/{0}.md) | {1} | {2} | {3} |\n", row.alert,
                    fmt::join(row.severities, ", "), fmt::join(row.summaries, " "),
                    row.metrics.empty() ? "nothing" : fmt::format("`{}`", fmt::join(row.metrics, "`, `")));
  return text;
}

std::string RecordsOf(const std::vector<RuleGroup>& groups) {
  std::string text =
      "\n### Recorded series\n\nWhat is judged is judged once. `lastgood:condition{condition,severity}` "
      "holds what "
      "each alert above waits for,\nby the alert's name; alerts and dashboards read it. "
      "`lastgood:object_state{state,level}` is the one state of each\nobject, the same as `lastgood check` "
      "tells; "
      "its value is its rank, 0 good. Of several replicas of lastgood the\none that read last counts.\n\n"
      "| Series | Expression |\n|---|---|\n";
  for (const RuleGroup& group : groups)
    for (const Rule& rule : group.rules)
      if (const auto* record = std::get_if<Record>(&rule);
          record != nullptr && record->name != promql::kConditionRecord) {
        std::string expr = promql::ToLine(*record->expr, {});
        for (std::size_t at = 0; (at = expr.find('|', at)) != std::string::npos; at += 2)
          expr.replace(at, 1, "\\|");
        text += fmt::format("| `{}` | `{}` |\n", TitleOf(*record), expr);
      }
  return text;
}

std::string ElsewhereRow(const KnownElsewhere& known) {
  std::string here;
  for (const AlertName alert : known.here)
    here += fmt::format("{0}[{1}](runbooks/{1}.md)", here.empty() ? "" : ", ", alert);
  return fmt::format("| {} | {} | {} | {} |\n", known.names, known.origin,
                     here.empty() ? "not covered" : here, known.why);
}

std::string ElsewhereTable(const std::vector<SourceGuide>& guides) {
  std::string text =
      "\n## Names that you know from elsewhere\n\n"
      "| Alert | Found in | Here | Why |\n|---|---|---|---|\n";
  for (const SourceGuide& guide : guides)
    for (const KnownElsewhere& known : guide.elsewhere) text += ElsewhereRow(known);
  for (const KnownElsewhere& known : OfNoSource()) text += ElsewhereRow(known);
  return text;
}

}  // namespace

Files AlertDocumentFiles(const GeneratorSettings& settings, const std::vector<SourceGuide>& guides) {
  const std::vector<RuleGroup> groups = RuleGroups(settings);
  std::string text = std::string(kHead) + "\n## Every alert\n";
  for (const RuleGroup& group : groups) text += SectionOf(group);
  text += RecordsOf(groups);
  return {{"docs/alerts.md", WithoutDeadLinks(groups, text + ElsewhereTable(guides) + std::string(kOnce))}};
}

Files MetricsDocumentFiles(const GeneratorSettings&) { return {{"docs/metrics.md", MetricsDocument()}}; }

}  // namespace lastgood
