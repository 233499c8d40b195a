// For the fuzz targets of Kubernetes collectors: any text as the manifests of one pass over their tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/shared/table.h"
#include "net/manifests/sink.h"
#include "net/manifests/text.h"
#include "net/objects/list_json.h"
#include "net/objects/reading.h"

namespace lastgood {

inline void FuzzPass(std::string_view manifests, std::vector<TableRead> reads, Time now) {
  std::string text(manifests);
  Pad(text);
  std::vector<Reading> readings;
  for (TableRead& read : reads) readings.push_back(std::move(read.reading));
  const ManifestSink::Progress silent;
  ManifestSink sink(readings, silent);
  (void)ReadManifestText("fuzz", text, [] { return false; }, sink);
  std::vector<Result<ReadOutcome>> outcomes = std::move(sink).Finish();
  TableReport report;
  for (std::size_t i = 0; i < outcomes.size(); ++i) reads[i].finish(std::move(outcomes[i]), now, report);
}

// Two passes over the same tables, parted by the first zero byte: the second one meets the rows of the first.
template <typename Tables, typename MakeReads, typename Judge>
void FuzzTwoPasses(std::string_view input, MakeReads make_reads, Judge judge) {
  const Time now{std::chrono::seconds(1'790'000'000)};
  Tables tables;
  const std::size_t cut = input.find('\0');
  FuzzPass(input.substr(0, cut), make_reads(tables), now);
  judge(tables, now);
  if (cut == std::string_view::npos) return;
  FuzzPass(input.substr(cut + 1), make_reads(tables), now);
  judge(tables, now);
}

}  // namespace lastgood
