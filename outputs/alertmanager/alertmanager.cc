#include "outputs/alertmanager/alertmanager.h"

#include <fmt/format.h>

#include <sstream>

#include "outputs/alertmanager/inhibit.h"
#include "outputs/alertmanager/messages.h"
#include "outputs/alertmanager/plan.h"
#include "outputs/alertmanager/receivers.h"
#include "outputs/alertmanager/routes.h"
#include "rules/object_head.h"

namespace lastgood {
namespace {

using namespace alertmanager;

// [severity="critical"], or [{name: severity, matchType: "=", value: critical}]
void EmitMatchers(const Dialect& dialect, const std::string& key, const std::vector<Matcher>& matchers) {
  yaml::Begin(dialect.out, key, YAML::BeginSeq);
  for (const Matcher& matcher : matchers) {
    if (!dialect.kubernetes) {
      dialect.out << fmt::format("{}{}\"{}\"", matcher.label, matcher.op, matcher.value);
      continue;
    }
    dialect.out << YAML::Flow << YAML::BeginMap;
    yaml::Pair(dialect.out, "name", matcher.label);
    dialect.out << YAML::Key << "matchType" << YAML::Value << YAML::DoubleQuoted << matcher.op;
    yaml::Pair(dialect.out, "value", matcher.value);
    dialect.out << YAML::EndMap;
  }
  dialect.out << YAML::EndSeq;
}

void EmitRoute(const Dialect& dialect, const Route& route) {
  if (!route.remark.empty()) yaml::Remark(dialect.out, route.remark);
  dialect.out << YAML::BeginMap;
  if (!route.matchers.empty()) EmitMatchers(dialect, "matchers", route.matchers);
  dialect.Field("receiver", route.receiver);
  if (route.goes_on) dialect.Bare("continue", "true");
  if (!route.group_by.empty()) yaml::List(dialect.out, dialect.Key("group_by"), route.group_by);
  const auto time = [&](const char* key, const std::optional<Duration>& value) {
    if (value) dialect.Field(key, PrometheusDuration(*value));
  };
  time("group_wait", route.group_wait);
  time("group_interval", route.group_interval);
  time("repeat_interval", route.repeat_interval);
  if (!route.routes.empty()) {
    yaml::Begin(dialect.out, "routes", YAML::BeginSeq);
    for (const Route& child : route.routes) EmitRoute(dialect, child);
    dialect.out << YAML::EndSeq;
  }
  dialect.out << YAML::EndMap;
}

void EmitInhibitRules(const Dialect& dialect, const std::vector<InhibitRule>& rules) {
  yaml::Begin(dialect.out, dialect.Key("inhibit_rules"), YAML::BeginSeq);
  std::string said;
  for (const InhibitRule& rule : rules) {
    if (rule.remark != said) yaml::Remark(dialect.out, said = rule.remark);
    dialect.out << YAML::BeginMap;
    EmitMatchers(dialect, dialect.kubernetes ? "sourceMatch" : "source_matchers", rule.source);
    EmitMatchers(dialect, dialect.kubernetes ? "targetMatch" : "target_matchers", rule.target);
    if (!rule.equal.empty()) yaml::List(dialect.out, "equal", rule.equal);
    dialect.out << YAML::EndMap;
  }
  dialect.out << YAML::EndSeq;
}

const char* HowToFillIn(const ReceiverPlan& plan) {
  return plan.examples
             ? "\nAlerts reach nobody yet: set generate.receivers in lastgood.yaml, put the secrets into "
               "the files named\nthere, and generate again. One of each kind stands at the end, as a comment."
             : "";
}

// What nobody wrote pages nobody: receivers without a way to reach anybody, and examples as a comment.
std::string WithExamples(std::string text, const GeneratorSettings& settings, const ReceiverPlan& plan) {
  if (!plan.examples) return text;
  YAML::Emitter out;
  out << YAML::BeginMap;
  EmitReceivers(Dialect(out, false), settings, plan, TemplateCalls());
  out << YAML::EndMap;
  std::istringstream lines(out.c_str());
  for (std::string line; std::getline(lines, line);) text += "# " + line + '\n';
  return text;
}

ReceiverPlan InForce(const ReceiverPlan& plan) { return plan.examples ? ReceiverPlan{{}, true} : plan; }

std::string Config(const GeneratorSettings& settings, const ReceiverPlan& plan) {
  YAML::Emitter out;
  const Dialect dialect(out, false);
  out << YAML::BeginMap;
  yaml::List(out, "templates", {"templates/*.tmpl"});
  out << YAML::Key << "route" << YAML::Value;
  EmitRoute(dialect, RootRoute(settings, plan.receivers));
  EmitInhibitRules(dialect, InhibitRules(settings));
  EmitReceivers(dialect, settings, InForce(plan), TemplateCalls());
  out << YAML::EndMap;
  return WithExamples(
      yaml::WithHead(std::string("A whole config for Alertmanager 0.25 and later.") + HowToFillIn(plan), out),
      settings, plan);
}

// The root of our tree, for a place among the routes of another.
Route OwnRoute(const GeneratorSettings& settings, const Receivers& receivers) {
  Route route = RootRoute(settings, receivers);
  route.matchers = {OurAlerts(settings)};
  return route;
}

std::string Fragment(const GeneratorSettings& settings, const ReceiverPlan& plan) {
  YAML::Emitter out;
  const Dialect dialect(out, false);
  out << YAML::BeginMap;
  yaml::List(out, "templates", {"templates/*.tmpl"});
  yaml::Begin(out, "route", YAML::BeginMap);
  yaml::Begin(out, "routes", YAML::BeginSeq);
  EmitRoute(dialect, OwnRoute(settings, plan.receivers));
  out << YAML::EndSeq << YAML::EndMap;
  EmitInhibitRules(dialect, InhibitRules(settings));
  EmitReceivers(dialect, settings, InForce(plan), TemplateCalls());
  out << YAML::EndMap;
  return WithExamples(
      yaml::WithHead(std::string("Parts to merge into an existing Alertmanager config: append each list to "
                                 "the list of the same name.\nThe route goes before any other that takes "
                                 "Watchdog or a severity.") +
                         HowToFillIn(plan),
                     out),
      settings, plan);
}

// The operator adds matchers of its own, and only its administrator can turn them off.
std::string AboutObject(const GeneratorSettings& settings, const ReceiverPlan& plan) {
  std::string about =
      "For Prometheus Operator. By default (OnNamespace) it adds namespace=\"" +
      settings.kubernetes_namespace +
      "\" to this route and to\nthese inhibit rules, so that alerts of other namespaces and the heartbeat "
      "never match. The Alertmanager\nobject needs:\n"
      "  alertmanagerConfigMatcherStrategy: {type: None}\n"
      "The operator lets every alert go on to the routes after this one, and the templates are written out\n"
      "since an object cannot bring template files.\n"
      "The receivers read their secrets from this Secret, in the same namespace:\n"
      "  kubectl create secret generic " +
      std::string(kSecretName) + " -n " + settings.kubernetes_namespace;
  for (const std::string& file : SecretFiles(settings, plan.receivers))
    about += " \\\n    --from-file=" + file;
  return about;
}

}  // namespace

Files AlertmanagerFiles(const GeneratorSettings& settings) {
  const ReceiverPlan plan = PlanReceivers(settings);
  return {{"alertmanager/alertmanager.yaml", Config(settings, plan)},
          {"alertmanager/route-lastgood.yaml", Fragment(settings, plan)},
          {"alertmanager/templates/lastgood.tmpl", TemplateFile(settings)}};
}

Files AlertmanagerConfigFiles(const GeneratorSettings& settings) {
  if (settings.receivers.empty()) return {};
  const ReceiverPlan plan = PlanReceivers(settings);
  YAML::Emitter out;
  const Dialect dialect(out, true);
  out << YAML::BeginMap;
  yaml::Head(
      out, settings,
      {"monitoring.coreos.com/v1alpha1", "AlertmanagerConfig", "lastgood", yaml::ReleaseLabel(settings)});
  yaml::Begin(out, "spec", YAML::BeginMap);
  out << YAML::Key << "route" << YAML::Value;
  EmitRoute(dialect, OwnRoute(settings, plan.receivers));
  EmitInhibitRules(dialect, InhibitRules(settings));
  EmitReceivers(dialect, settings, plan, InlineMessages(settings));
  out << YAML::EndMap << YAML::EndMap;
  return {{"kubernetes/alertmanager-config/alertmanagerconfig-lastgood.yaml",
           yaml::WithHead(AboutObject(settings, plan), out)}};
}

}  // namespace lastgood
