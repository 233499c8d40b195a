// The inhibit rules of an Alertmanager (docs/configuration.md, "Inhibition-related settings"), beside
// lastgood's own: which of its alerts hides another one that is of another object. kMalformed when the text
// is no config of Alertmanager. Values, safe from any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "exporter/verify/matcher.h"
#include "rules/rule.h"

namespace lastgood {

// An alert as it arrives, of some object.
struct ArrivingAlert {
  Alert alert;
  promql::Names names;

  // Every label of its expression has a value that stands for any.
  std::map<std::string, std::string> AsMap() const;
};

class Inhibitions {
 public:
  static Result<Inhibitions> Parse(const std::string& config);

  // Why `target` may be hidden by one of `all` that tells of another object; "" when it is not. kMalformed:
  // nobody can tell, since a matcher cannot be read.
  Result<std::string> WhyHidden(const ArrivingAlert& target, const std::vector<ArrivingAlert>& all) const;

 private:
  struct InhibitRule {
    std::vector<Matcher> source, target;
    std::vector<std::string> equal;
    std::string text;  // for people
  };
  std::vector<InhibitRule> rules_;
};

}  // namespace lastgood
