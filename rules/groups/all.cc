#include "rules/groups/all.h"

#include <algorithm>

#include "model/names.h"
#include "rules/groups/backup.h"
#include "rules/groups/cnpg.h"
#include "rules/groups/coverage.h"
#include "rules/groups/groups.h"
#include "rules/groups/host_jobs.h"
#include "rules/groups/logs.h"
#include "rules/groups/loki.h"
#include "rules/groups/longhorn.h"
#include "rules/groups/protection.h"
#include "rules/groups/records.h"
#include "rules/groups/restore.h"
#include "rules/groups/self.h"
#include "rules/groups/states.h"
#include "rules/groups/storage.h"
#include "rules/groups/velero.h"

namespace lastgood {
namespace {

using promql::kByObject;

bool IsOfAnObject(const Alert& alert) { return alert.labels.Contains(kByObject); }

// One alert for a namespace: how many of its objects are in this condition.
void GatherByNamespace(Alert& alert) {
  constexpr Labels kByNamespace{Label::kCluster, Label::kSystem, Label::kNamespace};
  alert.expr = promql::MakeNode(promql::Aggregate{"count", kByNamespace, alert.expr});
  alert.expr = promql::MakeNode(promql::Binary{">", alert.expr, promql::Num(0).node});
  alert.labels = kByNamespace;
}

// A condition is judged once, here: its alert and the dashboards read the record.
Record ConditionOf(const Alert& alert) {
  Record record{std::string(promql::kConditionRecord), alert.labels, alert.expr, alert.fixed_labels};
  record.fixed_labels.emplace_back(ToString(Label::kCondition), alert.name);
  record.fixed_labels.emplace_back(ToString(Label::kSeverity), ToString(alert.severity));
  return record;
}

void ReadRecord(Alert& alert) {
  using promql::Conditions;
  alert.definition = alert.expr;
  alert.expr =
      promql::Where<Label::kSeverity>(Conditions(alert.name), "=", std::string(ToString(alert.severity)))
          .node;
}

std::optional<Severity> SeverityNamed(std::string_view name) {
  for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo})
    if (ToString(severity) == name) return severity;
  return std::nullopt;
}

// Of two severities of one alert only the milder can be set: critical stays critical.
bool MayBeSet(const RuleGroup& group, const Alert& alert) {
  if (alert.severity == Severity::kNone) return false;
  const auto is_milder = [&](const Rule& rule) {
    const auto* other = std::get_if<Alert>(&rule);
    return other != nullptr && other->name == alert.name && other->severity != Severity::kCritical;
  };
  return alert.severity != Severity::kCritical ||
         std::none_of(group.rules.begin(), group.rules.end(), is_milder);
}

void Apply(const GeneratorSettings& settings, bool may_be_set, Alert& alert) {
  if (settings.per_namespace && IsOfAnObject(alert)) GatherByNamespace(alert);
  if (settings.max_for) alert.pending = std::min(alert.pending, *settings.max_for);
  const auto set = settings.severities.find(alert.name);
  if (may_be_set && set != settings.severities.end())
    alert.severity = SeverityNamed(set->second).value_or(alert.severity);
  if (std::ranges::find(settings.labels, kAppLabel, &FixedLabels::value_type::first) == settings.labels.end())
    alert.fixed_labels.emplace_back(kAppLabel, kApp);
  alert.fixed_labels.insert(alert.fixed_labels.end(), settings.labels.begin(), settings.labels.end());
}

// What is recorded has the labels by which the config tells its own series from others.
Record WithMatchers(const GeneratorSettings& settings, Record record) {
  record.fixed_labels.insert(record.fixed_labels.end(), settings.names.matchers.begin(),
                             settings.names.matchers.end());
  return record;
}

void Finish(const GeneratorSettings& settings, RuleGroup& group) {
  RuleGroup finished{group.name, group.about, {}, group.of_others};
  for (const Rule& rule : group.rules) {
    Rule kept = rule;
    if (auto* alert = std::get_if<Alert>(&kept)) {
      const bool may_be_set = MayBeSet(group, *alert);
      if (!group.of_others && alerts::IsCondition(alert->name)) {
        finished.rules.push_back(WithMatchers(settings, ConditionOf(*alert)));
        ReadRecord(*alert);
      }
      if (settings.disabled.contains(alert->name)) continue;
      Apply(settings, may_be_set, *alert);
    } else if (!group.of_others) {
      kept = WithMatchers(settings, std::get<Record>(std::move(kept)));
    }
    finished.rules.push_back(std::move(kept));
  }
  group = std::move(finished);
}

std::vector<RuleGroup> Chosen(const GeneratorSettings& settings) {
  std::vector<RuleGroup> groups = {RecordsGroup(), BackupGroup(settings), ProtectionGroup(settings),
                                   RestoreGroup(settings), StorageGroup(settings)};
  if (settings.Has(systems::kWorkloads) || settings.Has(systems::kComponents))
    groups.push_back(CoverageGroup(settings));
  if (settings.Has(systems::kLoki)) groups.push_back(LogsGroup(settings));
  groups.push_back(StatesGroup(settings));
  groups.push_back(SelfGroup(settings));
  if (settings.Has(systems::kCnpg)) {
    groups.push_back(CnpgBackupGroup(settings));
    groups.push_back(CnpgDisasterRecoveryGroup(settings));
    groups.push_back(CnpgRestoreTestGroup(settings));
  }
  if (settings.Has(systems::kLoki)) groups.push_back(LokiGroup(settings));
  if (settings.Has(systems::kLonghorn)) groups.push_back(LonghornGroup(settings));
  if (settings.Has(systems::kVelero)) groups.push_back(VeleroGroup(settings));
  if (settings.Lacks(systems::kJobs)) groups.push_back(HostJobsGroup(settings));
  return groups;
}

}  // namespace

std::vector<RuleGroup> RuleGroups(const GeneratorSettings& settings) {
  std::vector<RuleGroup> groups = Chosen(settings);
  for (RuleGroup& group : groups) Finish(settings, group);
  std::erase_if(groups, [](const RuleGroup& group) { return group.rules.empty(); });
  return groups;
}

std::vector<Alert> AllAlerts() {
  std::vector<Alert> alerts;
  for (const RuleGroup& group : RuleGroups({}))
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule)) alerts.push_back(*alert);
  return alerts;
}

}  // namespace lastgood
