// How each type of panel is drawn: the parts of Grafana's JSON that are the same for all panels of a type.
// Pure data.
#pragma once

#include <string_view>

#include "dashboards/dashboard.h"

namespace lastgood {

struct TypeOptions {
  PanelType type;
  std::string_view name;     // in Grafana
  std::string_view options;  // JSON
  std::string_view custom;   // JSON of fieldConfig.defaults.custom
};

inline constexpr TypeOptions kTypeOptions[] = {
    {PanelType::kStat, "stat",
     R"({"colorMode": "background", "graphMode": "none", "justifyMode": "center", "textMode": "auto",
         "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}})",
     "{}"},
    {PanelType::kGauge, "gauge",
     R"({"showThresholdLabels": false, "showThresholdMarkers": true,
         "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}})",
     "{}"},
    {PanelType::kBarGauge, "bargauge",
     R"({"displayMode": "basic", "orientation": "horizontal", "namePlacement": "left", "valueMode": "color",
         "showUnfilled": true, "sizing": "manual", "minVizHeight": 18, "maxVizHeight": 28,
         "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}})",
     "{}"},
    {PanelType::kTable, "table", R"({"showHeader": true, "cellHeight": "sm"})",
     R"({"align": "left", "filterable": true, "cellOptions": {"type": "auto"}})"},
    {PanelType::kTimeSeries, "timeseries",
     R"({"legend": {"showLegend": true, "displayMode": "list", "placement": "bottom", "calcs": []},
         "tooltip": {"mode": "multi", "sort": "desc"}})",
     R"({"drawStyle": "line", "lineWidth": 2, "fillOpacity": 0, "showPoints": "never", "spanNulls": false})"},
    {PanelType::kPieChart, "piechart",
     R"({"pieType": "donut", "displayLabels": [], "tooltip": {"mode": "single"},
         "legend": {"showLegend": true, "displayMode": "table", "placement": "right",
                    "values": ["value", "percent"]},
         "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}})",
     "{}"},
    {PanelType::kStateTimeline, "state-timeline",
     R"({"mergeValues": true, "showValue": "auto", "alignValue": "left", "rowHeight": 0.85,
         "legend": {"showLegend": true, "displayMode": "list", "placement": "bottom"},
         "tooltip": {"mode": "single"}})",
     R"({"fillOpacity": 80, "lineWidth": 0})"},
    {PanelType::kLogs, "logs",
     R"({"showTime": true, "wrapLogMessage": true, "enableLogDetails": true, "dedupStrategy": "none",
         "sortOrder": "Descending"})",
     "{}"},
    {PanelType::kRow, "row", "{}", "{}"},
};

constexpr const TypeOptions& OptionsOf(PanelType type) {
  return kTypeOptions[static_cast<std::size_t>(type)];
}

}  // namespace lastgood
