#include "exporter/report/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lastgood {
namespace {

using Json = nlohmann::json;

constexpr Level kLevels[] = {Level::kGood, Level::kNotice, Level::kUnknown, Level::kWarning,
                             Level::kCritical};

// "" where the member is missing or no text.
std::string Text(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Level LevelOf(const std::string& name) {
  const auto* const found =
      std::ranges::find_if(kLevels, [&](Level level) { return ToString(level) == name; });
  return found == std::end(kLevels) ? Level::kGood : *found;
}

// The numbers in `what` change from day to day; the alert's name does not.
std::string KeyOf(const std::string& condition, const std::string& what) {
  return condition.empty() ? what : condition;
}

}  // namespace

Baseline::Subject Baseline::SubjectOf(const Row& row) {
  return {std::string(ToString(row.subject)), ToValidUtf8(row.key.system), ToValidUtf8(row.key.namespace_),
          ToValidUtf8(row.key.kind), ToValidUtf8(row.key.name)};
}

Result<Baseline> Baseline::Parse(const std::string& text) {
  const Json report = Json::parse(text, nullptr, false);
  const auto rows = report.is_object() ? report.find("rows") : report.end();
  if (!report.is_object() || rows == report.end() || !rows->is_array())
    return Error{ErrorCode::kMalformed,
                 "expected what `lastgood check -o json` prints, found something else"};
  Baseline baseline;
  for (const Json& row : *rows) {
    if (!row.is_object()) continue;
    auto& known = baseline.subjects_[{Text(row, "subject"), Text(row, "system"), Text(row, "namespace"),
                                      Text(row, "kind"), Text(row, "name")}];
    const auto findings = row.find("findings");
    if (findings == row.end() || !findings->is_array()) continue;
    for (const Json& finding : *findings) {
      if (!finding.is_object()) continue;
      Level& worst = known[KeyOf(Text(finding, "condition"), Text(finding, "what"))];
      worst = std::max(worst, LevelOf(Text(finding, "level")));
    }
  }
  return baseline;
}

bool Baseline::Has(const Row& row) const { return subjects_.contains(SubjectOf(row)); }

bool Baseline::Knows(const Row& row, const Finding& finding) const {
  const auto subject = subjects_.find(SubjectOf(row));
  if (subject == subjects_.end()) return false;
  const auto known =
      subject->second.find(KeyOf(std::string(finding.condition.text()), ToValidUtf8(finding.what)));
  return known != subject->second.end() && known->second >= finding.level;
}

std::size_t Baseline::LeaveOutOf(Row& row) const {
  const std::size_t known =
      std::erase_if(row.findings, [&](const Finding& finding) { return Knows(row, finding); });
  row.level = Level::kGood;
  for (const Finding& finding : row.findings) row.level = std::max(row.level, finding.level);
  return known;
}

void Baseline::LeaveOutKnown(Assessment& assessment) const {
  std::vector<Row> rows;
  std::size_t left_out = 0;
  assessment.worst = Level::kGood;
  assessment.objects_at_risk = assessment.objects_unknown = 0;
  assessment.service.clear();
  for (Row& row : assessment.rows) {
    const std::size_t known = LeaveOutOf(row);
    left_out += known;
    if (known > 0 && row.findings.empty()) continue;
    assessment.worst = std::max(assessment.worst, row.level);
    if (row.subject == lastgood::Subject::kObject) {
      assessment.objects_at_risk += row.level >= Level::kWarning ? 1 : 0;
      assessment.objects_unknown += row.level == Level::kUnknown ? 1 : 0;
    }
    rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows, std::greater(), &Row::level);
  assessment.rows = std::move(rows);
  assessment.in_baseline = left_out;
}

}  // namespace lastgood
