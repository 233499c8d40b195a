// When a schedule runs: the bit fields of cron.h against local time, offset by offset.
#include <date/tz.h>

#include <bit>

#include "base/cron.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// The lowest set bit that is at least `from`; 64 when there is none.
int NextBit(std::uint64_t bits, int from) {
  return from > 63 ? 64 : std::countr_zero(bits & (~std::uint64_t{0} << from));
}

struct Fields {
  std::uint64_t seconds, minutes, hours;
};

// The first matching time of day that is not before `from`.
std::optional<seconds> NextOfDay(const Fields& fields, seconds from) {
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
