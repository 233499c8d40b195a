#include "dashboards/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "catalog/catalog.h"
#include "rules/groups/rewrite.h"

namespace lastgood {
namespace {

// Of a legend; not needed where all is of one system.
constexpr std::string_view kSystemPhrase = "{{system}} ";

}  // namespace

Query OfRawSystems(Query query) {
  query.of_others = true;
  return query;
}

Panel MakePanel(PanelType type, Size size, std::string title, std::string description, std::string unit,
                std::string no_value, std::vector<Query> queries) {
  Panel panel{type,
              std::move(title),
              std::move(description),
              std::move(unit),
              std::move(no_value),
              std::move(queries)};
  panel.grid = {0, 0, size.width, size.height};
  panel.thresholds = Plain();
  return panel;
}

Panel Tile(Size size, std::string title, std::string description, Query query, std::string bad,
           std::vector<AlertName> alerts) {
  Panel panel = MakePanel(PanelType::kStat, size, std::move(title), std::move(description), unit::kCount,
                          "no data", {std::move(query)});
  panel.thresholds = NoneIsGood(std::move(bad));
  panel.alerts = std::move(alerts);
  panel.big = true;
  return panel;
}

Panel Lines(Size size, std::string title, std::string description, std::string unit, std::string no_value,
            Query query) {
  Panel panel = MakePanel(PanelType::kTimeSeries, size, std::move(title), std::move(description),
                          std::move(unit), std::move(no_value), {std::move(query)});
  panel.min = 0;
  return panel;
}

Panel Heading(std::string title) {
  Panel panel{PanelType::kRow, std::move(title)};
  panel.grid = {0, 0, 24, 1};
  return panel;
}

std::vector<Threshold> NoneIsGood(std::string bad) {
  return {{std::nullopt, color::kGood}, {1, std::move(bad)}};
}
std::vector<Threshold> Plain() { return {{std::nullopt, color::kNeutral}}; }

void LayOut(std::vector<Panel>& panels) {
  std::array<int, 24> heights{};
  for (Panel& panel : panels) {
    Grid best{0, 1 << 20, panel.grid.width, panel.grid.height};
    for (int x = 0; x + best.width <= 24; ++x) {
      const int y = *std::max_element(heights.begin() + x, heights.begin() + x + best.width);
      if (y < best.y) best.x = x, best.y = y;
    }
    std::fill_n(heights.begin() + best.x, best.width, best.y + best.height);
    panel.grid = best;
  }
}

std::string LabelField(const GeneratorSettings& settings, Label label) { return settings.names.Of(label); }

std::string ObjectLegend(const GeneratorSettings& settings) {
  return fmt::format("{}{{{{{}}}}} {{{{name}}}}", kSystemPhrase, LabelField(settings, Label::kNamespace));
}

std::vector<Column> ObjectColumns(const GeneratorSettings& settings) {
  return {{LabelField(settings, Label::kSystem), "System", unit::kText, 90},
          {LabelField(settings, Label::kNamespace), "Namespace", unit::kText, 140},
          {LabelField(settings, Label::kKind), "Kind", unit::kText, 170},
          {LabelField(settings, Label::kName), "Name"}};
}

std::vector<Variable> ObjectVariables() {
  using namespace promql;
  const auto objects = Of(catalog::kObjectInfo);
  const auto of_system = Where<Label::kSystem>(objects, "=~", "$system");
  return {{"system", "System", Label::kSystem, objects.node},
          {"namespace", "Namespace", Label::kNamespace, of_system.node}};
}

void KeepToSystem(Dashboard& dashboard, const std::string& system) {
  using namespace promql;
  const auto keep = [&](Selector selector) {
    std::erase_if(selector.matchers, [](const Matcher& matcher) { return matcher.label == Label::kSystem; });
    if (selector.labels.Contains({Label::kSystem}))
      selector.matchers.push_back({Label::kSystem, "=", system});
    return MakeNode(std::move(selector));
  };
  for (Panel& panel : dashboard.panels)
    for (Query& query : panel.queries) {
      if (query.expr) query.expr = EachSelector(query.expr, keep);
      if (query.legend.starts_with(kSystemPhrase)) query.legend.erase(0, kSystemPhrase.size());
    }
  std::erase_if(dashboard.variables, [](const Variable& each) { return each.values == Label::kSystem; });
  for (Variable& variable : dashboard.variables) variable.series = EachSelector(variable.series, keep);
}

std::vector<AlertName> AlertNames(const std::vector<RuleGroup>& groups) {
  std::vector<AlertName> names;
  for (const RuleGroup& group : groups)
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule);
          alert != nullptr && std::find(names.begin(), names.end(), alert->name) == names.end())
        names.push_back(alert->name);
  return names;
}

}  // namespace lastgood
