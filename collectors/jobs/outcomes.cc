#include "collectors/jobs/outcomes.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMostCodes = 100;

std::optional<Outcome> OutcomeNamed(std::string_view name) {
  if (name == "success") return Outcome::kSuccess;
  if (name == "partial" || name == "warning") return Outcome::kPartial;
  if (name == "failure") return Outcome::kFailure;
  return std::nullopt;
}

std::optional<double> CodeOf(std::string_view text) {
  double code = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(code)) return std::nullopt;
  return code;
}

OutcomeCodes ReadCodes(ConfigReader& table) {
  OutcomeCodes codes;
  for (const std::string& key : table.Keys()) {
    const std::optional<std::string> name = table.String(key);
    const std::optional<Outcome> outcome = name ? OutcomeNamed(*name) : std::nullopt;
    const std::optional<double> code = CodeOf(key);
    if (name && !outcome)
      table.Complain(key,
                     fmt::format("\"{}\" is no outcome; expected success, partial (which is no success, as "
                                 "warning) or failure",
                                 *name));
    if (!code && key != "other") table.Complain(key, "expected a number, or other");
    if (codes.codes.size() == kMostCodes) table.Complain(key, "at most 100 codes are possible");
    if (!outcome) continue;
    if (code)
      codes.codes[*code] = *outcome;
    else
      codes.other = outcome;
  }
  return codes;
}

}  // namespace

// Its HELP: "Backup status: 0=fail, 1=warning, 2=success."
OutcomeMap::OutcomeMap() {
  metrics_["resticprofile_backup_status"] = {
      {{0, Outcome::kFailure}, {1, Outcome::kPartial}, {2, Outcome::kSuccess}}, std::nullopt};
}

void OutcomeMap::Read(ConfigReader& entry) {
  std::optional<ConfigReader> table = entry.Map("outcomes");
  if (!table) return;
  for (auto& [metric, codes] : table->Entries()) metrics_[metric] = ReadCodes(codes);
}

Result<Outcome> OutcomeMap::Of(std::string_view metric, double value) const {
  if (!std::isfinite(value))
    return Error{ErrorCode::kMalformed, fmt::format("expected a number, found {}", value)};
  const auto found = metrics_.find(metric);
  if (found == metrics_.end()) {
    if (value == 0 || value == 1) return value == 1 ? Outcome::kSuccess : Outcome::kFailure;
    return Error{ErrorCode::kMalformed,
                 fmt::format("expected 1 or 0, found {}: say in `outcomes` what it means", value)};
  }
  const auto code = found->second.codes.find(value);
  if (code != found->second.codes.end()) return code->second;
  if (found->second.other) return *found->second.other;
  return Error{ErrorCode::kMalformed, fmt::format("`outcomes` does not say what {} means", value)};
}

}  // namespace lastgood::jobs
