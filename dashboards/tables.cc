#include "dashboards/tables.h"

#include "dashboards/judgement.h"
#include "model/alerts.h"
#include "model/dashboard_names.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

constexpr Labels kByNamespace{Label::kCluster, Label::kNamespace};

Column CountColumn(int query, std::string title, std::string bad) {
  return {ValueField(query),
          std::move(title),
          unit::kCount,
          130,
          {{std::nullopt, color::kText}, {1, std::move(bad)}}};
}

// The dashboard `uid` for one value of a variable.
std::string LinkTo(std::string_view uid, const std::string& variables) {
  return "/d/" + std::string(uid) + "?${datasource:queryparam}&${__url_time_range}" + variables;
}

}  // namespace

Vector<kByObject | Labels{Label::kEvidence}> RecoveryEvidence() {
  return By < kByObject | Labels{Label::kEvidence} > ("max", Of(kRecoveryEvidence));
}

std::string ValueField(int query) { return std::string("Value #") + static_cast<char>('A' + query); }

Column TextColumn(Label label, std::string title, int width) {
  return {std::string(ToString(label)), std::move(title), unit::kText, width};
}
Column StateColumn(int query) {
  return {ValueField(query), "State", unit::kNone, 160, {}, StateWords(), true};
}
Column AgeColumn(int query, std::string title) {
  Column column{ValueField(query), std::move(title), unit::kSeconds, 170, {{std::nullopt, color::kText}}};
  column.none = "none";
  return column;
}
std::vector<Column> DueColumns(int query, std::string title) {
  Column due{ValueField(query), std::move(title), unit::kSeconds, 110, {{std::nullopt, color::kText}}};
  Column late{ValueField(query + 1), "Late by", unit::kSeconds, 100, {{std::nullopt, color::kCritical}}};
  due.none = late.none = "";
  return {due, late};
}
Column SizeColumn(int query, std::string title) {
  return {ValueField(query), std::move(title), unit::kBytes, 110, {{std::nullopt, color::kText}}};
}
Column YesNoColumn(int query, std::string title, std::string good, std::string bad) {
  return {ValueField(query),
          std::move(title),
          unit::kNone,
          130,
          {},
          {{1, std::move(good), color::kGood}, {0, std::move(bad), color::kCritical}}};
}

Panel MakeTable(Size size, std::string title, std::string description, std::string no_value,
                std::vector<Query> queries, std::vector<Column> columns, std::string sort_by) {
  Panel panel = MakePanel(PanelType::kTable, size, std::move(title), std::move(description), unit::kNone,
                          std::move(no_value), std::move(queries));
  panel.columns = std::move(columns);
  panel.sort_by = std::move(sort_by);
  return panel;
}

std::vector<Column> Joined(std::vector<Column> first, std::vector<Column> second) {
  for (Column& column : second) first.push_back(std::move(column));
  return first;
}

Panel NamespaceTable(const GeneratorSettings& settings) {
  const std::string field = LabelField(settings, Label::kNamespace);
  const auto oldest = By<kByNamespace>("max", Since(kRecoveryPoint));
  std::vector<Query> queries = {Last(By<kByNamespace>("count", ObjectStates())),
                                Last(CountOfLevel<kByNamespace>(kRiskLevels)),
                                Last(CountOfCondition<kByNamespace>("BackupStale|BackupNeverSucceeded")),
                                Last(CountOfCondition<kByNamespace>(alerts::kBackupFailed)),
                                Last(CountOfCondition<kByNamespace>(alerts::kUnprotected)),
                                Last(oldest)};
  Column name{field, "Namespace"};
  name.missing = "without a namespace";
  name.link =
      LinkTo(dashboard_names::kPosture, "&${system:queryparam}&var-namespace=${__value.raw:percentencode}");
  return MakeTable(
      {24, 8}, "By namespace",
      "The namespaces with the most objects at risk first. A click shows one alone. The oldest "
      "recovery point tells how much could be lost there.",
      "no objects are known", std::move(queries),
      {name, CountColumn(0, "Objects", color::kText), CountColumn(1, "At risk", color::kCritical),
       CountColumn(2, "Overdue", color::kCritical), CountColumn(3, "Failing", color::kCritical),
       CountColumn(4, "Unprotected", color::kCritical), AgeColumn(5, "Oldest recovery point")},
      "At risk");
}

Panel ObjectTable(const GeneratorSettings& settings) {
  constexpr Labels kWithReason = kByObject | Labels{Label::kReason};
  const auto reason = By<kWithReason>("max", And(Of(kObjectProtected), On<kObjectSeries>(Freshest())));
  std::vector<Query> queries = {Last(StateOf()),
                                Last(reason),
                                Last(Since(kBackupLastSuccess)),
                                DueIn(Until(kBackupDeadline)),
                                LateBy(Until(kBackupDeadline)),
                                Last(Since(kRecoveryPoint)),
                                Last(RecoveryEvidence()),
                                Last(Current(kBackupLastSuccessSize))};
  std::vector<Column> columns = {StateColumn(0)};
  columns = Joined(columns, ObjectColumns(settings));
  columns.back().link = LinkTo(dashboard_names::kStorage,
                               "&var-system=${__data.fields.System:percentencode}&var-namespace="
                               "${__data.fields.Namespace:percentencode}");
  columns =
      Joined(columns, {TextColumn(Label::kReason, "Protection", 110), AgeColumn(2, "Last good backup, ago")});
  columns = Joined(Joined(columns, DueColumns(3, "Next due, in")),
                   {AgeColumn(5, "Recovery point, ago"), TextColumn(Label::kEvidence, "Known by", 90),
                    SizeColumn(7, "Size")});
  return MakeTable(
      {24, 12}, "By object",
      "The worst first: why each object is at risk, when its last good backup finished, by when the next "
      "must exist, how old the newest moment is that can be restored and how that is known, and how large "
      "the "
      "newest good backup is.",
      "no objects are known", std::move(queries), std::move(columns), "State");
}

}  // namespace lastgood
