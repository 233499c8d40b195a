// Lists of snapshots: the API's, and a repository's own index.
#include "collectors/opensearch/decode_snapshots.h"

#include <fmt/format.h>

#include <unordered_set>

#include "base/time.h"
#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/document.h"
#include "collectors/opensearch/walk.h"
#include "net/objects/object.h"

namespace lastgood::opensearch {
namespace {

constexpr std::size_t kMostSnapshots = 200'000;
constexpr std::size_t kMostProblems = 100;
constexpr std::size_t kMostName = 1000;

SnapshotState StateOf(std::string_view text) {
  if (text == "SUCCESS") return SnapshotState::kSuccess;
  if (text == "IN_PROGRESS") return SnapshotState::kRunning;
  if (text == "PARTIAL") return SnapshotState::kPartial;
  if (text == "FAILED") return SnapshotState::kFailed;
  if (text == "INCOMPATIBLE") return SnapshotState::kIncompatible;
  return SnapshotState::kUnknown;
}

// As index-N writes states.
constexpr std::array<std::string_view, 5> kStateNumbers = {"IN_PROGRESS", "SUCCESS", "FAILED", "PARTIAL",
                                                           "INCOMPATIBLE"};

Status CheckName(const std::string& name, std::string_view member) {
  if (!name.empty() && name.size() <= kMostName) return Ok();
  return Error{ErrorCode::kMalformed, fmt::format("{}: expected a name, found \"{}\"", member, Cut(name))};
}

// The first of many failures, and how many shards they cost.
std::string WhyNotWhole(const Fields& fields) {
  std::string why = fields.String({"reason"});
  const std::optional<std::int64_t> failed = fields.Int({"shards", "failed"});
  const std::optional<std::int64_t> total = fields.Int({"shards", "total"});
  if (failed.value_or(0) > 0)
    why += fmt::format("{}{} of {} shards failed", why.empty() ? "" : "; ", *failed, total.value_or(0));
  std::string first;
  fields.EachElement({"failures"}, [&](const Fields& failure) {
    if (first.empty())
      first = fmt::format("{}: {}", Cut(failure.String({"index"})), Cut(failure.String({"reason"}), 200));
  });
  if (!first.empty()) why += fmt::format("{}{}", why.empty() ? "" : ", ", first);
  return Cut(why, 400);
}

Status DecodeSnapshot(const Fields& fields, SnapshotRow& row) {
  row.name = fields.String({"snapshot"});
  row.uuid = fields.String({"uuid"});
  row.state_text = Cut(fields.String({"state"}));
  row.state = StateOf(row.state_text);
  row.start = MillisSince1970(fields.Int({"start_time_in_millis"}));
  row.end = MillisSince1970(fields.Int({"end_time_in_millis"}));
  row.detailed = row.start.has_value();
  LASTGOOD_RETURN_IF_ERROR(fields.status());
  LASTGOOD_RETURN_IF_ERROR(CheckName(row.name, "snapshot"));
  // What follows is the user's own, or of no weight: a mistake in it costs nothing.
  row.policy = Cut(fields.String({"metadata", "sm_policy"}), kMostName);
  if (row.policy.empty()) row.policy = Cut(fields.String({"metadata", "policy"}), kMostName);
  row.shards = fields.Int({"shards", "total"});
  if (row.state != SnapshotState::kSuccess) row.why = WhyNotWhole(fields);
  return Ok();
}

Status DecodeIndexed(const Fields& fields, SnapshotRow& row) {
  row.name = fields.String({"name"});
  row.uuid = fields.String({"uuid"});
  const std::int64_t state = fields.Int({"state"}).value_or(-1);
  if (state >= 0 && state < static_cast<std::int64_t>(kStateNumbers.size()))
    row.state_text = kStateNumbers[static_cast<std::size_t>(state)];
  row.state = StateOf(row.state_text);
  row.start = MillisSince1970(fields.Int({"start_time_millis"}));
  row.end = MillisSince1970(fields.Int({"end_time_millis"}));
  row.policy = Cut(fields.String({"slm_policy"}), kMostName);
  row.detailed = true;
  LASTGOOD_RETURN_IF_ERROR(fields.status());
  return CheckName(row.name, "name");
}

using DecodeRow = Status (*)(const Fields&, SnapshotRow&);

// Adds what one snapshot's text says, or the problem that it is.
class Collect {
 public:
  Collect(DecodeRow decode, SnapshotList& list) : decode_(decode), list_(list) {}

