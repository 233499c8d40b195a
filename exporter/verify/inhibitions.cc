#include "exporter/verify/inhibitions.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostRules = 1000;

using LabelMap = std::map<std::string, std::string>;

// `prefix` is source or target. What was read is added to `text` as it was written.
std::vector<Matcher> ReadMatchers(const YAML::Node& rule, const std::string& prefix, std::string& text) {
  std::vector<Matcher> matchers;
  const auto add = [&](const std::string& written) {
    for (Matcher& matcher : Matcher::Read(written)) matchers.push_back(std::move(matcher));
    text += (text.empty() ? "" : ", ") + written;
  };
  for (const auto& written : rule[prefix + "_matchers"]) add(written.as<std::string>());
  for (const auto& [field, op] : {std::pair("_match", "="), std::pair("_match_re", "=~")})
    for (const auto& pair : rule[prefix + field]) {
      const std::string label = pair.first.as<std::string>(), value = pair.second.as<std::string>();
      matchers.emplace_back(label, op, value);
      text += fmt::format("{}{}{}\"{}\"", text.empty() ? "" : ", ", label, op, value);
    }
  if (text.empty()) text = "any alert";
  return matchers;
}

Result<bool> Match(const std::vector<Matcher>& matchers, const LabelMap& labels) {
  const std::string* problem = nullptr;
  for (const Matcher& matcher : matchers) {
    const std::optional<bool> matches = matcher.Matches(labels);
    if (matches == false) return false;
    if (!matches) problem = &matcher.problem();
  }
  if (problem == nullptr) return true;
  return Error{ErrorCode::kMalformed, "Alertmanager's inhibit rule: " + *problem};
}

bool Has(const std::vector<std::string>& equal, const std::string& label) {
  return std::ranges::find(equal, label) != equal.end();
}

// A label by which the two may be of different objects although all of `equal` are the same; "" when they are
// of one object.
std::string TellsThemApart(const ArrivingAlert& source, const ArrivingAlert& target,
                           const std::vector<std::string>& equal) {
  const Labels shared = source.alert.labels & target.alert.labels;
  for (const Label label : {Label::kName, Label::kBucket, Label::kCopy, Label::kStream, Label::kJob})
    if (shared.Contains(Labels{label})) {
      const std::string name = target.names.Of(label);
      return Has(equal, name) ? "" : name;
    }
  std::string apart;
  (shared - Labels{Label::kCluster}).ForEach([&](Label label) {
    if (const std::string name = target.names.Of(label); !Has(equal, name)) apart = name;
  });
  return apart;
}

// What the generated rules keep quiet while a source is down (outputs/alertmanager/inhibit.h): milder alerts
// of what goes there, by a rule that names the cause.
bool IsMeant(const Alert& source, const Alert& target, const std::string& rule) {
  const auto is_one_of = [](const Alert& alert, const auto& names) {
    return std::ranges::any_of(names, [&](AlertName name) { return alert.name.text() == name.text(); });
  };
  static constexpr std::array kCauses = {alerts::kDestinationUnavailable, alerts::kCNPGOperatorDown,
                                         alerts::kCollectorFailing};
  static constexpr std::array kConsequences = {alerts::kBackupFailed, alerts::kBackupStale,
                                               alerts::kBackupStuck, alerts::kObjectsUnreadable};
  return target.severity != Severity::kCritical && is_one_of(source, kCauses) &&
         is_one_of(target, kConsequences) && rule.find(source.name.text()) != rule.npos;
}

}  // namespace

std::map<std::string, std::string> ArrivingAlert::AsMap() const {
  LabelMap labels = {{"alertname", std::string(alert.name)},
                     {"severity", std::string(ToString(alert.severity))}};
  alert.labels.ForEach([&](Label label) { labels.emplace(names.Of(label), "x"); });
  for (const auto& [label, value] : alert.fixed_labels) labels[label] = value;
  if (HasConditionLabel(alert)) labels[std::string(ToString(Label::kCondition))] = alert.name;
  return labels;
}

Result<Inhibitions> Inhibitions::Parse(const std::string& config) {
  try {
    Inhibitions inhibitions;
    const YAML::Node node = YAML::Load(config);
    for (const auto& rule : node["inhibit_rules"]) {
      if (inhibitions.rules_.size() == kMostRules)
        return Error{ErrorCode::kMalformed, "Alertmanager's config: there are more than 1000 inhibit rules"};
      std::string source, target;
      InhibitRule read{.source = ReadMatchers(rule, "source", source),
                       .target = ReadMatchers(rule, "target", target)};
      for (const auto& label : rule["equal"]) read.equal.push_back(label.as<std::string>());
      read.text = OneLine(
          fmt::format("{} hides {} of the same {}", source, target,
                      read.equal.empty() ? "Alertmanager" : fmt::format("{}", fmt::join(read.equal, ", "))),
          300);
      inhibitions.rules_.push_back(std::move(read));
    }
    return inhibitions;
  } catch (const YAML::Exception& error) {
    return Error{ErrorCode::kMalformed,
                 fmt::format("Alertmanager's config cannot be read: {}", error.what())};
  }
}

Result<std::string> Inhibitions::WhyHidden(const ArrivingAlert& target,
                                           const std::vector<ArrivingAlert>& all) const {
  const LabelMap hidden = target.AsMap();
  for (const InhibitRule& rule : rules_) {
    LASTGOOD_ASSIGN(const bool aimed_at, Match(rule.target, hidden));
    if (!aimed_at) continue;
    LASTGOOD_ASSIGN(const bool both_sides, Match(rule.source, hidden));
    for (const ArrivingAlert& source : all) {
      const LabelMap labels = source.AsMap();
      const auto differs = [&](const std::string& label) {
        const auto ours = hidden.find(label), theirs = labels.find(label);
        return (ours == hidden.end() ? "" : ours->second) != (theirs == labels.end() ? "" : theirs->second);
      };
      if (std::ranges::any_of(rule.equal, differs)) continue;
      LASTGOOD_ASSIGN(bool hides, Match(rule.source, labels));
      // Of two alerts that are both on both sides, none hides the other.
      if (hides && both_sides) {
        LASTGOOD_ASSIGN(const bool target_too, Match(rule.target, labels));
        hides = !target_too;
      }
      if (hides && IsMeant(source.alert, target.alert, rule.text)) continue;
      const std::string apart = hides ? TellsThemApart(source, target, rule.equal) : "";
      if (apart.empty()) continue;
      return fmt::format("Alertmanager's own inhibit rule ({}) hides it while {} ({}) fires for another {}",
                         rule.text, source.alert.name, ToString(source.alert.severity), apart);
    }
  }
  return std::string();
}

}  // namespace lastgood
