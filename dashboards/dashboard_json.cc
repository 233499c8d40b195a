#include "dashboards/dashboard_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "dashboards/asking.h"
#include "dashboards/dashboard_choices.h"
#include "dashboards/files.h"
#include "dashboards/options.h"
#include "rules/groups/rewrite.h"

namespace lastgood {
namespace {

using Json = nlohmann::ordered_json;

const Json& Prometheus() {
  static const Json kSource = {{"type", "prometheus"}, {"uid", "${datasource}"}};
  return kSource;
}
const Json& Loki() {
  static const Json kSource = {{"type", "loki"}, {"uid", "${loki_datasource}"}};
  return kSource;
}

std::string RefId(std::size_t index) { return std::string(1, static_cast<char>('A' + index)); }

Json Target(const Dashboard& dashboard, const Panel& panel, const Query& query,
            const GeneratorSettings& settings) {
  if (!query.logql.empty()) return {{"datasource", Loki()}, {"expr", query.logql}, {"queryType", "range"}};
  const promql::Names names = NamesOf(query, settings);
  Json json = {{"datasource", Prometheus()},
               {"editorMode", "code"},
               {"expr", promql::ToLines(*Narrowed(query.expr, dashboard.variables), names)},
               {"instant", !query.range},
               {"range", query.range},
               {"format", panel.type == PanelType::kTable ? "table" : "time_series"}};
  if (!query.legend.empty()) json["legendFormat"] = query.legend;
  return json;
}

Json Targets(const Dashboard& dashboard, const Panel& panel, const GeneratorSettings& settings) {
  Json targets = Json::array();
  for (const Query& query : panel.queries) {
    Json target = {{"refId", RefId(targets.size())}};
    target.update(Target(dashboard, panel, query, settings));
    targets.push_back(std::move(target));
  }
  return targets;
}

Json Thresholds(const std::vector<Threshold>& thresholds) {
  Json steps = Json::array();
  for (const Threshold& threshold : thresholds)
    steps.push_back({{"color", threshold.color}, {"value", threshold.from ? Json(*threshold.from) : Json()}});
  return {{"mode", "absolute"}, {"steps", std::move(steps)}};
}

Json Mappings(const std::vector<Mapping>& mappings) {
  Json options = Json::object();
  for (const Mapping& mapping : mappings)
    options[fmt::format("{}", mapping.value)] = {
        {"text", mapping.text}, {"color", mapping.color}, {"index", options.size()}};
  return Json::array({{{"type", "value"}, {"options", std::move(options)}}});
}

// Where a label is not there.
Json MissingText(const std::string& text) {
  Json mappings = Json::array();
  for (const char* match : {"empty", "null"})
    mappings.push_back(
        {{"type", "special"}, {"options", {{"match", match}, {"result", {{"text", text}, {"index", 0}}}}}});
  return mappings;
}

Json Property(const char* id, Json value) { return {{"id", id}, {"value", std::move(value)}}; }

bool IsValue(const Column& column) { return column.field.starts_with("Value #"); }

Json ColumnProperties(const Column& column) {
  Json properties = Json::array();
  if (column.width != 0) properties.push_back(Property("custom.width", column.width));
  properties.push_back(Property("noValue", IsValue(column) ? column.none : ""));  // else it is the panel's
  if (IsValue(column)) {
    properties.push_back(Property("unit", column.unit));
    properties.push_back(
        Property("custom.cellOptions", {{"type", column.filled ? "color-background" : "color-text"}}));
  }
  if (!column.thresholds.empty()) properties.push_back(Property("thresholds", Thresholds(column.thresholds)));
  if (!column.mappings.empty()) properties.push_back(Property("mappings", Mappings(column.mappings)));
  if (!column.missing.empty()) properties.push_back(Property("mappings", MissingText(column.missing)));
  if (!column.link.empty())
    properties.push_back(Property("links", Json::array({{{"title", "Look closer"}, {"url", column.link}}})));
  return properties;
}

// What differs by column, and by query where each has its own color.
Json Overrides(const Panel& panel) {
  Json overrides = Json::array();
  for (const Column& column : panel.columns)
    if (Json properties = ColumnProperties(column); !properties.empty())
      overrides.push_back({{"matcher", {{"id", "byName"}, {"options", column.title}}},
                           {"properties", std::move(properties)}});
  for (std::size_t i = 0; i < panel.queries.size(); ++i)
    if (const std::string& color = panel.queries[i].color; !color.empty())
      overrides.push_back(
          {{"matcher", {{"id", "byFrameRefID"}, {"options", RefId(i)}}},
           {"properties", Json::array({Property("color", {{"mode", "fixed"}, {"fixedColor", color}})})}});
  return overrides;
}

Json Custom(const Panel& panel) {
  Json custom = Json::parse(OptionsOf(panel.type).custom);
  if (panel.stacked) {
    custom["drawStyle"] = "bars";
    custom["fillOpacity"] = 70;
    custom["stacking"] = {{"mode", "normal"}, {"group", "A"}};
  }
  return custom;
}

// A timeline names its rows by this, and not by the legend.
std::string DisplayNameOf(const std::string& legend) {
  return std::regex_replace(legend, std::regex("\\{\\{([a-z_]+)\\}\\}"), "$${__field.labels.$1}");
}

Json FieldConfig(const Panel& panel) {
  const bool palette = panel.type == PanelType::kTimeSeries || panel.type == PanelType::kPieChart;
  Json defaults = {{"unit", panel.unit},
                   {"noValue", panel.no_value},
                   {"color", {{"mode", palette ? "palette-classic" : "thresholds"}}},
                   {"thresholds", Thresholds(panel.thresholds)}};
  if (panel.min) defaults["min"] = *panel.min;
  if (panel.max) defaults["max"] = *panel.max;
  if (panel.type == PanelType::kStateTimeline)
    defaults["displayName"] = DisplayNameOf(panel.queries.front().legend);
  if (!panel.mappings.empty()) defaults["mappings"] = Mappings(panel.mappings);
  if (Json custom = Custom(panel); !custom.empty()) defaults["custom"] = std::move(custom);
  return {{"defaults", std::move(defaults)}, {"overrides", Overrides(panel)}};
}

// The labels of the queries' answers that are no column.
Json HiddenLabels(const Panel& panel, const Json& shown, const promql::Names& names) {
  Json hidden = Json::object();
  for (const Query& query : panel.queries)
    promql::GroupingOf(*query.expr).ForEach([&](Label label) {
      if (!shown.contains(names.Of(label))) hidden[names.Of(label)] = true;
    });
  return hidden;
}

// The answers to all queries in one table, its columns chosen, named and ordered.
Json Transformations(const Panel& panel, const promql::Names& names) {
  Json renamed = Json::object(), index = Json::object();
  const auto show = [&](const std::string& field, const std::string& title) {
    renamed[field] = title;
    index[field] = index.size();
  };
  for (const Column& column : panel.columns) show(column.field, column.title);
  if (!names.cluster_label.empty()) show(names.cluster_label, "Kubernetes cluster");
  Json hidden = {{"Time", true}};
  hidden.update(HiddenLabels(panel, renamed, names));
  for (std::size_t i = 0; i < panel.queries.size(); ++i)
    if (const std::string value = "Value #" + RefId(i); !renamed.contains(value)) hidden[value] = true;
  Json steps = Json::array({{{"id", "merge"}, {"options", Json::object()}}});
  steps.push_back({{"id", "organize"},
                   {"options",
                    {{"excludeByName", std::move(hidden)},
                     {"indexByName", std::move(index)},
                     {"renameByName", std::move(renamed)}}}});
  if (!panel.sort_by.empty())
    steps.push_back(
        {{"id", "sortBy"},
         {"options",
          {{"sort", Json::array({{{"field", panel.sort_by}, {"desc", !panel.smallest_first}}})}}}});
  return steps;
}

Json Options(const Panel& panel) {
  Json options = Json::parse(OptionsOf(panel.type).options);
  if (panel.type == PanelType::kStat && panel.thresholds.size() < 2 && panel.mappings.empty())
    options["colorMode"] = "value";
  return options;
}

Json RunbookLinks(const Panel& panel, const GeneratorSettings& settings) {
  Json links = Json::array();
  if (settings.runbook_url.empty()) return links;
  for (const AlertName alert : panel.alerts)
    links.push_back({{"title", "What to do: " + std::string(alert)},
                     {"url", RunbookUrl(settings, alert)},
                     {"targetBlank", true}});
  return links;
}

Json PanelJson(const Dashboard& dashboard, const Panel& panel, const GeneratorSettings& settings) {
  const Grid& grid = panel.grid;
  Json json = {{"type", OptionsOf(panel.type).name},
               {"title", panel.title},
               {"gridPos", {{"h", grid.height}, {"w", grid.width}, {"x", grid.x}, {"y", grid.y}}}};
  if (panel.type == PanelType::kRow)
    return json.update({{"collapsed", true}, {"panels", Json::array()}}), json;
  json["description"] = panel.description;
  json["datasource"] = panel.type == PanelType::kLogs ? Loki() : Prometheus();
  if (panel.most_points != 0) json["maxDataPoints"] = panel.most_points;
  json["targets"] = Targets(dashboard, panel, settings);
  json["fieldConfig"] = FieldConfig(panel);
  json["options"] = Options(panel);
  if (panel.type == PanelType::kTable) json["transformations"] = Transformations(panel, settings.names);
  if (Json links = RunbookLinks(panel, settings); !links.empty()) json["links"] = std::move(links);
  return json;
}

// What other exporters tell is folded away under its heading: whoever has none of them sees one line, not
// many empty panels. A folded row holds its panels.
Json Panels(const Dashboard& dashboard, const GeneratorSettings& settings) {
  Json panels = Json::array();
  Json* row = nullptr;
  for (std::size_t i = 0; i < dashboard.panels.size(); ++i) {
    const Panel& panel = dashboard.panels[i];
    Json numbered = {{"id", i + 1}};
    numbered.update(PanelJson(dashboard, panel, settings));
    const bool heading = panel.type == PanelType::kRow;
    (row != nullptr && !heading ? (*row)["panels"] : panels).push_back(std::move(numbered));
    if (heading) row = &panels.back();
  }
  return panels;
}

}  // namespace

std::string ToJson(const Dashboard& dashboard, const GeneratorSettings& settings) {
  const Json json = {{"uid", dashboard.uid},
                     {"title", dashboard.title},
                     {"description", dashboard.about},
                     {"tags", {"lastgood"}},
                     {"schemaVersion", 42},
                     {"editable", false},
                     {"graphTooltip", 1},
                     {"refresh", "1m"},
                     {"time", {{"from", dashboard.from}, {"to", "now"}}},
                     {"timezone", "browser"},
                     {"links", Json::parse(LinksJson(settings))},
                     {"templating", {{"list", Json::parse(VariablesJson(dashboard, settings))}}},
                     {"annotations", {{"list", Json::parse(AnnotationsJson(dashboard, settings))}}},
                     {"panels", Panels(dashboard, settings)}};
  return json.dump(2) + "\n";
}

}  // namespace lastgood
