// What the dashboards are made of: builders of panels, and the dashboards, one function and file each. Pure.
#pragma once

#include "dashboards/dashboard.h"
#include "promql/promql.h"

namespace lastgood {

// In place of a fixed range; Grafana chooses it by the step.
inline constexpr const char* kRateInterval = "$__rate_interval";

template <promql::Operand T>
Query Last(const T& expr, std::string legend = "") {
  return {expr.node, std::move(legend)};
}
// How long until then, and for how long it has passed.
template <Labels kLabels>
Query DueIn(const promql::Vector<kLabels>& until) {
  return Last(until > promql::Num(0));
}
template <Labels kLabels>
Query LateBy(const promql::Vector<kLabels>& until) {
  return Last(promql::Num(-1) * (until < promql::Num(0)));
}
template <promql::Operand T>
Query Colored(const T& expr, std::string legend, std::string color) {
  return {expr.node, std::move(legend), false, std::move(color)};
}
template <promql::Operand T>
Query History(const T& expr, std::string legend) {
  return {expr.node, std::move(legend), true};
}

// Of series that keep their namespace label whatever ours is called.
Query OfRawSystems(Query query);

struct Size {
  int width, height;
};

// A panel of which the rest is filled in by the caller.
Panel MakePanel(PanelType type, Size size, std::string title, std::string description, std::string unit,
                std::string no_value, std::vector<Query> queries);
// One number, colored from `bad` on.
Panel Tile(Size size, std::string title, std::string description, Query query, std::string bad,
           std::vector<AlertName> alerts = {});
// Lines over the dashboard's time.
Panel Lines(Size size, std::string title, std::string description, std::string unit, std::string no_value,
            Query query);
// A heading over the panels below it.
Panel Heading(std::string title);

// Green, and another color from 1 on.
std::vector<Threshold> NoneIsGood(std::string bad);
std::vector<Threshold> Plain();

// Each as high up and as far left as it fits below what was placed before it.
void LayOut(std::vector<Panel>& panels);

// What a series of an object is called: "cnpg shop orders".
std::string ObjectLegend(const GeneratorSettings& settings);
std::string LabelField(const GeneratorSettings& settings, Label label);
// system, namespace, kind and name.
std::vector<Column> ObjectColumns(const GeneratorSettings& settings);
// system and namespace of objects.
std::vector<Variable> ObjectVariables();

// Only what is of one system; the choice of systems goes.
void KeepToSystem(Dashboard& dashboard, const std::string& system);

// The alerts of these groups, by name and each once.
std::vector<AlertName> AlertNames(const std::vector<RuleGroup>& groups);

}  // namespace lastgood
