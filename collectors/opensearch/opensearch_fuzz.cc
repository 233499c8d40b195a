// Any bytes as each answer of a cluster, and as the index of a repository; facts are made of what was read.
// Seeds: opensearch
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "collectors/opensearch/assemble_api.h"
#include "collectors/opensearch/assemble_stored.h"
#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "collectors/opensearch/schedule.h"
#include "collectors/opensearch/track.h"

using namespace lastgood;
using namespace lastgood::opensearch;

namespace {

const Time kNow{std::chrono::seconds(1'790'000'000)};

Plan MakePlan(bool stored) {
  Plan plan{
      .key = {"opensearch", "", "SnapshotRepository", "s3"}, .url = "http://os:9200", .repository = "s3"};
  if (stored) plan.place = StorePlace{.bucket = "b", .config = {.url = "s3://b"}, .prefix = "es/"};
  return plan;
}

void Stored(const std::string& text) {
  RepositoryListing listing{.generation = 1};
  Result<SnapshotList> index = DecodeRepositoryIndex(text);
  if (index.ok()) {
    for (std::size_t i = 0; i < index->snapshots.size(); i += 2) {
      listing.snapshot_files.emplace(index->snapshots[i].uuid, kNow);
      listing.metadata_files.emplace(index->snapshots[i].uuid);
    }
    listing.index = std::move(index).value();
  } else {
    listing.index_damage = index.error().message;
  }
  const RepositoryFacts reading = AssembleStored(MakePlan(true), listing, "c", kNow);
  if (reading.object.tracks.size() != 1) __builtin_trap();
  if (listing.index.has_value() != reading.object.tracks[0].counts.has_value()) __builtin_trap();
}

void Api(const std::string& text) {
  Known known{.read = kNow};
  Result<SnapshotList> list = DecodeSnapshots(text);
  if (list.ok()) known.snapshots = list->snapshots;
  PolicyReading policies;
  for (Result<PolicyList> read : {DecodeSmPolicies(text), DecodeSlmPolicies(text, "RUNNING")})
    if (read.ok())
      policies.policies.insert(policies.policies.end(), read->policies.begin(), read->policies.end());
  (void)AddSmExplanations(text, policies.policies);
  known.policies = std::move(policies);
  if (Result<SnapshotRepositoryRow> row = DecodeRepository(text, "s3"); row.ok()) known.repository = *row;
  const RepositoryFacts reading = AssembleApi(MakePlan(false), known, kNow);
  if (reading.object.tracks.empty() || !reading.object.protection) __builtin_trap();
  for (const Track& track : reading.object.tracks)
    if (track.recovery_point && *track.recovery_point > kNow + std::chrono::hours(1)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Stored(text);
  Api(text);
  (void)DecodeCluster(text);
  (void)DecodeHealth(text);
  (void)DecodeSlmMode(text);
  (void)DecodeGeneration(text);
  (void)UnixSchedule(text, "");
  (void)SlmSchedule(text);
  (void)GenerationOf(text);
  (void)ExplainRefusal("x", {.status = 500, .body = text});
  if (NameGroups({text, text}).empty()) __builtin_trap();
  return 0;
}
