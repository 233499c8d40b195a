#include "exporter/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "dashboards/dashboard.h"
#include "dashboards/dashboards.h"
#include "exporter/verify/scrape.h"
#include "exporter/verify/verification.h"
#include "rules/groups/all.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

// Of a query that was not answered: only what Prometheus refuses is the query's own fault.
bool DoesNotRun(Verdict& verdict, const Error& error) {
  if (error.code != ErrorCode::kInternal)
    return CannotTell(verdict, "cannot tell whether its query runs", error);
  return Found(verdict, Level::kCritical, "does not run", error.message, "this is a bug: report it");
}

std::string WithoutSpaces(const std::string& text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c != ' ' && c != '\n' && c != '\t'; });
  return out;
}

// absent() fires where there is nothing, so that nothing is what a healthy system has.
bool IsOfAbsence(const promql::Node& node) {
  const auto* call = std::get_if<promql::Call>(&node);
  return call != nullptr && (call->function == "absent" || call->function == "vector");
}

// What a join or a grouping of these rules cannot do without; `cluster` is optional everywhere.
Labels NeededLabels(const promql::Selector& selector) {
  return selector.labels - Labels{Label::kCluster, Label::kExportedJob, Label::kExportedNamespace};
}

// A condition, whose alert tells of its series; a state, which is empty where no object is in it.
bool IsPartOfAnother(const Rule& rule) {
  const auto* record = std::get_if<Record>(&rule);
  return record != nullptr &&
         (record->name == promql::kConditionRecord || record->name == promql::kStateRecord);
}

// Two records may have one name and tell apart by all their labels; two alerts, by their severity.
bool HasLabels(const LoadedRule& loaded, const Rule& rule) {
  if (const auto* record = std::get_if<Record>(&rule))
    return loaded.labels ==
           std::map<std::string, std::string>(record->fixed_labels.begin(), record->fixed_labels.end());
  const auto severity = loaded.labels.find(std::string(ToString(Label::kSeverity)));
  return severity != loaded.labels.end() && severity->second == ToString(std::get<Alert>(rule).severity);
}

}  // namespace

Verification Verifier::Run(const Delivery& delivery) {
  Verification verification;
  for (const RuleGroup& group : RuleGroups(settings_))
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule))
        alerts_.push_back({*alert, NamesOf(group, settings_)});
  if (ReadPrometheus(verification.verdicts)) {
    for (const RuleGroup& group : RuleGroups(settings_)) {
      if (CheckFile(group, verification.verdicts)) continue;
      for (const Rule& rule : group.rules) {
        Verdict verdict = CheckRule(group, rule);
        const auto* alert = std::get_if<Alert>(&rule);
        if (alert != nullptr && verdict.level < Level::kWarning)
          CheckDelivery({*alert, NamesOf(group, settings_)}, alerts_, delivery, verdict);
        if (!IsPartOfAnother(rule) || verdict.level >= Level::kUnknown)
          verification.verdicts.push_back(std::move(verdict));
      }
    }
    CheckPanels(verification.verdicts);
  }
  SortWorstFirst(verification);
  return verification;
}

// What is asked once; false when Prometheus cannot be read.
bool Verifier::ReadPrometheus(std::vector<Verdict>& verdicts) {
  Verdict verdict{.subject = "prometheus", .name = "API", .state = "answers"};
  std::set<std::string> metrics;
  for (const RuleGroup& group : RuleGroups(settings_))
    for (const Rule& rule : group.rules)
      for (const promql::Selector& selector : promql::SelectorsOf(*ExprOf(rule)))
        metrics.insert(selector.metric);
  Result<std::set<std::string>> existing = prometheus_.Existing(metrics);
  Result<std::vector<LoadedRule>> loaded = prometheus_.Rules();
  Result<std::vector<std::string>> alertmanagers = prometheus_.Alertmanagers();
  for (const Error* error :
       {existing.ok() ? nullptr : &existing.error(), loaded.ok() ? nullptr : &loaded.error(),
        alertmanagers.ok() ? nullptr : &alertmanagers.error()})
    if (error != nullptr) {
      Found(verdict, Level::kUnknown, "cannot be read", error->message,
            "check the URL, and that Prometheus is up");
      verdicts.push_back(verdict);
      return false;
    }
  existing_ = std::move(*existing);
  loaded_ = std::move(*loaded);
  if (std::none_of(existing_.begin(), existing_.end(),
                   [](const auto& name) { return name.starts_with("lastgood_"); }))
    Found(verdict, Level::kCritical, "has no series of lastgood", "none of the rules can fire",
          "scrape lastgood with the job name " + settings_.job + " and honor_labels: true");
  else if (alertmanagers->empty())
    Found(verdict, Level::kWarning, "sends alerts nowhere", "it knows no Alertmanager",
          "name one under alerting in its config");
  verdicts.push_back(verdict);
  if (verdict.level < Level::kCritical)
    std::ranges::move(CheckScrape(settings_, prometheus_), std::back_inserter(verdicts));
  return true;
}

