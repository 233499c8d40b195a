// Samples of jobs in, one report for each job on each instance out. Pure.
#pragma once

#include <map>
#include <vector>

#include "collectors/jobs/outcomes.h"
#include "collectors/jobs/sample.h"

namespace lastgood::jobs {

class JobReader {
 public:
  // `outcomes` must outlive it.
  JobReader(Time now, const OutcomeMap& outcomes) : now_(now), outcomes_(outcomes) {}

  // kMalformed, kClockSkew: the value cannot be right. kTooLarge: too many jobs.
  Status Add(const Sample& sample);
  // By place; what does not fit together becomes complaints.
  std::vector<JobReport> Finish(std::vector<Error>& complaints);

 private:
  // What samples with the same labels say: of several dumps of one job each may fail at its own time.
  struct Run {
    PartReport part;
    std::optional<Time> timestamp, written;
    std::optional<std::uint64_t> size;
    bool bad_time = false;
    bool is_part = false;  // it says more than a time and figures
  };
  struct Job {
    JobReport report;
    std::map<LabelList, Run> runs;
    bool tells_last_success = false;
  };

  Status AddOutcome(const Sample& sample, Job& job);
  Status AddTimestamp(const Sample& sample, Job& job);
  Status AddTime(const Sample& sample, Job& job);
  static Status AddFigure(const Sample& sample, Job& job);
  static void FindSilentParts(Job& job);
  static JobReport Conclude(Job& job, std::vector<Error>& complaints);

  const Time now_;
  const OutcomeMap& outcomes_;
  std::map<JobPlace, Job> jobs_;
};

}  // namespace lastgood::jobs
