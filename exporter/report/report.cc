#include "exporter/report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"
#include "exporter/report/service.h"

namespace lastgood {
namespace {

using Json = nlohmann::ordered_json;

Json TimeOrNull(const std::optional<Time>& time) { return time ? Json(FormatRfc3339(*time)) : Json(nullptr); }

Json ToJson(const Finding& finding) {
  return {{"level", ToString(finding.level)},  {"condition", finding.condition.text()},
          {"what", ToValidUtf8(finding.what)}, {"since", TimeOrNull(finding.since)},
          {"why", ToValidUtf8(finding.why)},   {"todo", ToValidUtf8(finding.todo)}};
}

Json ToJson(const Row& row) {
  Json json = {{"level", ToString(row.level)},          {"subject", ToString(row.subject)},
               {"system", ToValidUtf8(row.key.system)}, {"namespace", ToValidUtf8(row.key.namespace_)},
               {"kind", ToValidUtf8(row.key.kind)},     {"name", ToValidUtf8(row.key.name)}};
  if (row.subject == Subject::kObject) {
    json["state"] = row.state;
    json["protection"] = row.protection.empty() ? Json(nullptr) : Json(row.protection);
    json["method"] = ToValidUtf8(row.method);
    json["destination"] = ToValidUtf8(row.destination);
    json["recovery_point"] = TimeOrNull(row.recovery_point);
    json["recovery_point_at_most"] = TimeOrNull(row.recovery_at_most);
    json["recovery_point_unknown"] = row.recovery_unknown;
    json["evidence"] = row.known ? Json(ToString(row.known->by)) : Json(nullptr);
    json["evidence_time"] = TimeOrNull(row.known ? row.known->when : std::nullopt);
    json["deadline"] = TimeOrNull(row.deadline);
    json["size_bytes"] = row.size_bytes ? Json(*row.size_bytes) : Json(nullptr);
  } else if (row.subject == Subject::kRestoreTest) {
    json["recovery_point"] = TimeOrNull(row.recovery_point);
    json["deadline"] = TimeOrNull(row.deadline);
  }
  json["findings"] = Json::array();
  for (const Finding& finding : row.findings) json["findings"].push_back(ToJson(finding));
  return json;
}

Json SecondsOrNull(const std::optional<Duration>& duration) {
  return duration ? Json(static_cast<double>(duration->count()) / 1000) : Json(nullptr);
}

Json ToJson(const ServiceLine& line) {
  return {{"name", ToValidUtf8(line.key.name)},
          {"namespace", ToValidUtf8(line.key.namespace_)},
          {"kind", line.declared ? "Component" : ToValidUtf8(line.key.kind)},
          {"level", ToString(line.level)},
          {"state", ToValidUtf8(line.state)},
          {"covered_by", line.covered_by},
          {"not_covered_by", line.not_covered_by},
          {"recovery_point", TimeOrNull(line.what.recovery_point)},
          {"recovery_point_unknown", line.what.recovery_unknown},
          {"deadline", TimeOrNull(line.what.deadline)},
          {"objective_seconds", SecondsOrNull(line.what.objective)},
          {"restored", TimeOrNull(line.what.restored)},
          {"restore_duration_seconds", SecondsOrNull(line.what.restore_duration)}};
}

std::string MarkdownService(const Assessment& assessment, Time now) {
  std::string text;
  for (const ServiceLine& line : assessment.service) {
    text += text.empty() ? "\n" : "";
    text += fmt::format("| {} |", ToString(line.level));
    for (const std::string& cell : ServiceCells(line, now, TimeStyle::kExact))
      text += fmt::format(" {} |", MarkdownCell(cell));
    text += '\n';
  }
  if (text.empty()) return text;
  std::string head = "\n|";
  std::string rule = "\n|";
  for (const std::string_view title : kServiceHead) {
    head += fmt::format(" {} |", title);
    rule += "---|";
  }
  return head + rule + text;
}

}  // namespace

std::string MarkdownCell(std::string_view text) {
  std::string cell;
  for (const char c : OneLine(text)) {
    if (c == '<')
      cell += "&lt;";
    else if (std::string_view("|*_`[]\\").find(c) != std::string_view::npos)
      cell += {'\\', c};
    else
      cell += c;
  }
  return cell;
}

std::string DisplayName(const ObjectKey& key) {
  return key.namespace_.empty() ? key.name : fmt::format("{}/{}", key.namespace_, key.name);
}

std::string DisplayKind(const Row& row) {
  if (row.subject == Subject::kObject || row.subject == Subject::kPolicy)
    return row.key.system + ' ' + row.key.kind;
  if (row.subject == Subject::kDestination) return row.key.system + " destination";
  if (row.subject == Subject::kCollector) return row.key.system + " collector";
  if (row.subject == Subject::kWorkload) return row.key.kind;
  return std::string(ToString(row.subject));
}

std::string Relative(Time time, Time now) {
  const Duration distance = now - time;
  if (distance < std::chrono::seconds(1) && distance > std::chrono::seconds(-1)) return "now";
  return distance > Duration::zero() ? FormatDuration(distance) + " ago" : "in " + FormatDuration(-distance);
}

std::string InWords(Time time, Time now, TimeStyle style) {
  return style == TimeStyle::kRelative ? Relative(time, now) : FormatRfc3339(time);
}

std::string RecoveryInWords(const Row& row, Time now, TimeStyle style) {
  if (row.recovery_point) return InWords(*row.recovery_point, now, style);
  if (row.subject != Subject::kObject) return "";
  if (row.recovery_at_most) return fmt::format("before {}", InWords(*row.recovery_at_most, now, style));
  return row.recovery_unknown ? "unknown" : "none";
}

std::string KnownInWords(const Row& row, Time now, TimeStyle style) {
  if (!row.known) return "";
  const std::string by(ToString(row.known->by));
  return row.known->when ? fmt::format("{} {}", by, InWords(*row.known->when, now, style)) : by;
}

bool IsCommand(std::string_view todo) {
  static constexpr std::array<std::string_view, 6> kPrograms = {"kubectl ", "aws ",   "ls ",
                                                                "restic ",  "kopia ", "curl "};
  return std::ranges::any_of(kPrograms, [&](std::string_view program) { return todo.starts_with(program); });
}

bool WorthShowing(const Row& row) {
  const bool listed = row.subject == Subject::kObject || row.subject == Subject::kBucket ||
                      row.subject == Subject::kLogs || row.subject == Subject::kRestoreTest ||
                      row.subject == Subject::kCopy;
  // What is good to know about coverage stands in the service's table.
  if (row.subject == Subject::kWorkload || row.subject == Subject::kComponent)
    return row.level > Level::kNotice;
  return listed || row.level > Level::kGood;
}

std::string RenderJson(const Assessment& assessment, Time now, Level fail_on) {
  Json json = {{"schema", kReportSchema},
               {"now", FormatRfc3339(now)},
               {"answer", assessment.Answer()},
               {"level", ToString(assessment.worst)},
               {"exit_code", assessment.ExitCode(fail_on)},
               {"objects", assessment.objects},
               {"objects_at_risk", assessment.objects_at_risk},
               {"objects_unknown", assessment.objects_unknown}};
  json["rows"] = Json::array();
  for (const Row& row : assessment.rows) json["rows"].push_back(ToJson(row));
  json["service"] = Json::array();
  for (const ServiceLine& line : assessment.service) json["service"].push_back(ToJson(line));
  return EscapeUnseen(json.dump(2)) + '\n';
}

std::string RenderMarkdown(const Assessment& assessment, Time now) {
  std::string text = fmt::format(
      "**{}**\n\n| | What | Name | Recovery point | Known by | State | Why | To do "
      "|\n|---|---|---|---|---|---|---|---|\n",
      MarkdownCell(assessment.Answer()));
  for (const Row& row : assessment.rows) {
    if (!WorthShowing(row)) continue;
    const Finding good{Level::kGood, {}, "good", std::nullopt, "", ""};
    for (const Finding& finding : row.findings.empty() ? std::vector{good} : row.findings)
      text += fmt::format("| {} | {} | {} | {} | {} | {}{} | {} | {} |\n", ToString(finding.level),
                          MarkdownCell(DisplayKind(row)), MarkdownCell(DisplayName(row.key)),
                          RecoveryInWords(row, now, TimeStyle::kExact),
                          KnownInWords(row, now, TimeStyle::kExact), MarkdownCell(finding.what),
                          finding.since ? " since " + FormatRfc3339(*finding.since) : "",
                          MarkdownCell(finding.why), MarkdownCell(finding.todo));
  }
  text += MarkdownService(assessment, now);
  return text + fmt::format("\nAs of {}.\n", FormatRfc3339(now));
}

}  // namespace lastgood
