// Runbooks: a page for each alert, for the person whom it wakes. What a page says of the rule itself comes
// from the rules, so that it cannot drift; what to look at and to mend is written by hand in rules/runbooks/.
// In commands, <namespace> stands for the alert's label of that name; Placeholders() explains the others.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "rules/groups/render.h"
#include "rules/rule.h"

namespace lastgood {

struct Runbook {
  struct Cause {
    std::string system;  // "" for any
    std::string text;
  };
  struct Step {
    std::string what;     // begins with the system, when it is for one only
    std::string command;  // "" when there is nothing to type
  };
  struct Silence {
    std::string when;
    std::string duration;  // as amtool takes it; "" when silencing is never right
  };
  AlertName alert;
  std::string meaning;
  std::vector<Cause> causes;
  std::vector<Step> look, mend;
  Silence silence;
};

struct Placeholder {
  std::string name, meaning;
};
// What stands in <> and is no label of the alert.
const std::vector<Placeholder>& Placeholders();

// Links to pages of alerts that these groups do not have become plain words.
std::string WithoutDeadLinks(const std::vector<RuleGroup>& groups, std::string text);

// docs/runbooks/<Alert>.md for the alerts that these settings give, and docs/runbooks/README.md.
Files RunbookFiles(const GeneratorSettings& settings);

}  // namespace lastgood
