#include "exporter/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "dashboards/dashboard.h"
#include "dashboards/dashboards.h"
#include "exporter/verify/verification.h"
#include "rules/groups/all.h"

namespace lastgood {
namespace {

const promql::NodePtr& ExprOf(const Rule& rule) {
  return std::visit([](const auto& each) -> const promql::NodePtr& { return each.expr; }, rule);
}

bool Found(Verdict& verdict, Level level, std::string state, std::string why, std::string todo) {
  verdict.level = level;
  verdict.state = std::move(state);
  verdict.why = std::move(why);
  verdict.todo = std::move(todo);
  return true;
}

bool CannotTell(Verdict& verdict, std::string state, const Error& error) {
  return Found(verdict, Level::kUnknown, std::move(state), error.message, "");
}

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

}  // namespace

Verification Verifier::Run(const std::optional<RoutingTree>& routes,
                           const std::optional<Inhibitions>& inhibitions,
                           const std::optional<Silences>& silences) {
  Verification verification;
  for (const RuleGroup& group : RuleGroups(settings_))
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule))
        alerts_.push_back({*alert, NamesOf(group, settings_)});
  if (ReadPrometheus(verification.verdicts)) {
    for (const RuleGroup& group : RuleGroups(settings_))
      for (const Rule& rule : group.rules) {
        Verdict verdict = CheckRule(group, rule);
        const auto* alert = std::get_if<Alert>(&rule);
        if (routes && alert != nullptr && verdict.level < Level::kWarning)
          CheckRoute(*alert, *routes, verdict);
        if (inhibitions && alert != nullptr && verdict.level < Level::kWarning)
          CheckHidden({*alert, NamesOf(group, settings_)}, *inhibitions, verdict);
        if (silences && alert != nullptr && verdict.level < Level::kWarning)
          CheckSilenced({*alert, NamesOf(group, settings_)}, *silences, verdict);
        verification.verdicts.push_back(std::move(verdict));
      }
    CheckPanels(verification.verdicts);
  }
  std::stable_sort(verification.verdicts.begin(), verification.verdicts.end(),
                   [](const Verdict& a, const Verdict& b) { return a.level > b.level; });
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
  return true;
}

Verdict Verifier::CheckRule(const RuleGroup& group, const Rule& rule) {
  const auto* alert = std::get_if<Alert>(&rule);
  Verdict verdict{.subject = alert ? "alert" : "record", .group = group.name};
  verdict.name = alert != nullptr ? std::string(alert->name) : std::get<Record>(rule).name;
  const promql::Names names = NamesOf(group, settings_);
  const promql::NodePtr& expr = ExprOf(rule);
  if (alert != nullptr) verdict.severity = ToString(alert->severity);
  if (CheckLoaded(rule, promql::ToLines(*expr, names), verdict) || CheckSeries(expr, names, verdict) ||
      CheckQuery(expr, names, verdict))
    return verdict;
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
  const auto loaded = std::find_if(loaded_.begin(), loaded_.end(), [&](const LoadedRule& each) {
    return each.group == verdict.group && each.name == verdict.name && each.alert == (alert != nullptr) &&
           (alert == nullptr || each.severity == ToString(alert->severity));
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

void Verifier::CheckRoute(const Alert& alert, const RoutingTree& routes, Verdict& verdict) {
  std::map<std::string, std::string> labels = {{"alertname", std::string(alert.name)},
                                               {"severity", std::string(ToString(alert.severity))}};
  alert.labels.ForEach([&](Label label) { labels.emplace(settings_.names.Of(label), "x"); });
  for (const auto& [label, value] : alert.fixed_labels) labels[label] = value;
  const Result<std::vector<std::string>> receivers = routes.ReceiversOf(labels);
  if (!receivers.ok()) {
    CannotTell(verdict, "cannot tell where it goes", receivers.error());
    return;
  }
  const bool sent = std::ranges::any_of(*receivers, [&](const auto& name) { return routes.Sends(name); });
  if (!sent)
    Found(verdict, Level::kCritical, "reaches nobody",
          fmt::format("Alertmanager routes it to {}, which sends nothing", fmt::join(*receivers, ", ")),
          "give it a route: alertmanager/route-lastgood.yaml");
  else
    verdict.state += fmt::format(", goes to {}", fmt::join(*receivers, ", "));
}

void Verifier::CheckHidden(const ArrivingAlert& alert, const Inhibitions& inhibitions, Verdict& verdict) {
  const Result<std::string> why = inhibitions.WhyHidden(alert, alerts_);
  if (!why.ok())
    CannotTell(verdict, "cannot tell whether it is hidden", why.error());
  else if (!why->empty())
    Found(verdict, Level::kWarning, "is hidden by alerts of other objects", *why,
          "leave lastgood's alerts out of that rule, by a matcher that they do not meet or by a longer "
          "`equal`, and "
          "load those of alertmanager/route-lastgood.yaml");
}

// Of every object; a silence of one is nobody's mistake.
void Verifier::CheckSilenced(const ArrivingAlert& alert, const Silences& silences, Verdict& verdict) {
  const Silence* silence = silences.Hiding(alert.AsMap());
  if (silence == nullptr) return;
  Found(verdict, Level::kWarning, "is silenced for every object",
        fmt::format("until {}: {}", silence->ends ? FormatRfc3339(*silence->ends) : "an unknown time",
                    silence->text),
        "let the silence end, or name the object that it is for");
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
