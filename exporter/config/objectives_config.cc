#include "exporter/config/objectives_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/suggest.h"
#include "base/time.h"
#include "model/names.h"

namespace lastgood {
namespace {

std::optional<int> CountAt(ConfigReader& reader, std::string_view key, std::int64_t most) {
  const std::optional<std::int64_t> count = reader.Int(key, 0, most);
  return count ? std::optional(static_cast<int>(*count)) : std::nullopt;
}

Objective ReadObjective(ConfigReader& reader) {
  Objective objective;
  objective.max_age = reader.Length("max_age");
  objective.max_duration = reader.Length("max_duration");
  objective.restore_test_max_age = reader.Length("restore_test_max_age");
  objective.grace = reader.Length("grace");
  objective.restore_grace = reader.Length("restore_grace");
  objective.copies = CountAt(reader, "copies", 100);
  objective.copies_apart = CountAt(reader, "copies_apart", 100);
  objective.tolerate_missed = CountAt(reader, "tolerate_missed", 1000);
  return objective;
}

constexpr std::array<std::string_view, 8> kFields = {"max_age",      "max_duration",   "restore_test_max_age",
                                                     "grace",        "restore_grace",  "copies",
                                                     "copies_apart", "tolerate_missed"};

// Of objects, drills, copies and workloads.
constexpr std::array<std::string_view, 13> kSystems = {
    systems::kCnpg,        systems::kLonghorn, systems::kVelero,    systems::kVolsync,    systems::kK8up,
    systems::kRestic,      systems::kKopia,    systems::kDumps,     systems::kOpensearch, systems::kHost,
    systems::kRestoreTest, systems::kCopy,     systems::kKubernetes};

void RequireSystem(ConfigReader& reader, const std::string& system) {
  const std::vector<std::string> known(kSystems.begin(), kSystems.end());
  if (system.empty() || system.find_first_of("*?[") != system.npos ||
      std::ranges::find(known, system) != known.end())
    return;
  const std::optional<std::string> suggestion = Suggest(system, known);
  if (suggestion)
    return reader.Complain(
        "system", fmt::format("\"{}\" is no system, did you mean \"{}\"?", Cut(system), *suggestion));
  reader.Complain(
      "system", fmt::format("\"{}\" is no system; expected one of {}", Cut(system), fmt::join(known, ", ")));
}

void ReadObjectiveSection(ConfigReader& config, Objectives& objectives) {
  std::optional<ConfigReader> section = config.Map("objectives");
  if (!section) return;
  if (std::optional<ConfigReader> fallback = section->Map("default"))
    objectives.fallback = ReadObjective(*fallback);
  for (ConfigReader& entry : section->List("match")) {
    ObjectiveMatch match{
        entry.String("system"), entry.String("namespace"), entry.String("kind"), entry.String("name"), {}};
    match.objective = ReadObjective(entry);
    if (!match.system && !match.namespace_ && !match.kind && !match.name)
      entry.Complain(
          "", "a match needs at least one of system, namespace, kind, name; use default for everything");
    const bool sets = std::ranges::any_of(kFields, [&](std::string_view field) { return entry.Has(field); });
    if (!sets)
      entry.Complain("", fmt::format("this match sets nothing; it may set {}", fmt::join(kFields, ", ")));
    RequireSystem(entry, match.system.value_or(""));
    objectives.match.push_back(std::move(match));
  }
}

KeyPattern ReadPattern(ConfigReader& reader) {
  KeyPattern pattern{reader.String("system").value_or(""), reader.String("namespace").value_or(""),
                     reader.String("kind").value_or(""), reader.String("name").value_or("")};
  if (pattern.system.empty() && pattern.namespace_.empty() && pattern.kind.empty() && pattern.name.empty())
    reader.Complain("", "expected at least one of system, namespace, kind, name");
  RequireSystem(reader, pattern.system);
  return pattern;
}

// One mapping, or a list of them.
std::vector<KeyPattern> ReadPatterns(ConfigReader& component, std::string_view key) {
  std::vector<KeyPattern> patterns;
  if (!component.Has(key)) return patterns;
  if (component.IsList(key)) {
    for (ConfigReader& entry : component.List(key)) patterns.push_back(ReadPattern(entry));
  } else if (std::optional<ConfigReader> one = component.Map(key)) {
    patterns.push_back(ReadPattern(*one));
  }
  return patterns;
}

Component ReadComponent(ConfigReader& reader) {
  Component component{.name = reader.String("name").value_or(""),
                      .needs = ReadPatterns(reader, "needs"),
                      .holds = ReadPatterns(reader, "holds"),
                      .ephemeral = reader.Bool("ephemeral").value_or(false),
                      .ignore = reader.String("ignore"),
                      .max_age = reader.Length("max_age")};
  if (component.name.empty()) reader.Complain("", "a component needs a name");
  const int ways = !component.needs.empty() + component.ephemeral + component.ignore.has_value();
  if (ways != 1)
    reader.Complain(
        "",
        "expected exactly one of needs (what backs it up), ephemeral: true, and ignore (why it is "
        "not backed up)");
  return component;
}

}  // namespace

Objectives ReadObjectives(ConfigReader& config) {
  Objectives objectives;
  ReadObjectiveSection(config, objectives);
  std::set<std::string> names;
  for (ConfigReader& entry : config.List("components")) {
    objectives.components.push_back(ReadComponent(entry));
    if (!names.insert(objectives.components.back().name).second)
      entry.Complain("name", "is the name of another component too; names must differ");
  }
  return objectives;
}

}  // namespace lastgood