  Status operator()(std::string_view json) {
    if (list_.snapshots.size() == kMostSnapshots)
      return Error{ErrorCode::kTooLarge, fmt::format("more than {} snapshots", kMostSnapshots)};
    SnapshotRow row;
    const Result<Fields> fields = parser_.Parse(json);
    Status status = fields.ok() ? decode_(*fields, row) : Status(fields.error());
    if (!status.ok()) {
      if (list_.problems.size() < kMostProblems)
        list_.problems.push_back(
            MakeProblem({"", "Snapshot", "", Cut(row.name, 200)}, std::move(status).error()));
      return Ok();
    }
    if (row.uuid.empty() || row.uuid == "_na_") row.uuid = row.name;
    list_.snapshots.push_back(std::move(row));
    return Ok();
  }

 private:
  const DecodeRow decode_;
  SnapshotList& list_;
  ObjectParser parser_;
};

Result<SnapshotDocument> Walked(std::string& text, const SnapshotVisitor& visitor) {
  if (text.empty()) return Error{ErrorCode::kTruncated, "it is empty"};
  const std::size_t size = text.size();
  Pad(text);
  return WalkSnapshots(std::string_view(text).substr(0, size), visitor);
}

}  // namespace

Result<SnapshotList> DecodeSnapshots(std::string body) {
  SnapshotList list;
  Collect collect(&DecodeSnapshot, list);
  LASTGOOD_ASSIGN(const SnapshotDocument document,
                  Walked(body, {[&](std::string_view json) { return collect(json); }}));
  if (!document.error.empty())
    return Error{ErrorCode::kUnavailable, "the cluster cannot list the snapshots: " + document.error};
  // With filter_path an empty list is left out: then the answer is {}.
  if (!document.has_snapshots && body.find_first_not_of(" \t\r\n{}") != std::string::npos)
    return Error{ErrorCode::kMalformed, fmt::format("expected a list of snapshots, found {}", Cut(body))};
  return list;
}

Result<SnapshotList> DecodeRepositoryIndex(std::string text) {
  SnapshotList list;
  Collect collect(&DecodeIndexed, list);
  std::unordered_set<std::string> seen, referenced;
  const auto reference = [&](std::string_view index, std::string_view uuid) {
    if (referenced.size() < kMostSnapshots) referenced.emplace(uuid);
    if (!list.unknown_uuid.empty()) return;
    // Snapshots are written before indices.
    if (seen.empty())
      for (const SnapshotRow& row : list.snapshots) seen.insert(row.uuid);
    if (seen.contains(std::string(uuid))) return;
    list.unknown_uuid = uuid;
    list.in_index = index;
  };
  LASTGOOD_ASSIGN(const SnapshotDocument document,
                  Walked(text, {[&](std::string_view json) { return collect(json); }, reference}));
  if (!document.has_snapshots)
    return Error{ErrorCode::kMalformed, fmt::format("expected `snapshots`, found {}", Cut(text))};
  list.cluster = document.cluster;
  // One that no index names holds none.
  if (document.has_indices && referenced.size() < kMostSnapshots)
    for (SnapshotRow& row : list.snapshots)
      if (!referenced.contains(row.uuid)) row.shards = 0;
  // One that could not be read may be what was named.
  if (!list.problems.empty()) list.unknown_uuid.clear();
  return list;
}

Result<std::uint64_t> DecodeGeneration(std::string_view bytes) {
  if (bytes.size() != 8)
    return Error{ErrorCode::kMalformed,
                 fmt::format("index.latest: expected 8 bytes, found {}", bytes.size())};
  std::uint64_t generation = 0;
  for (const char byte : bytes) generation = generation << 8 | static_cast<unsigned char>(byte);
  return generation;
}

}  // namespace lastgood::opensearch
