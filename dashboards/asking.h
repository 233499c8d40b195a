// How a panel's query is put to Prometheus: with the dashboard's variables, and with the user's names. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

promql::Names NamesOf(const Query& query, const GeneratorSettings& settings);

// Every selector that has a variable's label asks for what is chosen there.
promql::NodePtr Narrowed(const promql::NodePtr& expr, const std::vector<Variable>& variables);

// A fixed range instead of the one that Grafana chooses.
promql::NodePtr WithRange(const promql::NodePtr& expr, const std::string& range);

// The values that a variable offers: label_values(series, label).
std::string ValuesQuery(const Variable& variable, const GeneratorSettings& settings);

// When which of the dashboard's alerts fire.
std::string AlertsQuery(const Dashboard& dashboard, const GeneratorSettings& settings);

}  // namespace lastgood
