// Which RecurringJobs really cover a volume, by Longhorn's rules for labels and groups. Pure; refers to the
// tables' rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/longhorn/rows.h"
#include "model/facts.h"

namespace lastgood::longhorn {

struct Job {
  const JobRow* row = nullptr;
  ObjectKey key;
  std::optional<Cron> cron;
  std::string bad_cron;  // why it does not parse
};

// Every job of the table, its schedule parsed once.
std::vector<Job> ParseJobs(const Table<JobRow>& table);
PolicyFacts ToFacts(const Job& job, Time now);

struct Coverage {
  std::vector<const Job*> backup_jobs;
  std::vector<std::string> other_jobs;   // that cover it but make no backup: snapshots, trims
  std::vector<std::string> dead_labels;  // that name no job, or a group that no job serves
  bool by_default = false;               // it has no label, which makes it a member of group default
};

Coverage CoverageOf(const std::string& namespace_, const JobLabels& labels, const std::vector<Job>& jobs);

}  // namespace lastgood::longhorn
