// Scenarios as promtool's unit tests. They ask for ALERTS instead of alert_rule_test's lists, so that a story
// also proves that nothing else fires.
#include "rules/stories/render_tests.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "rules/groups/all.h"
#include "rules/stories/all.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

// What fires in every story, since no story scrapes all of Prometheus' targets.
constexpr std::string_view kAlways = "Watchdog|LastgoodAbsent";

int Steps(Duration duration, std::chrono::minutes step) {
  return static_cast<int>((duration + step - Duration(1)) / step);
}

class Writer {
 public:
  Writer(const GeneratorSettings& settings, const RuleGroup& group) : settings_(settings), group_(group) {}

  void Write(YAML::Emitter& out, const Scenario& scenario, const Alert& alert) const {
    out << YAML::BeginMap << YAML::Key << "name" << YAML::Value
        << std::string(scenario.alert()) + ": " + scenario.title();
    out << YAML::Key << "interval" << YAML::Value << fmt::format("{}m", scenario.step().count());
    out << YAML::Key << "input_series" << YAML::Value << YAML::BeginSeq;
    for (const Scenario::Series& series : scenario.series())
      out << YAML::BeginMap << YAML::Key << "series" << YAML::Value << Text(series) << YAML::Key << "values"
          << YAML::Value << series.values << YAML::EndMap;
    out << YAML::EndSeq << YAML::Key << "promql_expr_test" << YAML::Value << YAML::BeginSeq;
    if (scenario.firing())
      WriteFiring(out, scenario, alert);
    else
      for (int quarter = 1; quarter <= 4; ++quarter)
        Expect(out, Of(scenario), scenario.silent_steps() * quarter / 4, scenario, "");
    out << YAML::EndSeq << YAML::EndMap;
  }

 private:
  std::string Name(Label label, bool of_others) const {
    promql::Names names = settings_.names;
    if (of_others) names.namespace_label = promql::Names().namespace_label;
    return names.Of(label);
  }

  // The stories call lastgood's own job by its default.
  const std::string& Value(Label label, const std::string& value) const {
    return label == Label::kJob && value == GeneratorSettings().job ? settings_.job : value;
  }

  std::string Text(const Scenario::Series& series) const {
    const bool ours = series.metric.starts_with("lastgood_");
    std::vector<std::string> labels;
    for (const auto& [label, value] : series.labels)
      labels.push_back(fmt::format("{}=\"{}\"", Name(label, !ours), Value(label, value)));
    for (const auto& [label, value] : settings_.names.matchers)
      if (ours && label != "job") labels.push_back(fmt::format("{}=\"{}\"", label, value));
    return fmt::format("{}{{{}}}", series.metric, fmt::join(labels, ","));
  }

  // ALERTS of the scenario's alert; with a severity when it is about one of two.
  static std::string Of(const Scenario& scenario) {
    return fmt::format("ALERTS{{alertname=\"{}\",alertstate=\"firing\"}}", scenario.alert());
  }
  static std::string Of(const Scenario& scenario, const Alert& alert) {
    return fmt::format("ALERTS{{alertname=\"{}\",alertstate=\"firing\",severity=\"{}\"}}", scenario.alert(),
                       ToString(alert.severity));
  }

  std::string Fired(const Scenario& scenario, const Alert& alert) const {
    std::vector<std::string> labels = {fmt::format("alertname=\"{}\"", alert.name), "alertstate=\"firing\"",
                                       fmt::format("severity=\"{}\"", ToString(alert.severity))};
    for (const auto& [label, value] : scenario.context())
      if (alert.labels.Contains({label}))
        labels.push_back(fmt::format("{}=\"{}\"", Name(label, group_.of_others), Value(label, value)));
    for (const auto& [label, value] : alert.fixed_labels)
      labels.push_back(fmt::format("{}=\"{}\"", label, value));
    if (HasConditionLabel(alert)) {
      labels.push_back(fmt::format("{}=\"{}\"", ToString(Label::kCondition), alert.name));
      for (const auto& [label, value] : settings_.names.matchers)
        labels.push_back(fmt::format("{}=\"{}\"", label, value));
    }
    return fmt::format("ALERTS{{{}}}", fmt::join(labels, ","));
  }

