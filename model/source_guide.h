// What people read about a source, written beside its code and put into the pages and tables of all: causes
// of its conditions, commands to look and to fix, names by which its alerts are known elsewhere, its lines in
// the documents. In commands, <namespace> stands for the alert's label of that name. Values.
#pragma once

#include <string>
#include <vector>

#include "model/alerts.h"

namespace lastgood {

// Alerts that people have under other names.
struct KnownElsewhere {
  std::string names;            // "VeleroBackupFailures, VeleroBackupFailed"
  std::string origin;           // who ships or writes them
  std::vector<AlertName> here;  // the alerts that cover them; empty when nothing here does
  std::string why;              // the names differ, or it is not covered
};

struct SourceGuide {
  struct Cause {
    AlertName alert;
    std::string text;  // a sentence
  };
  struct Step {
    std::vector<AlertName> alerts;  // whose pages show it
    std::string what;               // without a full stop
    std::string command;            // "" when there is nothing to type
  };

  std::string system;  // as the label `system` has it
  bool anywhere =
      false;  // it may be backed up where lastgood does not read it: told whatever the config says
  std::vector<Cause> causes;
  std::vector<Step> look, fix;
  std::vector<KnownElsewhere> elsewhere;
  std::string config_row;    // of docs/configuration.md: "| `dumps.<name>` | ... |"
  std::string coverage_row;  // of docs/coverage.md: "| Velero | ... |"; "" for what covers no claim
};

}  // namespace lastgood
