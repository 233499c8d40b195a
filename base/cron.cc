#include "base/cron.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <vector>

#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kLongestExpression = 256;

struct Bounds {
  std::string_view what;
  unsigned least, most;
  std::string_view names;  // three letters each, the first stands for `least`
};
constexpr Bounds kSecond{"second", 0, 59, ""};
constexpr Bounds kMinute{"minute", 0, 59, ""};
constexpr Bounds kHour{"hour", 0, 23, ""};
constexpr Bounds kDay{"day of month", 1, 31, ""};
constexpr Bounds kMonth{"month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"};
constexpr Bounds kWeekday{"day of week", 0, 6, "sunmontuewedthufrisat"};

struct Field {
  std::uint64_t bits = 0;
  bool star = false;
};

Error Bad(std::string message) { return {ErrorCode::kMalformed, std::move(message)}; }

// The parts between separators, empty ones included.
std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at; (at = text.find(separator)) != std::string_view::npos; text.remove_prefix(at + 1))
    parts.push_back(text.substr(0, at));
  parts.push_back(text);
  return parts;
}

std::vector<std::string_view> Words(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  std::vector<std::string_view> words;
  for (std::size_t from; (from = text.find_first_not_of(kSpace)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, from), text.size());
    words.push_back(text.substr(from, end - from));
    text.remove_prefix(end);
  }
  return words;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

Result<unsigned> ParseNumber(std::string_view text, std::string_view what) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;  // as Go's Atoi does
  unsigned value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc() || end != digits.data() + digits.size())
    return Bad(fmt::format("{}: expected a number, found \"{}\"", what, Cut(text, 40)));
  return value;
}

Result<unsigned> ParseNumberOrName(std::string_view text, const Bounds& bounds) {
  const std::size_t at = text.size() == 3 ? bounds.names.find(Lower(text)) : std::string_view::npos;
  if (at != std::string_view::npos && at % 3 == 0) return bounds.least + static_cast<unsigned>(at / 3);
  return ParseNumber(text, bounds.what);
}

struct Range {
  unsigned start, end;
  bool star = false, single = false;
};

// "*", "?", "5" or "1-5". What follows the hyphen of "*-5" is not looked at, as robfig/cron does not.
Result<Range> ParseRange(std::string_view text, const Bounds& bounds) {
  const std::vector<std::string_view> ends = Split(text, '-');
  if (ends[0] == "*" || ends[0] == "?") return Range{bounds.least, bounds.most, true, ends.size() == 1};
  if (ends.size() > 2) return Bad(fmt::format("{}: too many hyphens in \"{}\"", bounds.what, Cut(text, 40)));
  LASTGOOD_ASSIGN(const unsigned start, ParseNumberOrName(ends[0], bounds));
  if (ends.size() == 1) return Range{start, start, false, true};
  LASTGOOD_ASSIGN(const unsigned end, ParseNumberOrName(ends[1], bounds));
  return Range{start, end};
}

Status CheckRange(const Range& range, unsigned step, const Bounds& bounds) {
  if (range.start < bounds.least)
    return Bad(fmt::format("{}: {} is below {}", bounds.what, range.start, bounds.least));
  if (range.end > bounds.most)
    return Bad(fmt::format("{}: {} is above {}", bounds.what, range.end, bounds.most));
  if (range.start > range.end)
    return Bad(fmt::format("{}: the range {}-{} is backwards", bounds.what, range.start, range.end));
  if (step == 0) return Bad(fmt::format("{}: the step is 0", bounds.what));
  return Ok();
}

// One element of a list. In v3 a step takes the star's power over the other day field; in v1 it does not.
Result<Field> ParseElement(std::string_view text, const Bounds& bounds, CronDialect dialect) {
  const std::vector<std::string_view> parts = Split(text, '/');
  if (parts.size() > 2) return Bad(fmt::format("{}: too many slashes in \"{}\"", bounds.what, Cut(text, 40)));
  LASTGOOD_ASSIGN(Range range, ParseRange(parts[0], bounds));
  unsigned step = 1;
  if (parts.size() == 2) {
    LASTGOOD_ASSIGN(step, ParseNumber(parts[1], bounds.what));
    if (range.single) range.end = bounds.most;
    if (step > 1 && dialect == CronDialect::kStandard) range.star = false;
  }
  LASTGOOD_RETURN_IF_ERROR(CheckRange(range, step, bounds));
  Field field{.star = range.star};
  for (std::uint64_t n = range.start; n <= range.end; n += step) field.bits |= std::uint64_t{1} << n;
  return field;
}

Result<Field> ParseField(std::string_view text, const Bounds& bounds, CronDialect dialect) {
  Field all;
  for (const std::string_view element : Split(text, ',')) {
    if (element.empty()) continue;
    LASTGOOD_ASSIGN(const Field field, ParseElement(element, bounds, dialect));
    all.bits |= field.bits;
    all.star = all.star || field.star;
  }
  return all;
}

// The zone and the rest of "TZ=Europe/Berlin 0 3 * * *", which only v3 knows.
Result<std::string_view> TakeZone(std::string_view& expression) {
  if (!expression.starts_with("TZ=") && !expression.starts_with("CRON_TZ=")) return std::string_view();
  const std::size_t from = expression.find('=') + 1;
  const std::size_t end = expression.find(' ');
  if (end == std::string_view::npos) return Bad("a time zone without a schedule after it");
  const std::string_view zone = expression.substr(from, end - from);
  expression.remove_prefix(std::min(expression.find_first_not_of(' ', end), expression.size()));
  return zone;
}

