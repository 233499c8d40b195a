// Cron expressions with the rules of the program that will run them: the fields, the descriptors and the
// day-of-month/day-of-week rule are robfig/cron's (CloudNativePG uses v1.2.0 `Parse`, seconds first;
// Kubernetes CronJobs, and through them Longhorn, use v3 ParseStandard, five fields). Pure values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/cron_fields.h"
#include "base/result.h"

namespace date {
class time_zone;
}

namespace lastgood {

class Cron {
 public:
  // `time_zone` is an IANA name; "" is UTC. An expression that never matches (February 30th) is an error.
  static Result<Cron> Parse(std::string_view expression, CronDialect dialect,
                            std::string_view time_zone = "");

  // The first run strictly after `after`; nullopt when there is none within eight years.
  std::optional<Time> Next(Time after) const;
  // The `count`-th run after `after` (1 is Next).
  std::optional<Time> Nth(Time after, int count) const;

  bool operator==(const Cron&) const = default;

  // All that it is, to be kept in a file.
  struct Plain {
    std::uint64_t seconds = 0, minutes = 0;
    std::uint32_t hours = 0, days = 0, months = 0, weekdays = 0;
    bool any_day = false, any_weekday = false;
    Duration every{0};
    std::string zone;
  };
  Plain ToPlain() const;
  // kMalformed: no expression gives this.
  static Result<Cron> FromPlain(const Plain& plain);

 private:
  friend class CronParser;
  std::optional<Time> NextWithin(Time after, int years) const;
  std::chrono::local_seconds NextLocal(std::chrono::local_seconds from, std::chrono::year last) const;
  bool DayMatches(std::chrono::local_days day) const;

  std::uint64_t seconds_ = 1, minutes_ = 0;  // bit n is set when n is in the field
  std::uint32_t hours_ = 0, days_ = 0, months_ = 0, weekdays_ = 0;
  bool any_day_ = false, any_weekday_ = false;  // robfig's star bit
  Duration every_{0};                           // @every; all else is unused then
  const date::time_zone* zone_ = nullptr;       // of the process-wide database; null is UTC
};

// What a five-field expression in the seconds-first dialect really means, as a sentence ("minute 2 of every
// hour ..."), when it differs from what it looks like; nullopt when the expression is not such a trap.
std::optional<std::string> SecondsFirstTrap(std::string_view expression);

}  // namespace lastgood
