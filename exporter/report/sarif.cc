#include "exporter/report/sarif.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/coding.h"
#include "base/outside_text.h"
#include "base/text.h"
#include "exporter/report/report.h"

namespace lastgood {
namespace {

using Json = nlohmann::ordered_json;

// GitHub shows no more results of one run.
constexpr std::size_t kMostResults = 5000;

std::string RuleOf(const Finding& finding) {
  const std::string condition(finding.condition.text());
  return condition.empty() ? "CannotTell" : condition;
}

const char* SarifLevel(Level level) {
  if (level == Level::kCritical) return "error";
  return level == Level::kNotice ? "note" : "warning";
}

Json LocationOf(const Row& row, const GateContext& context) {
  const Place place = PlaceOf(row, context);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", PercentEncode(place.file, true)}}},
            {"region", {{"startLine", place.line}}}}},
          {"logicalLocations",
           Json::array({{{"fullyQualifiedName", OneLine(DisplayKind(row) + ' ' + DisplayName(row.key))},
                         {"kind", "resource"}}})}};
}

// The same for the same finding of the same object, wherever it moves to.
std::string FingerprintOf(const Row& row, const Finding& finding) {
  return Sha256Hex(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", ToString(row.subject), row.key.system,
                               row.key.namespace_, row.key.kind, row.key.name, RuleOf(finding)));
}

Json ResultOf(const Row& row, const Finding& finding, const GateContext& context) {
  return {{"ruleId", RuleOf(finding)},
          {"level", SarifLevel(finding.level)},
          {"message", {{"text", Sentence(row, finding, context)}}},
          {"locations", Json::array({LocationOf(row, context)})},
          {"partialFingerprints", {{"lastgood/v1", FingerprintOf(row, finding)}}}};
}

}  // namespace

std::string RenderSarif(const Assessment& assessment, const GateContext& context) {
  Json results = Json::array();
  std::set<std::string> ids;
  for (const Row& row : assessment.rows)
    for (const Finding& finding : row.findings) {
      if (results.size() == kMostResults) break;
      results.push_back(ResultOf(row, finding, context));
      ids.insert(RuleOf(finding));
    }
  Json rules = Json::array();
  for (const std::string& id : ids) rules.push_back({{"id", id}});
  const Json driver = {{"name", "lastgood"}, {"version", context.version}, {"rules", rules}};
  const Json run = {{"tool", {{"driver", driver}}}, {"results", results}};
  const Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({run})}};
  return EscapeUnseen(log.dump(2)) + '\n';
}

}  // namespace lastgood