  static void Expect(YAML::Emitter& out, const std::string& expr, int step, const Scenario& scenario,
                     const std::string& sample) {
    Expect(out, expr, step, scenario, sample.empty() ? std::vector<std::string>() : std::vector{sample});
  }
  static void Expect(YAML::Emitter& out, const std::string& expr, int step, const Scenario& scenario,
                     const std::vector<std::string>& samples) {
    out << YAML::BeginMap << YAML::Key << "expr" << YAML::Value << expr << YAML::Key << "eval_time"
        << YAML::Value << fmt::format("{}m", step * scenario.step().count()) << YAML::Key << "exp_samples"
        << YAML::Value;
    if (samples.empty()) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const std::string& sample : samples)
      out << YAML::BeginMap << YAML::Key << "labels" << YAML::Value << sample << YAML::Key << "value"
          << YAML::Value << 1 << YAML::EndMap;
    out << YAML::EndSeq << YAML::EndMap;
  }

  // The minute before, the minute itself, everything that fires then, and the recovery.
  void WriteFiring(YAML::Emitter& out, const Scenario& scenario, const Alert& alert) const {
    const int begin = scenario.firing()->from + Steps(alert.pending, scenario.step());
    if (begin > 0) Expect(out, Of(scenario, alert), begin - 1, scenario, "");
    Expect(out, Of(scenario, alert), begin, scenario, Fired(scenario, alert));
    ExpectAll(out, scenario, alert, begin);
    if (!scenario.firing()->until) return;
    const int end = *scenario.firing()->until + Steps(KeepFiring(settings_, alert), scenario.step());
    Expect(out, Of(scenario, alert), end - 1, scenario, Fired(scenario, alert));
    Expect(out, Of(scenario, alert), end, scenario, "");
  }

  void ExpectAll(YAML::Emitter& out, const Scenario& scenario, const Alert& alert, int step) const {
    std::set<std::string> expected;
    const auto add = [&](const std::string& name, std::string_view severity) {
      if (kAlways.find(name) == kAlways.npos && !settings_.disabled.contains(name))
        expected.insert(fmt::format("{{alertname=\"{}\",severity=\"{}\"}}", name, severity));
    };
    add(alert.name, ToString(alert.severity));
    for (const auto& [name, severity] : scenario.also()) {
      const auto set = settings_.severities.find(name);
      add(name, set == settings_.severities.end() ? ToString(severity) : std::string_view(set->second));
    }
    Expect(out,
           fmt::format("group by (alertname, severity) (ALERTS{{alertstate=\"firing\",alertname!~\"{}\"}})",
                       kAlways),
           step, scenario, std::vector<std::string>(expected.begin(), expected.end()));
  }

  const GeneratorSettings& settings_;
  const RuleGroup& group_;
};

// The group's alert that the scenario is about; of two severities the one that fires.
const Alert* AlertOf(const GeneratorSettings& settings, const RuleGroup& group, const Scenario& scenario) {
  for (const Rule& rule : group.rules) {
    const auto* alert = std::get_if<Alert>(&rule);
    if (alert == nullptr || alert->name != scenario.alert()) continue;
    if (!scenario.firing() || scenario.firing()->severity == alert->severity ||
        settings.severities.contains(alert->name))
      return alert;
  }
  return nullptr;
}

bool IsTold(const RuleGroup& group, const Scenario& scenario) {
  // Host jobs use names of ours for alerts of their own.
  const bool of_others = std::any_of(scenario.series().begin(), scenario.series().end(),
                                     [](const auto& series) { return series.metric.starts_with("backup_"); });
  return of_others == (group.name == "host-backup.rules");
}

std::string TestFile(const GeneratorSettings& settings, const std::vector<RuleGroup>& groups,
                     const RuleGroup& group, const std::vector<Scenario>& scenarios,
                     std::chrono::minutes step) {
  YAML::Emitter out;
  int told = 0;
  out << YAML::BeginMap << YAML::Key << "rule_files" << YAML::Value << YAML::BeginSeq;
  for (const RuleGroup& each : groups)
    if (each.of_others == group.of_others) out << "../" + each.name + ".yaml";
  out << YAML::EndSeq << YAML::Key << "evaluation_interval" << YAML::Value
      << fmt::format("{}m", step.count());
  out << YAML::Key << "group_eval_order" << YAML::Value << YAML::BeginSeq;
  for (const RuleGroup& each : groups)
    if (each.of_others == group.of_others) out << each.name;
  out << YAML::EndSeq << YAML::Key << "tests" << YAML::Value << YAML::BeginSeq;
  const Writer writer(settings, group);
  for (const Scenario& scenario : scenarios) {
    const Alert* alert =
        scenario.step() == step && IsTold(group, scenario) ? AlertOf(settings, group, scenario) : nullptr;
    if (alert == nullptr) continue;
    writer.Write(out, scenario, *alert);
    ++told;
  }
  out << YAML::EndSeq << YAML::EndMap;
  if (told == 0) return "";
  return fmt::format(
      "# Run with promtool test rules.\n# Written by lastgood generate; change the config and run it "
      "again.\n{}\n",
      out.c_str());
}

}  // namespace

Files RuleTestFiles(const GeneratorSettings& settings) {
  Files files;
  const std::vector<RuleGroup> groups = RuleGroups(settings);
  const std::vector<Scenario> scenarios = AllScenarios(settings);
  std::set<std::chrono::minutes> steps;
  for (const Scenario& scenario : scenarios) steps.insert(scenario.step());
  for (const RuleGroup& group : groups)
    for (const std::chrono::minutes step : steps) {
      const std::string text = TestFile(settings, groups, group, scenarios, step);
      const std::string suffix =
          step == std::chrono::minutes(1) ? "" : fmt::format("-every-{}m", step.count());
      if (!text.empty()) files["rules/tests/" + group.name + suffix + ".test.yaml"] = text;
    }
  return files;
}

}  // namespace lastgood
