#include "base/cron.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <exception>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "base/time_zone.h"

namespace lastgood {
namespace {

constexpr std::size_t kLongestExpression = 256;

constexpr CronBounds kSecond{"second", 0, 59, ""};
constexpr CronBounds kMinute{"minute", 0, 59, ""};
constexpr CronBounds kHour{"hour", 0, 23, ""};
constexpr CronBounds kDay{"day of month", 1, 31, ""};
constexpr CronBounds kMonth{"month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"};
constexpr CronBounds kWeekday{"day of week", 0, 6, "sunmontuewedthufrisat"};

Error Bad(std::string message) { return {ErrorCode::kMalformed, std::move(message)}; }

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

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// The lowest set bit that is at least `from`; 64 when there is none.
int NextBit(std::uint64_t bits, int from) {
  return from > 63 ? 64 : std::countr_zero(bits & (~std::uint64_t{0} << from));
}

struct TimeFields {
  std::uint64_t seconds, minutes, hours;
};

// The first matching time of day that is not before `from`.
std::optional<seconds> NextOfDay(const TimeFields& fields, seconds from) {
  const std::chrono::hh_mm_ss clock(from);
  const int first_hour = static_cast<int>(clock.hours().count());
  const int first_minute = static_cast<int>(clock.minutes().count());
  const int first_second = static_cast<int>(clock.seconds().count());
  for (int hour = NextBit(fields.hours, first_hour); hour < 24; hour = NextBit(fields.hours, hour + 1)) {
    const bool same_hour = hour == first_hour;
    for (int minute = NextBit(fields.minutes, same_hour ? first_minute : 0); minute < 60;
         minute = NextBit(fields.minutes, minute + 1)) {
      const int second = NextBit(fields.seconds, same_hour && minute == first_minute ? first_second : 0);
      if (second < 60) return std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
    }
  }
  return std::nullopt;
}

// While `offset` holds: up to, not including, `end`.
struct Span {
  seconds offset{0};
  sys_seconds end = sys_seconds::max();
};

Span SpanAt(const date::time_zone* zone, sys_seconds time) {
  if (zone == nullptr) return {};
  const date::sys_info info = zone->get_info(time);
  return {info.offset, info.end};
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
    LASTGOOD_ASSIGN(const CronField second, ParseCronField(words[0], kSecond, dialect));
    LASTGOOD_ASSIGN(const CronField minute, ParseCronField(words[1], kMinute, dialect));
    LASTGOOD_ASSIGN(const CronField hour, ParseCronField(words[2], kHour, dialect));
    LASTGOOD_ASSIGN(const CronField day, ParseCronField(words[3], kDay, dialect));
    LASTGOOD_ASSIGN(const CronField month, ParseCronField(words[4], kMonth, dialect));
    LASTGOOD_ASSIGN(const CronField weekday, ParseCronField(words[5], kWeekday, dialect));
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

Cron::Plain Cron::ToPlain() const {
  return {seconds_,  minutes_, hours_,       days_,  months_,
          weekdays_, any_day_, any_weekday_, every_, zone_ == nullptr ? "" : zone_->name()};
}

Result<Cron> Cron::FromPlain(const Plain& plain) {
  const auto within = [](std::uint64_t bits, const CronBounds& bounds) {
    return (bits >> bounds.least << bounds.least) == bits && bits >> bounds.most <= 1;
  };
  const bool possible = within(plain.seconds, kSecond) && within(plain.minutes, kMinute) &&
                        within(plain.hours, kHour) && within(plain.days, kDay) &&
                        within(plain.months, kMonth) && within(plain.weekdays, kWeekday);
  if (!possible || plain.every < Duration::zero()) return Bad("a schedule that no expression gives");
  Cron cron;
  cron.seconds_ = plain.seconds;
  cron.minutes_ = plain.minutes;
  cron.hours_ = plain.hours;
  cron.days_ = plain.days;
  cron.months_ = plain.months;
  cron.weekdays_ = plain.weekdays;
  cron.any_day_ = plain.any_day;
  cron.any_weekday_ = plain.any_weekday;
  cron.every_ = plain.every;
  LASTGOOD_ASSIGN(cron.zone_, FindZone(plain.zone));
  return cron;
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

// Both day fields must match when either is a star; else one of them is enough.
bool Cron::DayMatches(local_days day) const {
  const std::chrono::year_month_day date(day);
  const bool by_day = (days_ >> static_cast<unsigned>(date.day())) & 1;
  const bool by_weekday = (weekdays_ >> std::chrono::weekday(day).c_encoding()) & 1;
  return any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

local_seconds Cron::NextLocal(local_seconds from, std::chrono::year last) const {
  local_days day = std::chrono::floor<days>(from);
  seconds time = from - day;
  while (true) {
    const std::chrono::year_month_day date(day);
    if (date.year() > last) return local_seconds::max();
    if (((months_ >> static_cast<unsigned>(date.month())) & 1) == 0) {
      day = local_days((date.year() / date.month() + std::chrono::months(1)) / 1);
    } else {
      const auto found = DayMatches(day) ? NextOfDay({seconds_, minutes_, hours_}, time) : std::nullopt;
      if (found) return day + *found;
      day += days(1);
    }
    time = seconds(0);
  }
}

// A local time that occurs twice runs twice and one that is skipped does not run, as robfig/cron has it.
std::optional<Time> Cron::NextWithin(Time after, int years) const {
  sys_seconds from = std::chrono::floor<seconds>(after);
  if (every_ > Duration::zero()) return Time(from) + every_;
  const std::chrono::year last =
      std::chrono::year_month_day(std::chrono::floor<days>(from)).year() + std::chrono::years(years);
  from += seconds(1);
  while (true) {
    const Span span = SpanAt(zone_, from);
    const local_seconds local = NextLocal(local_seconds((from + span.offset).time_since_epoch()), last);
    if (local == local_seconds::max()) return std::nullopt;
    const sys_seconds found((local - span.offset).time_since_epoch());
    if (found < span.end) return found;
    from = span.end;
  }
}

std::optional<Time> Cron::Next(Time after) const {
  static constexpr Time kFirst{std::chrono::sys_days(std::chrono::year(1) / 1 / 1)};
  static constexpr Time kLast{std::chrono::sys_days(std::chrono::year(9999) / 12 / 31)};
  return after < kFirst || after > kLast ? std::nullopt : NextWithin(after, 8);
}

std::optional<Time> Cron::Nth(Time after, int count) const {
  std::optional<Time> time = after;
  for (int i = 0; i < count && time; ++i) time = Next(*time);
  return time;
}

}  // namespace lastgood
