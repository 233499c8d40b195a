// The silences of an Alertmanager (/api/v2/silences): which of them hides an alert whatever object it is of.
// kMalformed when the text is no list of silences. Values, safe from any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "exporter/verify/matcher.h"

namespace lastgood {

struct Silence {
  std::vector<Matcher> matchers;
  std::optional<Time> ends;
  std::string text;  // for people: what it matches, and why
};

class Silences {
 public:
  // Those that are active.
  static Result<Silences> Parse(const std::string& json);

  // The one that ends last of those that hide an alert with these labels; null when none does.
  const Silence* Hiding(const std::map<std::string, std::string>& labels) const;

 private:
  std::vector<Silence> silences_;
};

}  // namespace lastgood
