// Names of dumps: which keys a pattern matches, and the time that stands in them. %Y %m %d %H %M %S, %y (two
// digits of the year), %j (day of the year), %F (%Y-%m-%d), %s (seconds since 1970, ten digits) and %% are
// as strptime's, each with all its digits; * is anything without a slash. Immutable; any thread may use one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace date {
class time_zone;
}

namespace lastgood {

// A name that says "20 August" says no more than that: `time` is when that day began, and `precision` how
// long it lasted.
struct NameTime {
  Time time;
  Duration precision;
  bool operator==(const NameTime&) const = default;
};

class DumpPattern {
 public:
  // `time_zone` is an IANA name in which the names are meant; "" is UTC. An empty pattern matches every key.
  static Result<DumpPattern> Parse(std::string_view pattern, std::string_view time_zone);

  // Whether names hold a time, so that it orders them.
  bool has_time() const { return fields_ != 0; }
  // nullopt: another file. Without a time in the pattern, and where the digits are no date, there is none.
  struct Match {
    std::optional<NameTime> time;
  };
  std::optional<Match> Try(std::string_view key) const;

 private:
  struct Token {
    char field = 0;  // '*', 'Y'..., or 0 for `literal`
    std::string literal = {};
  };
  struct Values;

  bool Take(const Token& token, std::string_view& rest, Values& values) const;
  std::optional<NameTime> TimeOf(const Values& values) const;
  Status Check() const;
  bool Has(char field) const;
  void Add(std::string_view& pattern);

  std::vector<Token> tokens_;              // empty matches everything
  std::uint64_t fields_ = 0;               // bit n: the field whose letter is 'A' + n is in the pattern
  const date::time_zone* zone_ = nullptr;  // of the process-wide database; null is UTC
};

}  // namespace lastgood
