// Tables that several dashboards show. Pure.
#pragma once

#include "dashboards/parts.h"
#include "rules/groups/groups.h"

namespace lastgood {

// One row a namespace: how many of its objects are at risk, and why.
Panel NamespaceTable(const GeneratorSettings& settings);
// One row an object, the worst first.
Panel ObjectTable(const GeneratorSettings& settings);

// The queries of a table are named in their order: Value #A, Value #B.
std::string ValueField(int query);
// How the recovery point of each object is known.
promql::Vector<promql::kByObject | Labels{Label::kEvidence}> RecoveryEvidence();
// A label that is called the same everywhere.
Column TextColumn(Label label, std::string title, int width = 0);
// A column of words for StateOf.
Column StateColumn(int query);
Column AgeColumn(int query, std::string title);
// For two queries in a row, DueIn and LateBy: one of them has a value.
std::vector<Column> DueColumns(int query, std::string title);
Column SizeColumn(int query, std::string title);
// 1 is written as `good`, 0 as `bad`.
Column YesNoColumn(int query, std::string title, std::string good, std::string bad);
Panel MakeTable(Size size, std::string title, std::string description, std::string no_value,
                std::vector<Query> queries, std::vector<Column> columns, std::string sort_by);
std::vector<Column> Joined(std::vector<Column> first, std::vector<Column> second);

}  // namespace lastgood
