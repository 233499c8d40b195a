// What the service is made of, and what covers the data that was found.
#include "dashboards/coverage.h"

#include "dashboards/tables.h"
#include "rules/groups/conditions.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

constexpr Labels kByComponent{Label::kCluster, Label::kComponent};

// 0 and 1 as the metric has them; 2 for what is not backed up, on purpose.
Vector<kByComponent> StateOfComponents() {
  const auto on_purpose = Where<Label::kReason>(Of(kComponentProtected), "=~", DeliberateReasons());
  return Or(Op("+", Num(2), Num(0) * By<kByComponent>("max", on_purpose)),
            By<kByComponent>("max", Of(kComponentProtected)));
}

// Protected is what a policy covers; whether its backups are late or fail is the objects' own state.
Column ComponentStateColumn() {
  return {ValueField(0),
          "State",
          unit::kNone,
          130,
          {},
          {{0, "NOT PROTECTED", color::kCritical},
           {1, "PROTECTED", color::kText},
           {2, "ON PURPOSE", color::kQuiet}}};
}

}  // namespace

Panel ComponentTable() {
  std::vector<Query> queries = {Last(StateOfComponents()),
                                Last(Now() - By<kByComponent>("max", Of(kComponentRecoveryPoint))),
                                Last(By<kByComponent>("max", Of(kComponentObjective))),
                                Last(By<kByComponent>("max", Of(kComponentRestoreDuration)))};
  std::vector<Column> columns = {ComponentStateColumn(), TextColumn(Label::kComponent, "Component"),
                                 AgeColumn(1, "Recovery point, ago"), AgeColumn(2, "Allowed"),
                                 AgeColumn(3, "Restore took")};
  Panel panel = MakeTable(
      {24, 8}, "Components of the service",
      "What lastgood.yaml declares under `components`: whether what each of them needs is backed up at all "
      "(the "
      "objects above say whether that is late or fails), "
      "up to when the whole of it could be restored, how old that may be, and how long a restore took.",
      "none are declared", std::move(queries), std::move(columns), "State");
  panel.smallest_first = true;
  return panel;
}

Panel CoverageTable(const GeneratorSettings& settings) {
  constexpr Labels kByLayer = kByWorkload | Labels{Label::kBy};
  std::vector<Query> queries = {Last(By<kByWorkload>("sum", By<kByLayer>("max", Of(kCovered)))),
                                Last(By<kByWorkload>("max", Of(kCopies))),
                                Last(By<kByWorkload>("max", Of(kCopiesApart)))};
  const auto count = [](int query, std::string title, bool none_is_bad) {
    Column column{ValueField(query), std::move(title), unit::kCount, 110, {{std::nullopt, color::kText}}};
    if (none_is_bad) column.thresholds = {{std::nullopt, color::kCritical}, {1, color::kText}};
    return column;
  };
  Column kind{std::string(ToString(Label::kKind)), "Kind", unit::kText, 180};
  std::vector<Column> columns = {count(0, "Covered by", true),
                                 {LabelField(settings, Label::kNamespace), "Namespace"},
                                 kind,
                                 TextColumn(Label::kName, "Name"),
                                 count(1, "Copies", true),
                                 count(2, "Apart", false)};
  Panel panel = MakeTable(
      {24, 8}, "Coverage of data",
      "Claims, stateful sets and clusters, those that the fewest mechanisms cover first: how many cover "
      "each, how many copies there are, and how many of these are not beside the data.",
      "nothing that holds data is known", std::move(queries), std::move(columns), "Covered by");
  panel.smallest_first = true;
  return panel;
}

}  // namespace lastgood
