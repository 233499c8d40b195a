// What an earlier `check -o json` said already: a change is judged by what it adds. Values.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "base/result.h"
#include "model/assess.h"

namespace lastgood {

class Baseline {
 public:
  // kMalformed when `text` is no report.
  static Result<Baseline> Parse(const std::string& text);

  // Leaves out findings that are in the baseline, at least as bad, and the rows that are left without one:
  // they are not good. What is relied on is not told of a change, so the service's lines go too.
  void LeaveOutKnown(Assessment& assessment) const;
  // Whether the baseline has this object, bucket, ... at all.
  bool Has(const Row& row) const;

 private:
  using Subject = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  static Subject SubjectOf(const Row& row);
  bool Knows(const Row& row, const Finding& finding) const;
  std::size_t LeaveOutOf(Row& row) const;

  // By condition, or by what is found where there is none; the worst level of each.
  std::map<Subject, std::map<std::string, Level>> subjects_;
};

}  // namespace lastgood
