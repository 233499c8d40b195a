#include "outputs/alertmanager/inhibit.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/alerts.h"
#include "model/names.h"
#include "outputs/alertmanager/plan.h"
#include "rules/groups/all.h"
#include "rules/groups/groups.h"

namespace lastgood::alertmanager {
namespace {

// An alert as its rule raises it, with the label names of its rule.
struct Raised {
  Alert alert;
  promql::Names names;

  // "" unless the rule itself sets the system.
  std::string FixedSystem() const {
    for (const auto& [label, value] : alert.fixed_labels)
      if (label == ToString(Label::kSystem)) return value;
    return "";
  }
};

std::vector<Raised> RaisedAlerts(const GeneratorSettings& settings) {
  std::vector<Raised> raised;
  for (const RuleGroup& group : RuleGroups(settings))
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule)) raised.push_back({*alert, NamesOf(group, settings)});
  return raised;
}

// The label that tells the objects of an alert apart; its series always have it.
std::string TellsApart(Labels labels, const promql::Names& names) {
  for (const Label label : {Label::kName, Label::kBucket, Label::kCopy, Label::kStream, Label::kJob})
    if (labels.Contains(Labels{label})) return names.Of(label);
  return "";
}

// The cluster always belongs to it: where it is an external label, no expression shows it.
std::vector<std::string> Equal(Labels labels, const promql::Names& names) {
  std::vector<std::string> equal;
  (labels | Labels{Label::kCluster}).ForEach([&](Label label) {
    if (std::string name = names.Of(label); !name.empty()) equal.push_back(std::move(name));
  });
  return equal;
}

Matcher Named(const std::vector<AlertName>& alerts) {
  return {"alertname", alerts.size() == 1 ? "=" : "=~", fmt::format("{}", fmt::join(alerts, "|"))};
}

// Keeps apart the alerts of one name that come from different rules: by the system that a rule sets, or else
// by the systems that the others set.
void AddSystem(const std::vector<Raised>& all, const Raised& raised, std::vector<Matcher>& matchers) {
  const std::string system(ToString(Label::kSystem)), fixed = raised.FixedSystem();
  if (!fixed.empty()) return matchers.push_back({system, "=", fixed});
  if (raised.alert.labels.Contains(Labels{Label::kName})) return;
  for (const Raised& other : all)
    if (other.alert.name == raised.alert.name && !other.FixedSystem().empty())
      return matchers.push_back({system, "!=", other.FixedSystem()});
}

// The milder rule of the same condition, of the same source.
const Raised* Milder(const std::vector<Raised>& all, const Raised& critical) {
  const auto milder = std::find_if(all.begin(), all.end(), [&](const Raised& other) {
    return other.alert.name == critical.alert.name && other.alert.severity != Severity::kCritical &&
           other.FixedSystem() == critical.FixedSystem();
  });
  return milder == all.end() ? nullptr : &*milder;
}

// All but the alerts' names.
InhibitRule CriticalOver(const std::vector<Raised>& all, const Raised& critical, const Raised& milder) {
  const Labels shared = critical.alert.labels & milder.alert.labels;
  InhibitRule rule{.remark = "Critical silences the milder alert of the same condition and object."};
  rule.source = {{"severity", "=", std::string(ToString(Severity::kCritical))}};
  rule.target = {{"severity", "=~", "warning|info"}};
  if (const std::string label = TellsApart(shared, critical.names); !label.empty())
    rule.source.push_back({label, "!=", ""});
  AddSystem(all, critical, rule.source);
  rule.equal =
      Equal(critical.FixedSystem().empty() ? shared : shared | Labels{Label::kSystem}, critical.names);
  rule.equal.insert(rule.equal.begin(), "alertname");
  return rule;
}

bool SameBut(const InhibitRule& a, const InhibitRule& b) {
  const auto same = [](const Matcher& x, const Matcher& y) {
    return x.label == y.label && x.op == y.op && x.value == y.value;
  };
  return a.equal == b.equal && std::ranges::equal(a.source, b.source, same);
}

std::vector<InhibitRule> CriticalInhibitsMilder(const std::vector<Raised>& all) {
  std::vector<std::pair<InhibitRule, std::vector<AlertName>>> gathered;
  for (const Raised& critical : all) {
    const Raised* milder = critical.alert.severity == Severity::kCritical ? Milder(all, critical) : nullptr;
    if (milder == nullptr) continue;
    InhibitRule rule = CriticalOver(all, critical, *milder);
    const auto same = std::find_if(gathered.begin(), gathered.end(),
                                   [&](const auto& other) { return SameBut(other.first, rule); });
    if (same == gathered.end())
      gathered.emplace_back(std::move(rule), std::vector{critical.alert.name});
    else
      same->second.push_back(critical.alert.name);
  }
  std::vector<InhibitRule> rules;
  for (auto& [rule, names] : gathered) {
    rule.source.insert(rule.source.begin(), Named(names));
    rule.target.insert(rule.target.begin(), Named(names));
    rules.push_back(std::move(rule));
  }
  return rules;
}