// A file of which no rule is loaded is told once, not once a rule.
bool Verifier::CheckFile(const RuleGroup& group, std::vector<Verdict>& verdicts) const {
  if (std::ranges::any_of(loaded_, [&](const LoadedRule& rule) { return rule.group == group.name; }))
    return false;
  verdicts.push_back({.level = Level::kCritical,
                      .subject = "file",
                      .group = group.name,
                      .name = fmt::format("rules/{}.yaml", group.name),
                      .state = "is not loaded",
                      .why = fmt::format("Prometheus has none of its {} rules", group.rules.size()),
                      .todo = fmt::format("load rules/{}.yaml", group.name)});
  return true;
}

Verdict Verifier::CheckRule(const RuleGroup& group, const Rule& rule) {
  const auto* alert = std::get_if<Alert>(&rule);
  Verdict verdict{.subject = alert ? "alert" : "record", .group = group.name};
  verdict.name = alert != nullptr ? std::string(alert->name) : TitleOf(std::get<Record>(rule));
  const promql::Names names = NamesOf(group, settings_);
  if (alert != nullptr) verdict.severity = ToString(alert->severity);
  if (CheckLoaded(rule, promql::ToLines(*ExprOf(rule), names), verdict) || IsPartOfAnother(rule))
    return verdict;
  const promql::NodePtr& expr = alert != nullptr ? DefinitionOf(*alert) : ExprOf(rule);
  if (CheckSeries(expr, names, verdict) || CheckQuery(expr, names, verdict)) return verdict;
  verdict.state = alert ? "can fire" : "has series";
  return verdict;
}

// The series that it names, with the labels that it groups and joins by.
bool Verifier::CheckSeries(const promql::NodePtr& expr, const promql::Names& names, Verdict& verdict) {
  if (IsOfAbsence(*expr)) return false;
  std::vector<std::string> missing;
  bool any = false;
  for (const promql::Selector& selector : promql::SelectorsOf(*expr)) {
    if (existing_.contains(selector.metric)) {
      any = true;
      if (CheckLabels(selector, names, verdict)) return true;
    } else if (std::find(missing.begin(), missing.end(), selector.metric) == missing.end()) {
      missing.push_back(selector.metric);
    }
  }
  if (missing.empty()) return false;
  return Found(
      verdict, Level::kNotice,
      fmt::format("{}: no series of {}", any ? "waits" : "nothing of its kind is here", missing.front()),
      fmt::format("no series of {} exist", fmt::join(missing, ", ")), "");
}

bool Verifier::CheckLabels(const promql::Selector& selector, const promql::Names& names, Verdict& verdict) {
  bool found = false;
  NeededLabels(selector).ForEach([&](Label label) {
    const std::string name = names.Of(label);
    if (!found && !name.empty()) found = CheckLabel(selector.metric, name, verdict);
  });
  return found;
}

bool Verifier::CheckLabel(const std::string& metric, const std::string& name, Verdict& verdict) {
  const Result<bool> has = HasLabel(metric, name);
  if (has.ok() && *has) return false;
  const Result<bool> renamed = has.ok() ? HasLabel(metric, "exported_" + name) : has;
  if (!renamed.ok())
    return CannotTell(verdict, fmt::format("cannot tell whether {} has a label {}", metric, name),
                      renamed.error());
  if (!*renamed) return false;
  return Found(verdict, Level::kCritical, fmt::format("{} has no label {}", metric, name),
               fmt::format("Prometheus renamed it to exported_{}", name),
               "scrape with honor_labels: true, or set generate.namespace_label");
}