// The zone from the system's database; null is UTC. The database is only loaded when a zone is named.
Result<const date::time_zone*> FindZone(std::string_view name) {
  if (name.empty() || name == "UTC" || name == "Etc/UTC") return nullptr;
  try {
    const date::time_zone* zone = date::locate_zone(std::string(name));
    zone->get_info(std::chrono::sys_seconds());  // reads its file now, so that nothing throws later
    return zone;
  } catch (const std::exception&) {
    return Bad(
        fmt::format("unknown time zone \"{}\"; expected an IANA name such as Europe/Berlin", Cut(name, 40)));
  }
}

}  // namespace

class CronParser {
 public:
  static Status Fields(Cron& cron, std::string_view expression, CronDialect dialect) {
    std::vector<std::string_view> words = Words(expression);
    const bool standard = dialect == CronDialect::kStandard;
    if (words.size() != 5 && (standard || words.size() != 6))
      return Bad(fmt::format("expected {} fields, found {}", standard ? "5" : "5 or 6", words.size()));
    if (standard) words.insert(words.begin(), "0");
    if (words.size() == 5) words.push_back("*");
    LASTGOOD_ASSIGN(const Field second, ParseField(words[0], kSecond, dialect));
    LASTGOOD_ASSIGN(const Field minute, ParseField(words[1], kMinute, dialect));
    LASTGOOD_ASSIGN(const Field hour, ParseField(words[2], kHour, dialect));
    LASTGOOD_ASSIGN(const Field day, ParseField(words[3], kDay, dialect));
    LASTGOOD_ASSIGN(const Field month, ParseField(words[4], kMonth, dialect));
    LASTGOOD_ASSIGN(const Field weekday, ParseField(words[5], kWeekday, dialect));
    cron.seconds_ = second.bits;
    cron.minutes_ = minute.bits;
    cron.hours_ = static_cast<std::uint32_t>(hour.bits);
    cron.days_ = static_cast<std::uint32_t>(day.bits);
    cron.months_ = static_cast<std::uint32_t>(month.bits);
    cron.weekdays_ = static_cast<std::uint32_t>(weekday.bits);
    cron.any_day_ = day.star;
    cron.any_weekday_ = weekday.star;
    return Ok();
  }

  static Status Descriptor(Cron& cron, std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kNamed = {
        {{"@yearly", "0 0 0 1 1 *"},
         {"@annually", "0 0 0 1 1 *"},
         {"@monthly", "0 0 0 1 * *"},
         {"@weekly", "0 0 0 * * 0"},
         {"@daily", "0 0 0 * * *"},
         {"@midnight", "0 0 0 * * *"},
         {"@hourly", "0 0 * * * *"}}};
    for (const auto& [name, fields] : kNamed)
      if (name == text) return Fields(cron, fields, CronDialect::kSecondsFirst);
    constexpr std::string_view kEvery = "@every ";
    if (!text.starts_with(kEvery))
      return Bad("unknown descriptor; expected @hourly, @daily, @weekly, @monthly, @yearly or @every 6h");
    LASTGOOD_ASSIGN(const Duration every, ParseDuration(text.substr(kEvery.size()), false));
    using std::chrono::seconds;
    cron.every_ = std::max(std::chrono::floor<seconds>(every), seconds(1));
    return Ok();
  }

  static Result<Cron> Parse(std::string_view expression, CronDialect dialect, std::string_view time_zone) {
    if (expression.size() > kLongestExpression) return Bad("longer than 256 bytes");
    if (expression.empty()) return Bad("the expression is empty");
    if (dialect == CronDialect::kStandard) {
      LASTGOOD_ASSIGN(const std::string_view own, TakeZone(expression));
      if (!own.empty()) time_zone = own;
    }
    Cron cron;
    LASTGOOD_RETURN_IF_ERROR(expression.starts_with('@') ? Descriptor(cron, expression)
                                                         : Fields(cron, expression, dialect));
    LASTGOOD_ASSIGN(cron.zone_, FindZone(time_zone));
    // Forty years hold every combination of leap day and day of week.
    const Time start{std::chrono::sys_days(std::chrono::year(2000) / 1 / 1)};
    if (!cron.NextWithin(start, 40)) return Bad("it never runs: no day has this date");
    return cron;
  }
};

Result<Cron> Cron::Parse(std::string_view expression, CronDialect dialect, std::string_view time_zone) {
  return CronParser::Parse(expression, dialect, time_zone)
      .In(fmt::format("schedule \"{}\"", Cut(expression)));
}

std::optional<std::string> SecondsFirstTrap(std::string_view expression) {
  const std::vector<std::string_view> words = Words(expression);
  if (words.size() != 5 || !Cron::Parse(expression, CronDialect::kSecondsFirst) ||
      !Cron::Parse(expression, CronDialect::kStandard))
    return std::nullopt;
  const auto every = [](std::string_view field) { return field == "*" || field == "?"; };
  std::string text = fmt::format(
      "the first of the five fields is the second: it runs at second {}, minute {} of ", words[0], words[1]);
  text += every(words[2]) ? "every hour" : fmt::format("hour {}", words[2]);
  if (!every(words[3])) text += fmt::format(", day of month {}", words[3]);
  if (!every(words[4])) text += fmt::format(", month {}", words[4]);
  return text + fmt::format("; to mean what five fields usually mean, write \"0 {}\"", fmt::join(words, " "));
}

}  // namespace lastgood