// One alert that explains others.
struct Cause {
  const char* remark;
  AlertName cause;
  std::vector<AlertName> consequences;
  Labels shared;
  std::string_view source_system = {}, target_system = {};  // only of these; "" for any
  bool milder = false;                                      // keeps no critical alert quiet
};

// What a source that is down makes late. Which of a system's destinations an object's backups go to is no
// label of its alerts: so these are the namespace's, and what is critical is told all the same.
std::vector<AlertName> FollowsFromASource() {
  return {alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupStuck};
}

std::vector<Cause> Causes() {
  return {{"Of what nothing protects, it is no news that there is no backup.",
           alerts::kUnprotected,
           {alerts::kBackupStale, alerts::kBackupNeverSucceeded},
           promql::kByObject},
          {"A bucket that is nearly full will be full soon.",
           alerts::kBucketNearLimit,
           {alerts::kBucketFullSoon},
           promql::kByBucket},
          {"Without a target no instance can be down.",
           alerts::kLastgoodAbsent,
           {alerts::kLastgoodDown},
           Labels{Label::kJob}},
          {.remark = "What goes to a destination that is down cannot succeed.",
           .cause = alerts::kDestinationUnavailable,
           .consequences = FollowsFromASource(),
           .shared = Labels{Label::kSystem, Label::kNamespace},
           .milder = true},
          {.remark = "Longhorn's destinations serve the volumes of every namespace.",
           .cause = alerts::kDestinationUnavailable,
           .consequences = FollowsFromASource(),
           .shared = Labels{Label::kSystem},
           .source_system = systems::kLonghorn,
           .target_system = systems::kLonghorn,
           .milder = true},
          {.remark = "Without its operator CloudNativePG makes no backup.",
           .cause = alerts::kCNPGOperatorDown,
           .consequences = FollowsFromASource(),
           .shared = {},
           .target_system = systems::kCnpg,
           .milder = true},
          {.remark = "What a collector cannot read at all it cannot read in part.",
           .cause = alerts::kCollectorFailing,
           .consequences = {alerts::kObjectsUnreadable},
           .shared = Labels{Label::kCollector, Label::kSource}}};
}

// Nothing where the alerts are not raised, or not for single objects.
std::optional<InhibitRule> Explains(const std::vector<Raised>& all, const Cause& cause) {
  const auto raised = [&](AlertName name) {
    return std::find_if(all.begin(), all.end(), [&](const Raised& one) {
      return one.alert.name == name && one.alert.labels.Contains(cause.shared);
    });
  };
  const auto source = raised(cause.cause);
  std::vector<AlertName> consequences;
  for (const AlertName name : cause.consequences)
    if (raised(name) != all.end()) consequences.push_back(name);
  if (source == all.end() || consequences.empty()) return std::nullopt;
  InhibitRule rule{.remark = cause.remark, .source = {Named({cause.cause})}, .target = {Named(consequences)}};
  std::string label = TellsApart(cause.shared, source->names);
  for (const Label wider : {Label::kNamespace, Label::kCollector})
    if (label.empty() && cause.shared.Contains({wider})) label = source->names.Of(wider);
  if (!label.empty()) rule.source.push_back({label, "!=", ""});
  const std::string system(ToString(Label::kSystem));
  if (!cause.source_system.empty()) rule.source.push_back({system, "=", std::string(cause.source_system)});
  if (!cause.target_system.empty()) rule.target.push_back({system, "=", std::string(cause.target_system)});
  if (cause.milder) rule.target.push_back({"severity", "!=", std::string(ToString(Severity::kCritical))});
  rule.equal = Equal(cause.shared, source->names);
  return rule;
}

}  // namespace

std::vector<InhibitRule> InhibitRules(const GeneratorSettings& settings) {
  const std::vector<Raised> all = RaisedAlerts(settings);
  std::vector<InhibitRule> rules = CriticalInhibitsMilder(all);
  for (const Cause& cause : Causes())
    if (std::optional<InhibitRule> rule = Explains(all, cause)) rules.push_back(std::move(*rule));
  return rules;
}

std::vector<AlertName> AlertsNamedInInhibitRules() {
  std::vector<AlertName> names;
  for (const Cause& cause : Causes()) {
    names.push_back(cause.cause);
    names.insert(names.end(), cause.consequences.begin(), cause.consequences.end());
  }
  return names;
}

}  // namespace lastgood::alertmanager
