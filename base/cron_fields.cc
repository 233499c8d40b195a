#include "base/cron_fields.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

Error Bad(std::string message) { return {ErrorCode::kMalformed, std::move(message)}; }

// The parts between separators, empty ones included.
std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at; (at = text.find(separator)) != std::string_view::npos; text.remove_prefix(at + 1))
    parts.push_back(text.substr(0, at));
  parts.push_back(text);
  return parts;
}

Result<unsigned> ParseNumber(std::string_view text, std::string_view what) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;  // as Go's Atoi does
  unsigned value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc() || end != digits.data() + digits.size())
    return Bad(fmt::format("{}: expected a number, found \"{}\"", what, Cut(text, 40)));
  return value;
}

Result<unsigned> ParseNumberOrName(std::string_view text, const CronBounds& bounds) {
  const std::size_t at = text.size() == 3 ? bounds.names.find(Lower(text)) : std::string_view::npos;
  if (at != std::string_view::npos && at % 3 == 0) return bounds.least + static_cast<unsigned>(at / 3);
  return ParseNumber(text, bounds.what);
}

struct Range {
  unsigned start, end;
  bool star = false, single = false;
};

// "*", "?", "5" or "1-5". What follows the hyphen of "*-5" is not looked at, as robfig/cron does not.
Result<Range> ParseRange(std::string_view text, const CronBounds& bounds) {
  const std::vector<std::string_view> ends = Split(text, '-');
  if (ends[0] == "*" || ends[0] == "?") return Range{bounds.least, bounds.most, true, ends.size() == 1};
  if (ends.size() > 2) return Bad(fmt::format("{}: too many hyphens in \"{}\"", bounds.what, Cut(text, 40)));
  LASTGOOD_ASSIGN(const unsigned start, ParseNumberOrName(ends[0], bounds));
  if (ends.size() == 1) return Range{start, start, false, true};
  LASTGOOD_ASSIGN(const unsigned end, ParseNumberOrName(ends[1], bounds));
  return Range{start, end};
}

Status CheckRange(const Range& range, unsigned step, const CronBounds& bounds) {
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
Result<CronField> ParseElement(std::string_view text, const CronBounds& bounds, CronDialect dialect) {
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
  CronField field{.star = range.star};
  for (std::uint64_t n = range.start; n <= range.end; n += step) field.bits |= std::uint64_t{1} << n;
  return field;
}

}  // namespace

Result<CronField> ParseCronField(std::string_view text, const CronBounds& bounds, CronDialect dialect) {
  CronField all;
  for (const std::string_view element : Split(text, ',')) {
    if (element.empty()) continue;
    LASTGOOD_ASSIGN(const CronField field, ParseElement(element, bounds, dialect));
    all.bits |= field.bits;
    all.star = all.star || field.star;
  }
  return all;
}

}  // namespace lastgood
