#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace lastgood {
namespace {

Error Malformed(std::string_view expected, std::string_view text) {
  return {ErrorCode::kMalformed, fmt::format("expected {}, found \"{}\"", expected, Cut(text))};
}

// Takes from the front of a text; each step says whether it was there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool Digits(std::size_t count, int& value) {
    if (rest_.size() < count) return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }
  bool OneOf(std::string_view characters, char* found = nullptr) {
    if (rest_.empty() || characters.find(rest_[0]) == std::string_view::npos) return false;
    if (found != nullptr) *found = rest_[0];
    rest_.remove_prefix(1);
    return true;
  }
  // The digits after a '.', as milliseconds; any number of them, at least one.
  bool Fraction(int& milliseconds) {
    if (!OneOf(".")) return true;
    std::size_t count = 0;
    for (int digit = 0; Digits(1, digit); ++count)
      if (count < 3) milliseconds += digit * std::array{100, 10, 1}[count];
    return count > 0;
  }
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

struct Offset {
  bool valid = false;
  std::chrono::minutes value{0};
};

Offset ReadOffset(Scanner& scanner) {
  if (scanner.OneOf("Zz")) return {true, {}};
  char sign = '+';
  int hours = 0;
  int minutes = 0;
  const bool valid = scanner.OneOf("+-", &sign) && scanner.Digits(2, hours) && scanner.OneOf(":") &&
                     scanner.Digits(2, minutes) && hours < 24 && minutes < 60;
  const std::chrono::minutes offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return {valid, sign == '-' ? -offset : offset};
}

struct Unit {
  std::string_view name;
  double milliseconds;
};

constexpr std::array<Unit, 11> kUnits = {{{"ms", 1},
                                          {"us", 1e-3},
                                          {"\u00b5s", 1e-3},
                                          {"ns", 1e-6},
                                          {"s", 1e3},
                                          {"m", 6e4},
                                          {"h", 3.6e6},
                                          {"d", 8.64e7},
                                          {"w", 6.048e8},
                                          {"y", 3.1536e10},
                                          {"\u03bcs", 1e-3}}};

// The unit that the text starts with, the longest name first.
const Unit* UnitAt(std::string_view text, bool days) {
  for (const Unit& unit : kUnits)
    if (text.starts_with(unit.name) && (days || unit.milliseconds <= 3.6e6)) return &unit;
  return nullptr;
}

}  // namespace

Result<Time> ParseRfc3339(std::string_view text) {
  Scanner scanner(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milliseconds = 0;
  const bool shaped = scanner.Digits(4, year) && scanner.OneOf("-") && scanner.Digits(2, month) &&
                      scanner.OneOf("-") && scanner.Digits(2, day) && scanner.OneOf("Tt ") &&
                      scanner.Digits(2, hour) && scanner.OneOf(":") && scanner.Digits(2, minute) &&
                      scanner.OneOf(":") && scanner.Digits(2, second) && scanner.Fraction(milliseconds);
  const Offset offset = shaped ? ReadOffset(scanner) : Offset{};
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!offset.valid || !scanner.AtEnd() || !date.ok() || year < 1970 || hour > 23 || minute > 59 ||
      second > 60)
    return Malformed("an RFC 3339 time such as 2026-08-20T00:01:10Z", text);
  return Time(std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
              std::chrono::seconds(second) + Duration(milliseconds) - offset.value);
}

std::string FormatRfc3339(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

Result<Duration> ParseDuration(std::string_view text, bool days) {
  constexpr double kHundredYears = 100 * 3.1536e10;
  const std::string_view expected = days ? "a duration such as 26h or 7d" : "a duration such as 5m0s";
  if (text == "0") return Duration::zero();
  double total = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    double number = 0;
    const auto [end, code] =
        std::from_chars(rest.data(), rest.data() + rest.size(), number, std::chars_format::fixed);
    if (code != std::errc() || std::signbit(number)) return Malformed(expected, text);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const Unit* unit = UnitAt(rest, days);
    if (unit == nullptr) return Malformed(expected, text);
    rest.remove_prefix(unit->name.size());
    total += number * unit->milliseconds;
    if (!(total <= kHundredYears)) return Malformed("a duration of at most 100 years", text);
  }
  if (text.empty()) return Malformed(expected, text);
  return Duration(static_cast<Duration::rep>(total));
}

Result<std::uint64_t> ParseSize(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 15> kSizes = {{{"KiB", 0x1p10},
                                                                                  {"MiB", 0x1p20},
                                                                                  {"GiB", 0x1p30},
                                                                                  {"TiB", 0x1p40},
                                                                                  {"PiB", 0x1p50},
                                                                                  {"Ki", 0x1p10},
                                                                                  {"Mi", 0x1p20},
                                                                                  {"Gi", 0x1p30},
                                                                                  {"Ti", 0x1p40},
                                                                                  {"kB", 1e3},
                                                                                  {"KB", 1e3},
                                                                                  {"MB", 1e6},
                                                                                  {"GB", 1e9},
                                                                                  {"TB", 1e12},
                                                                                  {"PB", 1e15}}};
  double number = 0;
  const auto [end, code] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (code != std::errc() || std::signbit(number)) return Malformed("a size such as 20GiB", text);
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  double factor = unit.empty() || unit == "B" ? 1 : 0;
  for (const auto& [name, value] : kSizes)
    if (unit == name) factor = value;
  if (factor == 0 || !(number * factor < 0x1p62)) return Malformed("a size such as 20GiB", text);
  return static_cast<std::uint64_t>(number * factor);
}

std::string FormatDuration(Duration duration) {
  const auto seconds =
      std::chrono::floor<std::chrono::seconds>(duration < Duration::zero() ? -duration : duration);
  const std::array<std::pair<std::int64_t, char>, 4> units = {
      {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}};
  std::int64_t left = seconds.count();
  std::string text;
  int written = 0;
  for (const auto& [size, letter] : units) {
    const std::int64_t count = left / size;
    left %= size;
    if (count > 0) text += fmt::format("{}{}{}", written > 0 ? " " : "", count, letter);
    if (count > 0 || written > 0) ++written;
    if (written == 2) break;
  }
  return text.empty() ? "0s" : text;
}

std::string FormatSize(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 6> kNames = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < kNames.size(); ++unit) value /= 1024;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kNames[unit]);
}

Result<std::optional<std::uint64_t>> ParseDecimal(std::string_view text) {
  if (text.empty()) return std::optional<std::uint64_t>();
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return Malformed("a decimal number", text);
  return std::optional(value);
}

double ToSeconds(Time time) { return static_cast<double>(time.time_since_epoch().count()) / 1000; }

std::string Cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace lastgood
