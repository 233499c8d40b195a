// Samples of jobs in, one report for each job on each instance out. Pure.
#pragma once

#include <map>
#include <vector>

#include "collectors/jobs/sample.h"

namespace lastgood::jobs {

class JobReader {
 public:
  explicit JobReader(Time now) : now_(now) {}

  // kMalformed, kClockSkew: the value cannot be right. kTooLarge: too many jobs.
  Status Add(const Sample& sample);
  // By place; what does not fit together becomes complaints.
  std::vector<JobReport> Finish(std::vector<Error>& complaints);

 private:
  // What samples with the same labels say: of several dumps of one job each may fail at its own time.
  struct Run {
    std::optional<bool> success;
    std::optional<Time> timestamp, written;
    bool bad_time = false;
  };
  struct Job {
    JobReport report;
    std::map<LabelList, Run> runs;
    bool tells_last_success = false;
  };

  Status AddOutcome(const Sample& sample, Job& job);
  Status AddTimestamp(const Sample& sample, Job& job);
  Status AddTime(const Sample& sample, Job& job) const;
  static Status AddFigure(const Sample& sample, JobReport& report);
  static JobReport Conclude(Job& job, std::vector<Error>& complaints);

  const Time now_;
  std::map<Place, Job> jobs_;
};

}  // namespace lastgood::jobs
