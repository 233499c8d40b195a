// For the fuzz targets of Kubernetes collectors: any text as the manifests of one pass over their tables. An
// input without any apiVersion gets those of the kinds that are read, so that inputs stay short and the
// tests' own objects serve as seeds.
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

// "apiVersion: ..." before each "kind: Backup" that begins a line or a mapping in braces.
inline void AddApiVersion(const Resource& resource, std::string& text) {
  const std::string kind = "kind: " + std::string(resource.kind);
  const std::string group = resource.group.empty() ? "" : std::string(resource.group) + "/";
  const std::string version = "apiVersion: " + group + std::string(resource.version);
  for (std::size_t at = text.find(kind); at != std::string::npos; at = text.find(kind, at)) {
    const std::size_t end = at + kind.size();
    const bool whole = end >= text.size() || text[end] == '\n' || text[end] == ',';
    const bool line = at == 0 || text[at - 1] == '\n';
    const std::string added =
        whole && (line || text[at - 1] == '{') ? version + (line ? "\n" : ", ") : std::string();
    text.insert(at, added);
    at = end + added.size();
  }
}

inline void FuzzPass(std::string_view manifests, std::vector<TableRead> reads, Time now) {
  std::string text(manifests);
  const bool bare = text.find("apiVersion") == std::string::npos;
  std::vector<Reading> readings;
  for (TableRead& read : reads) {
    if (bare) AddApiVersion(read.reading.resource, text);
    readings.push_back(std::move(read.reading));
  }
  Pad(text);
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
