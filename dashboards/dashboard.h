// Dashboards as values: panels whose queries are composed from the catalogue, laid out on Grafana's grid of
// 24 columns. files.h writes them for Grafana. Building them is pure; nothing here fails.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/rule.h"

namespace lastgood {

enum class PanelType {
  kStat,
  kGauge,
  kBarGauge,
  kTable,
  kTimeSeries,
  kPieChart,
  kStateTimeline,
  kLogs,
  kRow
};

// How Grafana writes a value.
namespace unit {
inline constexpr const char* kCount = "short";
inline constexpr const char* kSeconds = "s";
inline constexpr const char* kBytes = "bytes";
inline constexpr const char* kBytesPerSecond = "Bps";
inline constexpr const char* kFraction = "percentunit";
inline constexpr const char* kPerSecond = "eps";
inline constexpr const char* kNone = "none";
inline constexpr const char* kText = "string";
}  // namespace unit

// Grafana's names, which it adapts to its dark and its light theme.
namespace color {
inline constexpr const char* kGood = "green";
inline constexpr const char* kNear = "#EAB839";
inline constexpr const char* kWarning = "orange";
inline constexpr const char* kCritical = "red";
inline constexpr const char* kUnknown = "purple";
inline constexpr const char* kQuiet = "#808080";
inline constexpr const char* kText = "text";
inline constexpr const char* kNeutral = "blue";
}  // namespace color

struct Threshold {
  std::optional<double> from;  // none: from the start
  std::string color;
};

// A value shown as a word.
struct Mapping {
  double value;
  std::string text, color;
};

struct Query {
  promql::NodePtr expr;  // null when `logql` is set
  std::string legend;    // {{label}}
  bool range = false;    // over the dashboard's time; otherwise its last value
  std::string color;     // of its series; "" as the panel does it
  std::string logql;     // for Loki
  // Of other exporters' series, whose namespace label is not renamed with ours.
  bool of_others = false;
};

// A column of a table, from a label or from a query's value ("Value #A").
struct Column {
  std::string field, title;
  std::string unit = unit::kText;
  int width = 0;  // pixels; 0: what is left
  std::vector<Threshold> thresholds;
  std::vector<Mapping> mappings;
  bool filled = false;     // the cell's background has the color, otherwise its text
  std::string none = "-";  // where there is no value
  std::string missing;     // of a label: what stands where a series does not have it
  std::string link;        // where a click leads: a URL with Grafana's variables
};

struct Grid {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Grid&) const = default;
};

struct Panel {
  PanelType type;
  std::string title, description, unit, no_value;
  std::vector<Query> queries;
  Grid grid;
  std::vector<Threshold> thresholds;
  std::vector<Mapping> mappings;
  std::vector<Column> columns;  // of a table, in their order
  std::string sort_by;          // a column's title; the largest first
  bool smallest_first = false;
  std::vector<AlertName> alerts;      // whose runbooks tell what to do
  std::optional<double> min, max;     // of a gauge or an axis
  bool stacked = false, big = false;  // bars upon each other; the value fills the panel
  int most_points = 0;                // of a range query; 0: as many as there are pixels
};

struct Variable {
  std::string name, label;
  Label values;            // of this label
  promql::NodePtr series;  // of these series
  std::string all = ".*";  // also what lacks the label
};

struct Dashboard {
  std::string uid, title, about;
  std::vector<Panel> panels;
  std::vector<Variable> variables;
  std::vector<AlertName> alerts;  // shown as annotations while they fire
  std::string from = "now-24h";
  bool logs = false;  // also asks Loki
};

// What a panel asks Prometheus when every variable stands at All.
struct PanelQuery {
  std::string panel;
  std::size_t index;  // among the panel's queries
  promql::NodePtr expr;
  promql::Names names;
};
std::vector<PanelQuery> QueriesOf(const Dashboard& dashboard, const GeneratorSettings& settings);

}  // namespace lastgood
