// Runbooks: a page for each alert, for the person whom it wakes. What a page says of the rule itself comes
// from the rules, so that it cannot drift; what to look at and to fix is written by hand, in rules/runbooks/
// where it is the same for all systems, and beside each source where it is not (model/source_guide.h). In
// commands, <namespace> stands for the alert's label of that name; Placeholders() explains the others. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/source_guide.h"
#include "rules/groups/render.h"
#include "rules/rule.h"

namespace lastgood {

struct Runbook {
  struct Step {
    std::string what;     // without a full stop
    std::string command;  // "" when there is nothing to type
  };
  struct Silence {
    std::string when;
    std::string duration;  // as amtool takes it; "" when silencing is never right
  };
  AlertName alert;
  std::string meaning;
  // Whatever the system; what is of one system stands in its SourceGuide.
  std::vector<std::string> causes;
  std::vector<Step> look, fix;
  Silence silence;
};

struct Placeholder {
  std::string name, meaning;
};
// What stands in <> and is no label of the alert.
const std::vector<Placeholder>& Placeholders();

// Links to pages of alerts that these groups do not have become plain words.
std::string WithoutDeadLinks(const std::vector<RuleGroup>& groups, std::string text);

// docs/runbooks/<Alert>.md for the alerts that these settings give, with what these guides say of them, and
// docs/runbooks/README.md.
Files RunbookFiles(const GeneratorSettings& settings, const std::vector<SourceGuide>& guides);

}  // namespace lastgood