// What was not answered is asked again for the next rule.
Result<bool> Verifier::HasLabel(const std::string& metric, const std::string& label) {
  const std::string key = metric + " " + label;
  const auto known = labelled_.find(key);
  if (known != labelled_.end()) return known->second;
  LASTGOOD_ASSIGN(const std::size_t count,
                  prometheus_.Count(fmt::format("count({}{{{}!=\"\"}})", metric, label)));
  return labelled_[key] = count > 0;
}

// Runs it as it is, and then without its thresholds: where that is empty although every series exists, its
// joins match nothing.
bool Verifier::CheckQuery(const promql::NodePtr& expr, const promql::Names& names, Verdict& verdict) {
  const Result<std::size_t> now = prometheus_.Count(promql::ToLine(*expr, names));
  if (!now.ok()) return DoesNotRun(verdict, now.error());
  if (*now > 0 || IsOfAbsence(*expr)) return false;
  const Result<std::size_t> relaxed =
      prometheus_.Count(promql::ToLine(*promql::WithoutThresholds(expr), names));
  if (!relaxed.ok()) return CannotTell(verdict, "cannot tell whether it can fire", relaxed.error());
  if (*relaxed > 0) return false;
  return Found(verdict, Level::kNotice, "matches no series now",
               "its series exist, but none of them together", "");
}

bool Verifier::CheckLoaded(const Rule& rule, const std::string& query, Verdict& verdict) {
  const auto* alert = std::get_if<Alert>(&rule);
  const std::string name = alert != nullptr ? std::string(alert->name) : std::get<Record>(rule).name;
  const auto loaded = std::find_if(loaded_.begin(), loaded_.end(), [&](const LoadedRule& each) {
    return each.group == verdict.group && each.name == name && each.alert == (alert != nullptr) &&
           HasLabels(each, rule);
  });
  if (loaded == loaded_.end())
    return Found(verdict, Level::kCritical, "is not loaded", "Prometheus has no such rule",
                 fmt::format("load rules/{}.yaml", verdict.group));
  if (loaded->health == "err")
    return Found(verdict, Level::kCritical, "fails in Prometheus", loaded->error, "look at the error");
  const Result<bool> same = IsSameQuery(query, loaded->query);
  if (!same.ok())
    return CannotTell(verdict, "cannot tell whether it is loaded in this version", same.error());
  if (!*same)
    return Found(verdict, Level::kWarning, "is loaded in another version", "its expression differs",
                 fmt::format("load rules/{}.yaml again", verdict.group));
  if (loaded->health == "unknown")
    return Found(verdict, Level::kUnknown, "was not evaluated yet", "", "ask again in a minute");
  return false;
}

// In Prometheus' own layout; where its API has no such thing (kNotFound), by the text.
Result<bool> Verifier::IsSameQuery(const std::string& query, const std::string& loaded) {
  if (WithoutSpaces(query) == WithoutSpaces(loaded)) return true;
  const Result<std::string> ours = prometheus_.Formatted(query), theirs = prometheus_.Formatted(loaded);
  for (const auto* formatted : {&ours, &theirs})
    if (!formatted->ok()) {
      if (formatted->error().code == ErrorCode::kNotFound) return false;
      return formatted->error();
    }
  return *ours == *theirs;
}

// Each query runs; one without data is told only when its series are there.
void Verifier::CheckPanels(std::vector<Verdict>& verdicts) {
  for (const Dashboard& dashboard : Dashboards(settings_))
    for (const PanelQuery& query : QueriesOf(dashboard, settings_)) {
      Verdict verdict{.subject = "panel", .group = dashboard.uid, .name = query.panel, .state = "has data"};
      const Result<std::size_t> count = prometheus_.Count(promql::ToLine(*query.expr, query.names));
      if (!count.ok())
        DoesNotRun(verdict, count.error());
      else if (*count == 0)
        Found(verdict, Level::kNotice, "has no data now", "its query yields no series", "");
      verdicts.push_back(std::move(verdict));
    }
}

}  // namespace lastgood
