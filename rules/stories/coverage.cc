// Stories about coverage and components.
#include "rules/stories/coverage.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/groups.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

using namespace catalog;

constexpr const char* kNow = "0+60x200";
const LabelValues kWorkloads = {{Label::kCollector, systems::kWorkloads},
                                {Label::kSource, systems::kKubernetes}};
const LabelValues kFrozen = {{Label::kCollector, systems::kWorkloads},
                             {Label::kSource, systems::kKubernetes},
                             {Label::kInstance, "b"}};
const LabelValues kReplica = {{Label::kInstance, "b"}};
const LabelValues kVelero = {{Label::kBy, systems::kVelero}}, kK8up = {{Label::kBy, systems::kK8up}};
const LabelValues kVeleroOfReplica = {{Label::kBy, systems::kVelero}, {Label::kInstance, "b"}};

Scenario Claim(AlertName alert, const char* title, const std::string& n,
               const std::string& kind = std::string(kinds::kClaim)) {
  Scenario scenario(alert, title, {{Label::kNamespace, n}, {Label::kKind, kind}, {Label::kName, "data"}});
  scenario.Given(kCollectorLastSuccess, kNow, kWorkloads);
  return scenario;
}

std::vector<Scenario> Covered(const std::string& n) {
  return {
      Claim(alerts::kNotCovered, "fires when no mechanism covers a claim, until one does", n)
          .Given(kCovered, "1x10 0x100 1x90", kVelero)
          .Given(kCovered, "0x200", kK8up)
          .Fires(Severity::kWarning, 11, 112),
      Claim(alerts::kNotCovered, "silent while one of several covers it", n)
          .Given(kCovered, "0x120", kVelero)
          .Given(kCovered, "1x120", kK8up)
          .Silent(120),
      Claim(alerts::kNotCovered, "silent for the stateful set: its claims tell", n, kinds::kStatefulSet)
          .Given(kCovered, "0x120", kVelero)
          .Silent(120),
      Claim(alerts::kNotCovered, "silent when only a frozen replica thinks so", n)
          .Given(kCovered, "1x120", kVelero)
          .Given(kCollectorLastSuccess, "60x120", kFrozen)
          .Given(kCovered, "0x120", kVeleroOfReplica)
          .Silent(120),
      Claim(alerts::kNotCovered, "a frozen replica that remembers better days hides nothing", n)
          .Given(kCovered, "0x100 1x90", kVelero)
          .Given(kCollectorLastSuccess, "60x200", kFrozen)
          .Given(kCovered, "1x200", kVeleroOfReplica)
          .Fires(Severity::kWarning, 2, 101),
  };
}

std::vector<Scenario> Copies(const std::string& n) {
  return {
      Claim(alerts::kTooFewCopies, "fires with fewer copies than are wanted, until there are enough", n)
          .Given(kCopies, "2x10 1x100 2x90")
          .Given(kCopiesObjective, "2x200")
          .Fires(Severity::kWarning, 11, 112),
      Claim(alerts::kTooFewCopies, "fires when every copy is beside the data", n)
          .Given(kCopies, "2x200")
          .Given(kCopiesObjective, "2x200")
          .Given(kCopiesApart, "1x10 0x100 1x90")
          .Given(kCopiesApartObjective, "1x200")
          .Fires(Severity::kWarning, 11, 112),
      Claim(alerts::kTooFewCopies, "silent where nobody said how many there must be", n)
          .Given(kCopies, "1x120")
          .Given(kCopiesApart, "0x120")
          .Silent(120),
  };
}

// A volume that its own system does not back up.
Scenario Volume(const char* title, const std::string& n, const std::string& reason) {
  Scenario scenario(alerts::kUnprotected, title,
                    {{Label::kSystem, systems::kLonghorn},
                     {Label::kNamespace, n},
                     {Label::kKind, std::string(kinds::kClaim)},
                     {Label::kName, "data"},
                     {Label::kReason, reason}});
  scenario.Given(kObjectObserved, kNow).Given(kObjectProtected, "0x200");
  return scenario;
}

std::vector<Scenario> LeftToOthers(const std::string& n) {
  return {
      Volume("silent for a claim without a policy that another system covers", n, "no_policy")
          .Given(kCovered, "1x120", kVelero)
          .Silent(120),
      Volume("fires when that system covers it no longer", n, "no_policy")
          .Given(kCovered, "1x10 0x190", kVelero)
          .Fires(Severity::kCritical, 11),
      Volume("fires for a label that names nothing, whoever else covers the claim", n, "dead_label")
          .Given(kCovered, "1x200", kVelero)
          .Fires(Severity::kCritical, 0),
  };
}

Scenario Component(AlertName alert, const char* title) {
  return Scenario(alert, title, {{Label::kComponent, "shop"}});
}

std::vector<Scenario> Components() {
  const LabelValues missing = {{Label::kReason, "missing"}}, scheduled = {{Label::kReason, "scheduled"}};
  return {
      Component(alerts::kComponentUnprotected, "fires when what it needs is missing, until it is there")
          .Given(kComponentProtected, "_x10 0x100 stale", missing)
          .Given(kComponentProtected, "1x10 stale _x100 1x90", scheduled)
          .Fires(Severity::kCritical, 11, 111),
      Component(alerts::kComponentUnprotected, "silent when only one of two replicas misses it")
          .Given(kComponentProtected, "1x120", scheduled)
          .Given(kComponentProtected, "0x120", {{Label::kReason, "missing"}, {Label::kInstance, "b"}})
          .Silent(120),
      Component(alerts::kComponentUnprotected, "silent for what is ephemeral by design")
          .Given(kComponentProtected, "1x120", {{Label::kReason, "ephemeral"}})
          .Silent(120),
      Component(alerts::kComponentStale,
                "fires when the recovery point is older than allowed, until there is a newer")
          .Given(kComponentObserved, kNow)
          .Given(kComponentObjective, "600x200")
          .Given(kComponentRecoveryPoint, "0x40 2400+60x90")
          .Fires(Severity::kWarning, 11, 41),
      Component(alerts::kComponentStale, "silent when its source died before: nothing is known")
          .Given(kComponentObserved, "0+60x8 480x90")
          .Given(kComponentObjective, "600x90")
          .Given(kComponentRecoveryPoint, "0x90")
          .Silent(90),
      Component(alerts::kComponentStale, "silent when only a frozen replica thinks so")
          .Given(kComponentObserved, kNow)
          .Given(kComponentObjective, "600x200")
          .Given(kComponentRecoveryPoint, "0+60x200")
          .Given(kComponentObserved, "0x90", kReplica)
          .Given(kComponentObjective, "600x200", kReplica)
          .Given(kComponentRecoveryPoint, "0x200", kReplica)
          .Silent(90),
  };
}

}  // namespace

std::vector<Scenario> CoverageScenarios(const GeneratorSettings& settings) {
  const std::string n = StoryNamespace(settings);
  std::vector<Scenario> all = Covered(n);
  if (settings.Has(systems::kWorkloads))
    for (Scenario& scenario : LeftToOthers(n)) all.push_back(std::move(scenario));
  for (Scenario& scenario : Copies(n)) all.push_back(std::move(scenario));
  for (Scenario& scenario : Components()) all.push_back(std::move(scenario));
  return all;
}

}  // namespace lastgood
