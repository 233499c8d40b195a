#include "collectors/shared/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/coding.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

Error Gone(const Resource& resource, std::string_view label, std::string_view how) {
  return {ErrorCode::kNotFound,
          fmt::format("{} ({}/{}): they were read before, and {}; the former ones are kept", label,
                      resource.group, resource.plural, how)};
}

}  // namespace

ObjectId IdOf(std::string_view namespace_, std::string_view name) {
  // With its length, where the namespace ends is no matter of what a dump puts into names.
  static thread_local std::string text;
  text = std::to_string(namespace_.size());
  text.append(" ").append(namespace_).append(name);
  const std::array<unsigned char, 32> digest = Sha256(text);
  ObjectId id;
  std::memcpy(&id.high, digest.data(), sizeof id.high);
  std::memcpy(&id.low, digest.data() + sizeof id.high, sizeof id.low);
  return id;
}

bool BookOutcome(const Result<ReadOutcome>& outcome, const Resource& resource, TableStatus status, Time now,
                 TableReport& report) {
  const bool before = status.state == ReadState::kRead || status.state == ReadState::kPart;
  const bool read =
      outcome.ok() && (outcome->state == ReadState::kRead || outcome->state == ReadState::kPart);
  (before || read ? report.kinds : report.blind).emplace_back(status.label);
  if (!outcome.ok()) {
    // What fails for every kind alike is told once.
    if (std::find(report.failures.begin(), report.failures.end(), outcome.error()) == report.failures.end())
      report.failures.push_back(outcome.error());
    if (!before) status.unread = fmt::format("{}: {}", status.label, outcome.error().message);
    return false;
  }
  if (read) {
    status.state = outcome->state;
    report.in_part = report.in_part || outcome->state == ReadState::kPart;
    status.read = now;
    status.unread.clear();
    return true;
  }
  const bool absent = outcome->state == ReadState::kAbsent;
  report.not_in_dump = report.not_in_dump || !absent;
  if (before) {
    report.failures.push_back(
        Gone(resource, status.label,
             absent ? "now their CRD is not installed" : "now the manifests contain none"));
  } else {
    status.state = outcome->state;
    status.unread = absent ? fmt::format("{}: not installed", status.label)
                           : fmt::format("no {} is in the dump", resource.kind);
  }
  return false;
}

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
