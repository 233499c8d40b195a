#include "dashboards/dashboard_choices.h"

#include <nlohmann/json.hpp>

#include "dashboards/asking.h"
#include "dashboards/files.h"

namespace lastgood {
namespace {

using Json = nlohmann::ordered_json;

const Json& OfPrometheus() {
  static const Json kSource = {{"type", "prometheus"}, {"uid", "${datasource}"}};
  return kSource;
}

Json SourceVariable(const char* name, const char* label, const char* type, const DataSource& source) {
  return {{"name", name},
          {"label", label},
          {"type", "datasource"},
          {"query", type},
          {"current", {{"text", source.name}, {"value", source.uid}}},
          {"includeAll", false},
          {"multi", false},
          {"refresh", 1}};
}

Json QueryVariable(const Variable& variable, const GeneratorSettings& settings) {
  const std::string query = ValuesQuery(variable, settings);
  return {{"name", variable.name},
          {"label", variable.label},
          {"type", "query"},
          {"datasource", OfPrometheus()},
          {"query", {{"query", query}, {"refId", "values"}}},
          {"definition", query},
          {"current", {{"text", {"All"}}, {"value", {"$__all"}}}},
          {"includeAll", true},
          {"allValue", variable.all},
          {"multi", true},
          {"refresh", 2},
          {"sort", 1}};
}

}  // namespace

std::string VariablesJson(const Dashboard& dashboard, const GeneratorSettings& settings) {
  Json list = Json::array();
  list.push_back(SourceVariable("datasource", "Data source", "prometheus", settings.prometheus));
  if (dashboard.logs) list.push_back(SourceVariable("loki_datasource", "Loki", "loki", settings.loki));
  for (const Variable& variable : dashboard.variables) list.push_back(QueryVariable(variable, settings));
  return list.dump();
}

// The other dashboards, with the same choices and time, and the runbooks.
std::string LinksJson(const GeneratorSettings& settings) {
  Json links = Json::array();
  links.push_back({{"type", "dashboards"},
                   {"title", "lastgood"},
                   {"tags", {"lastgood"}},
                   {"asDropdown", false},
                   {"includeVars", true},
                   {"keepTime", true},
                   {"targetBlank", false}});
  if (!settings.runbook_url.empty())
    links.push_back({{"type", "link"},
                     {"title", "Runbooks"},
                     {"tooltip", "What each alert means and what to do"},
                     {"icon", "doc"},
                     {"url", settings.runbook_url},
                     {"targetBlank", true}});
  return links.dump();
}

std::string AnnotationsJson(const Dashboard& dashboard, const GeneratorSettings& settings) {
  Json list = Json::array();
  list.push_back({{"name", "Firing alerts"},
                  {"datasource", OfPrometheus()},
                  {"enable", true},
                  {"iconColor", "red"},
                  {"expr", AlertsQuery(dashboard, settings)},
                  {"step", "60s"},
                  {"titleFormat", "{{alertname}}"},
                  {"textFormat", "{{severity}}"},
                  {"tagKeys", "severity"}});
  return list.dump();
}

}  // namespace lastgood
