// One field of a cron expression, as robfig/cron reads it: "*", "?", "5", "1-5", "*/15", "MON,WED". Pure;
// kMalformed says which field, what was expected and what was found.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace lastgood {

enum class CronDialect : std::uint8_t {
  kStandard,      // five fields, minute first; descriptors; @every
  kSecondsFirst,  // robfig/cron v1 Parse: six fields, seconds first; with five, the day of week is missing
};

// What a field may hold.
struct CronBounds {
  std::string_view what;
  unsigned least, most;
  std::string_view names;  // three letters each, the first stands for `least`
};
struct CronField {
  std::uint64_t bits = 0;  // bit n is set when n is in the field
  bool star = false;       // "*" or "?"
};

Result<CronField> ParseCronField(std::string_view text, const CronBounds& bounds, CronDialect dialect);

}  // namespace lastgood
