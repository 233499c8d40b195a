#include "collectors/dumps/pattern.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/cron.h"
#include "base/time.h"
#include "base/time_zone.h"

namespace lastgood {
namespace {

constexpr std::string_view kFields = "YymdjHMSs";
constexpr std::size_t kLongest = 500;

std::size_t DigitsOf(char field) {
  switch (field) {
    case 'Y':
      return 4;
    case 'j':
      return 3;
    case 's':
      return 10;
    default:
      return 2;
  }
}

std::uint64_t BitOf(char field) { return std::uint64_t{1} << (static_cast<unsigned>(field - 'A') % 64); }

Time InZone(std::chrono::local_seconds local, const date::time_zone* zone) {
  if (zone == nullptr) return Time(std::chrono::floor<Duration>(local.time_since_epoch()));
  // Twice an autumn night has the hour: the first one. In spring's gap: the moment of the change.
  const auto moment = zone->to_sys(date::local_seconds(local.time_since_epoch()), date::choose::earliest);
  return Time(std::chrono::floor<Duration>(moment.time_since_epoch()));
}

}  // namespace

struct DumpPattern::Values {
  std::array<std::int64_t, 128> of{};
};

bool DumpPattern::Has(char field) const { return (fields_ & BitOf(field)) != 0; }

// Takes the first token of the pattern off.
void DumpPattern::Add(std::string_view& pattern) {
  const auto literal = [this](char c) {
    if (tokens_.empty() || tokens_.back().field != 0) tokens_.push_back({});
    tokens_.back().literal += c;
  };
  const char c = pattern.front();
  pattern.remove_prefix(1);
  if (c == '*') {
    if (tokens_.empty() || tokens_.back().field != '*') tokens_.push_back({'*'});
  } else if (c != '%' || pattern.empty() || pattern.front() == '%') {
    literal(c);
    if (c == '%' && !pattern.empty()) pattern.remove_prefix(1);
  } else {
    tokens_.push_back({pattern.front()});
    pattern.remove_prefix(1);
  }
}

Status DumpPattern::Check() const {
  const auto bad = [](std::string_view what) { return Error{ErrorCode::kConfig, std::string(what)}; };
  for (const Token& token : tokens_)
    if (token.field != 0 && token.field != '*' && kFields.find(token.field) == std::string_view::npos)
      return bad(fmt::format("%{} is not known; expected %Y %y %m %d %j %F %H %M %S %s %% or *",
                             Cut(std::string_view(&token.field, 1))));
  if (fields_ == 0 || Has('s')) return Ok();
  if (!Has('Y') && !Has('y')) return bad("a time needs its year, %Y or %y");
  const bool day = Has('j') || (Has('m') && Has('d'));
  if (!day && (Has('d') || Has('H') || !Has('m'))) return bad("a time needs its day, %m and %d or %j");
  if ((Has('M') && !Has('H')) || (Has('S') && !Has('M')))
    return bad("%M needs %H before it, and %S needs %M");
  return Ok();
}

Result<DumpPattern> DumpPattern::Parse(std::string_view text, std::string_view time_zone) {
  if (text.size() > kLongest) return Error{ErrorCode::kConfig, "expected a pattern of at most 500 bytes"};
  std::string pattern(text);
  for (std::size_t at = 0; (at = pattern.find("%F", at)) != std::string::npos;)
    pattern.replace(at, 2, "%Y-%m-%d");
  DumpPattern parsed;
  for (std::string_view rest = pattern; !rest.empty();) parsed.Add(rest);
  for (const Token& token : parsed.tokens_)
    if (token.field != 0 && token.field != '*') parsed.fields_ |= BitOf(token.field);
  LASTGOOD_RETURN_IF_ERROR(parsed.Check());
  LASTGOOD_ASSIGN(parsed.zone_, FindZone(time_zone));
  return parsed;
}

bool DumpPattern::Take(const Token& token, std::string_view& rest, Values& values) const {
  if (token.field == 0) {
    if (!rest.starts_with(token.literal)) return false;
    rest.remove_prefix(token.literal.size());
    return true;
  }
  const std::string_view digits = rest.substr(0, DigitsOf(token.field));
  if (digits.size() < DigitsOf(token.field) || digits.find_first_not_of("0123456789") != digits.npos)
    return false;
  std::from_chars(digits.data(), digits.data() + digits.size(),
                  values.of[static_cast<unsigned char>(token.field)]);
  rest.remove_prefix(digits.size());
  return true;
}

// Every token but * has one length, so that only the last * ever needs to be tried longer.
std::optional<DumpPattern::Match> DumpPattern::Try(std::string_view key) const {
  Values values;
  std::size_t token = 0, star = tokens_.size();
  std::string_view rest = key, star_rest;
  while (!tokens_.empty() && (token < tokens_.size() || !rest.empty())) {
    if (token < tokens_.size() && tokens_[token].field == '*') {
      star = token++;
      star_rest = rest;
    } else if (token < tokens_.size() && Take(tokens_[token], rest, values)) {
      ++token;
    } else if (star < tokens_.size() && !star_rest.empty() && star_rest.front() != '/') {
      star_rest.remove_prefix(1);
      rest = star_rest;
      token = star + 1;
    } else {
      return std::nullopt;
    }
  }
  return Match{has_time() ? TimeOf(values) : std::nullopt};
}

std::optional<NameTime> DumpPattern::TimeOf(const Values& values) const {
  using namespace std::chrono;
  const auto value = [&](char field) { return values.of[static_cast<unsigned char>(field)]; };
  if (Has('s')) return NameTime{Time(seconds(value('s'))), seconds(1)};
  const year y(static_cast<int>(Has('Y') ? value('Y') : 2000 + value('y')));
  local_days day;
  if (Has('j')) {
    if (value('j') < 1 || value('j') > (y.is_leap() ? 366 : 365)) return std::nullopt;
    day = local_days(y / January / 1) + days(value('j') - 1);
  } else {
    const auto date = y / month(static_cast<unsigned>(value('m'))) /
                      std::chrono::day(Has('d') ? static_cast<unsigned>(value('d')) : 1);
    if (!date.ok()) return std::nullopt;
    day = local_days(date);
  }
  if (y < year(1970) || value('H') > 23 || value('M') > 59 || value('S') > 60) return std::nullopt;
  const Time time = InZone(day + hours(value('H')) + minutes(value('M')) + seconds(value('S')), zone_);
  const Duration precision = Has('S')               ? Duration(seconds(1))
                             : Has('M')             ? Duration(minutes(1))
                             : Has('H')             ? Duration(hours(1))
                             : Has('d') || Has('j') ? Duration(days(1))
                                                    : Duration(days(31));
  return NameTime{time, precision};
}

}  // namespace lastgood
