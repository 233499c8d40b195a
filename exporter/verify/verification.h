// What `verify` found, and how it is shown. Values; rendering is pure.
#pragma once

#include "base/result.h"
#include "exporter/report/text_table.h"
#include "model/assess.h"

namespace lastgood {

// One thing that was looked at, and the worst that was found.
struct Verdict {
  Level level =
      Level::kGood;         // kNotice: nothing of its kind exists here; kUnknown; kWarning; kCritical: broken
  std::string subject;      // "alert", "record", "panel", "prometheus", "alertmanager"
  std::string group, name;  // of a rule; a dashboard and its panel
  std::string severity;     // of an alert
  std::string state, why, todo;
};

// Writes what was found; true, so that a check may return it.
bool Found(Verdict& verdict, Level level, std::string state, std::string why, std::string todo);
bool CannotTell(Verdict& verdict, std::string state, const Error& error);

struct Verification {
  std::vector<Verdict> verdicts;  // worst first

  // Whether Prometheus could be read.
  bool WasRead() const;
  // 0 good, 1 something is broken, 2 could not tell; 1 beats 2.
  int ExitCode() const;
  std::string Answer() const;
};

void SortWorstFirst(Verification& verification);
std::string RenderTable(const Verification& verification, const TableStyle& style);
std::string RenderJson(const Verification& verification);

}  // namespace lastgood
