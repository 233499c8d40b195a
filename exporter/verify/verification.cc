// How a verification is shown.
#include "exporter/verify/verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "exporter/verify/verify.h"

namespace lastgood {
namespace {

std::size_t CountOf(const Verification& verification, Level level) {
  return static_cast<std::size_t>(
      std::count_if(verification.verdicts.begin(), verification.verdicts.end(),
                    [&](const Verdict& verdict) { return verdict.level == level; }));
}

std::size_t RulesOf(const Verification& verification) {
  return static_cast<std::size_t>(std::count_if(
      verification.verdicts.begin(), verification.verdicts.end(),
      [](const Verdict& verdict) { return verdict.subject == "alert" || verdict.subject == "record"; }));
}

std::vector<std::string> CellsOf(const Verdict& verdict) {
  return {StatusCell(verdict.level), verdict.subject, OneLine(verdict.group),
          OneLine(verdict.severity.empty() ? verdict.name
                                           : fmt::format("{} ({})", verdict.name, verdict.severity)),
          OneLine(verdict.state)};
}

}  // namespace

bool Found(Verdict& verdict, Level level, std::string state, std::string why, std::string todo) {
  verdict.level = level;
  verdict.state = std::move(state);
  verdict.why = std::move(why);
  verdict.todo = std::move(todo);
  return true;
}

bool CannotTell(Verdict& verdict, std::string state, const Error& error) {
  return Found(verdict, Level::kUnknown, std::move(state), error.message, "");
}

int Verification::ExitCode() const {
  if (CountOf(*this, Level::kCritical) + CountOf(*this, Level::kWarning) > 0) return 1;
  return CountOf(*this, Level::kUnknown) > 0 ? 2 : 0;
}

bool Verification::WasRead() const {
  return RulesOf(*this) > 0 ||
         std::ranges::any_of(verdicts, [](const Verdict& verdict) { return verdict.subject == "file"; });
}

void SortWorstFirst(Verification& verification) {
  std::ranges::stable_sort(verification.verdicts, std::ranges::greater(), &Verdict::level);
}

std::string Verification::Answer() const {
  if (!WasRead()) return "Prometheus could not be read: cannot tell.";
  const std::size_t broken = CountOf(*this, Level::kCritical) + CountOf(*this, Level::kWarning);
  const std::size_t unknown = CountOf(*this, Level::kUnknown), idle = CountOf(*this, Level::kNotice);
  std::string answer = broken == 0
                           ? fmt::format("None of the {} rules is broken.", RulesOf(*this))
                           : fmt::format("{} {} broken.", broken, broken == 1 ? "thing is" : "things are");
  if (unknown > 0) answer += fmt::format(" {} could not be checked.", unknown);
  if (idle > 0) answer += fmt::format(" {} wait for series that do not exist here.", idle);
  return answer;
}

std::string RenderTable(const Verification& verification, const TableStyle& style) {
  TextTable table(style, {"STATUS", "WHAT", "GROUP", "NAME", "STATE"});
  for (const Verdict& verdict : verification.verdicts) table.Measure(CellsOf(verdict));
  if (!verification.verdicts.empty()) table.WriteHead();
  for (const Verdict& verdict : verification.verdicts) {
    if (verdict.level == Level::kGood && !style.all && verdict.subject == "panel") continue;
    table.Write(CellsOf(verdict), verdict.level);
    if (verdict.level != Level::kNotice || style.all)
      table.WriteDetails(OneLine(verdict.why), OneLine(verdict.todo));
  }
  return verification.Answer() + "\n\n" + table.Take();
}

std::string RenderJson(const Verification& verification) {
  using Json = nlohmann::ordered_json;
  Json json = {{"answer", verification.Answer()}, {"exit_code", verification.ExitCode()}};
  json["verdicts"] = Json::array();
  for (const Verdict& verdict : verification.verdicts)
    json["verdicts"].push_back({{"level", ToString(verdict.level)},
                                {"subject", verdict.subject},
                                {"group", verdict.group},
                                {"name", verdict.name},
                                {"severity", verdict.severity},
                                {"state", ToValidUtf8(verdict.state)},
                                {"why", ToValidUtf8(verdict.why)},
                                {"todo", verdict.todo}});
  return json.dump(2) + '\n';
}

}  // namespace lastgood
