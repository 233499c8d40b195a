#include "collectors/opensearch/schedule.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "base/time.h"

namespace lastgood::opensearch {
namespace {

constexpr double kMostMilliseconds = 100.0 * 365 * 86'400'000;

Error Cannot(std::string_view schedule, std::string_view why) {
  return {ErrorCode::kMalformed,
          fmt::format("the schedule \"{}\" cannot be followed here: {}", Cut(schedule), why)};
}

std::vector<std::string> Split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

// Unix lets 7 be Sunday; Cron knows it as 0.
std::string SundayAsZero(const std::string& weekdays) {
  std::vector<std::string> parts = Split(weekdays, ",");
  for (std::string& part : parts) {
    if (part == "7")
      part = "0";
    else if (part.size() == 3 && part.ends_with("-7"))
      part = fmt::format("{}-6,0", part[0]);
  }
  return Join(parts, ",");
}

// Quartz counts Sunday as 1, Cron as 0. nullopt for a number that is no day.
std::optional<std::string> DayBefore(const std::string& weekdays) {
  std::string moved;
  bool step = false;
  for (const char c : weekdays) {
    step = (step || c == '/') && c != ',';
    const bool digit = c >= '0' && c <= '9' && !step;
    if (digit && (c < '1' || c > '7')) return std::nullopt;
    moved += digit ? static_cast<char>(c - 1) : c;
  }
  return moved;
}

bool HasAny(std::string_view text, std::string_view characters) {
  return text.find_first_of(characters) != std::string_view::npos;
}

// Letters that mean something to Quartz alone: L, W, C and #, where they are no part of a name.
bool IsQuartzOnly(std::string_view days, std::string_view weekdays) {
  return HasAny(days, "LlWwCc#") || HasAny(weekdays, "#") || weekdays == "L" || weekdays == "l" ||
         (weekdays.size() == 2 && HasAny(weekdays.substr(1), "Ll"));
}

Result<Cron> QuartzSchedule(std::string_view schedule) {
  std::vector<std::string> fields = Split(schedule, " \t");
  if (fields.size() != 6 && fields.size() != 7) return Cannot(schedule, "expected six fields, seconds first");
  if (fields.size() == 7 && fields[6] != "*") return Cannot(schedule, "it is bound to years");
  if (IsQuartzOnly(fields[3], fields[5])) return Cannot(schedule, "it counts days from the end of a month");
  fields.resize(6);
  const std::optional<std::string> weekdays = DayBefore(fields[5]);
  if (!weekdays) return Cannot(schedule, "days of the week are 1 (Sunday) to 7");
  fields[5] = *weekdays;
  Result<Cron> cron = Cron::Parse(Join(fields, " "), CronDialect::kSecondsFirst);
  return cron.ok() ? std::move(cron) : Result<Cron>(Cannot(schedule, cron.error().message));
}

}  // namespace

Result<Cron> UnixSchedule(std::string_view expression, std::string_view time_zone) {
  std::vector<std::string> fields = Split(expression, " \t");
  if (fields.size() != 5) return Cannot(expression, "expected five fields");
  // Where both are set cron-utils runs on either day; Cron does so only without a star in them.
  const bool both = fields[2] != "*" && fields[4] != "*";
  if (both && (fields[2].starts_with('*') || fields[4].starts_with('*')))
    return Cannot(expression, "it has steps in both the days of the month and those of the week");
  fields[4] = SundayAsZero(fields[4]);
  Result<Cron> cron = Cron::Parse(Join(fields, " "), CronDialect::kStandard, time_zone);
  return cron.ok() ? std::move(cron) : Result<Cron>(Cannot(expression, cron.error().message));
}

Result<Cron> SlmSchedule(std::string_view schedule) {
  const Result<Duration> every = ParseTimeValue(schedule);
  if (!every.ok()) return QuartzSchedule(schedule);
  if (*every < std::chrono::seconds(1)) return Cannot(schedule, "it is shorter than a second");
  return Cron::Parse(fmt::format("@every {}s", std::chrono::floor<std::chrono::seconds>(*every).count()),
                     CronDialect::kStandard);
}

Result<Duration> ParseTimeValue(std::string_view text) {
  struct Unit {
    std::string_view name;
    double milliseconds;
  };
  constexpr std::array<Unit, 7> kUnits = {
      {{"nanos", 1e-6}, {"micros", 1e-3}, {"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}, {"d", 86400e3}}};
  const Error bad{ErrorCode::kMalformed, fmt::format("expected a length as in 30m, found \"{}\"", Cut(text))};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !(number >= 0)) return bad;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& known : kUnits)
    if (known.name == unit && number * known.milliseconds <= kMostMilliseconds)
      return Duration(static_cast<Duration::rep>(number * known.milliseconds));
  return bad;
}

}  // namespace lastgood::opensearch
