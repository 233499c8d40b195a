#include "collectors/shared/table.h"

namespace lastgood {

TableReport ReadTables(KubeSource& source, std::vector<TableRead> reads, const Deadline& deadline, Time now,
                       const std::function<void(std::string_view, std::size_t)>& progress) {
  std::vector<Reading> readings;
  for (TableRead& read : reads) readings.push_back(std::move(read.reading));
  std::vector<Result<ReadOutcome>> outcomes = source.Read(readings, deadline, progress);
  readings.clear();
  TableReport report;
  for (std::size_t i = 0; i < outcomes.size() && i < reads.size(); ++i)
    reads[i].finish(std::move(outcomes[i]), now, report);
  return report;
}

}  // namespace lastgood
