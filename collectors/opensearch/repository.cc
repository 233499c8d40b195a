#include "collectors/opensearch/repository.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/time.h"
#include "collectors/opensearch/assemble_api.h"
#include "collectors/opensearch/assemble_stored.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "collectors/shared/remember.h"

namespace lastgood::opensearch {
namespace {

constexpr std::size_t kMostRemembered = 200'000;

Collected CollectedOf(RepositoryFacts reading) {
  Collected collected;
  collected.facts.objects = {std::move(reading.object)};
  collected.facts.destinations = {std::move(reading.destination)};
  collected.facts.policies = std::move(reading.policies);
  collected.problems = std::move(reading.problems);
  return collected;
}

// What was known before this process, or this config, first asked the cluster: its policies included.
void KeepFormer(const Plan& plan, const Pass& pass, const std::string& why, Facts& facts) {
  const auto found = std::ranges::find(pass.former.objects, plan.key, &ObjectFacts::key);
  if (found != pass.former.objects.end() && found->observed != Time()) {
    facts.objects = {*found};
    facts.objects[0].max_age = plan.promise.max_age;
    facts.destinations = pass.former.destinations;
    return;
  }
  ObjectFacts blank = BlankRepository(plan).object;
  if (!plan.promise.cron) blank.protection = std::nullopt;
  blank.unread = {why};
  facts.objects = {std::move(blank)};
  facts.destinations = {};
}

bool IsComplete(const SnapshotRow& row) { return row.detailed && row.state != SnapshotState::kRunning; }

}  // namespace

void ApiRepository::Fail(Error error, Collected& collected) const {
  collected.failures.push_back(std::move(error).In("snapshot repository " + plan_.key.name));
}

bool ApiRepository::ReadCluster(const Pass& pass, Collected& collected) {
  Result<ClusterRow> cluster = client_.Cluster(pass.deadline);
  if (cluster.ok()) {
    cluster_ = std::move(cluster).value();
    return true;
  }
  // Who may not ask this may still be allowed to list snapshots.
  if (cluster.error().code == ErrorCode::kForbidden) return true;
  Fail(std::move(cluster).error(), collected);
  return false;
}

void ApiRepository::ReadRepository(const Pass& pass, Collected& collected) {
  Result<std::optional<SnapshotRepositoryRow>> row = client_.Repository(pass.deadline);
  if (!row.ok()) {
    // Its settings may be out of reach for who may list its snapshots.
    Fail(std::move(row).error(), collected);
  } else {
    known_.missing = !row->has_value();
    known_.looked_up = clock_.Now();
    if (*row) known_.repository = **row;
    if (known_.missing) return;
  }
  if (Status read = ReadSnapshots(pass); !read.ok()) Fail(std::move(read).error(), collected);
}

Status ApiRepository::ReadSnapshots(const Pass& pass) {
  Result<SnapshotList> names = client_.Names(pass.deadline, known_.fault);
  if (!known_.fault.empty()) known_.faulted = clock_.Now();
  LASTGOOD_ASSIGN(SnapshotList list, std::move(names));
  LASTGOOD_RETURN_IF_ERROR(ReadDetails(list.snapshots, pass));
  known_.snapshots = std::move(list.snapshots);
  known_.problems = std::move(list.problems);
  known_.read = clock_.Now();
  return Ok();
}

Status ApiRepository::ReadDetails(std::vector<SnapshotRow>& snapshots, const Pass& pass) {
  std::unordered_map<std::string, SnapshotRow> still;
  std::unordered_map<std::string, std::size_t> wanted;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    SnapshotRow& row = snapshots[i];
    if (const auto known = ended_.find(row.uuid); known != ended_.end()) {
      row = known->second;
      still.emplace(row.uuid, row);
    } else if (!IsComplete(row) && IsPlainSnapshotName(row.name)) {
      wanted.emplace(row.uuid, i);
      names.push_back(row.name);
    }
  }
  ended_ = std::move(still);
  if (names.empty()) return Ok();
  std::size_t read = 0;
  for (const std::vector<std::string>& group : NameGroups(names)) {
    if (pass.progress) pass.progress("reading snapshots of " + plan_.key.name, read += group.size());
    LASTGOOD_ASSIGN(SnapshotList details, client_.Details(group, pass.deadline));
    for (SnapshotRow& row : details.snapshots) {
      const auto found = wanted.find(row.uuid);
      if (found == wanted.end()) continue;
      snapshots[found->second] = row;
      if (IsComplete(row) && ended_.size() < kMostRemembered) ended_.emplace(row.uuid, std::move(row));
    }
  }
  return DropTheGone(snapshots, pass);
}

// What was listed and could not be looked at was deleted meanwhile, or is damaged: then it is still listed.
Status ApiRepository::DropTheGone(std::vector<SnapshotRow>& snapshots, const Pass& pass) {
  const auto looked_at = [](const SnapshotRow& row) { return row.detailed; };
  if (std::ranges::all_of(snapshots, looked_at)) return Ok();
  LASTGOOD_ASSIGN(const SnapshotList now, client_.Names(pass.deadline, known_.fault));
  std::set<std::string> listed;
  for (const SnapshotRow& row : now.snapshots) listed.insert(row.uuid);
  std::erase_if(snapshots,
                [&](const SnapshotRow& row) { return !looked_at(row) && !listed.contains(row.uuid); });
  return Ok();
}

void ApiRepository::ReadPolicies(const Pass& pass, Collected& collected) {
  const std::optional<bool> elasticsearch = cluster_ ? cluster_->elasticsearch : std::nullopt;
  Result<PolicyReading> policies = client_.Policies(elasticsearch, pass.deadline);
  known_.unread_policies.clear();
  if (policies.ok()) {
    known_.policies = std::move(policies).value();
    return;
  }
  known_.unread_policies = policies.error().message;
  Fail(std::move(policies).error(), collected);
}

Collected ApiRepository::Run(const Pass& pass) {
  Collected collected;
  if (!known_.first) {
    const auto former = std::ranges::find(pass.former.objects, plan_.key, &ObjectFacts::key);
    known_.first = former != pass.former.objects.end() && former->created ? *former->created : clock_.Now();
  }
  if (ReadCluster(pass, collected)) {
    ReadRepository(pass, collected);
    ReadPolicies(pass, collected);
    // Only a note depends on it, and not everyone may ask.
    const Result<std::string> health = client_.Health(pass.deadline);
    known_.health = health.ok() ? *health : "";
  }
  Collected read = CollectedOf(AssembleApi(plan_, known_, clock_.Now()));
  read.failures = std::move(collected.failures);
  // What the policies say of themselves is known also where the repository cannot be read.
  const bool by_policies = !known_.fault.empty() && known_.policies;
  if (!known_.missing && !known_.read && !by_policies && !read.failures.empty())
    KeepFormer(plan_, pass, read.failures.front().message, read.facts);
  if (!known_.policies) read.facts.policies = pass.former.policies;
  RememberFailures(pass.former, read.facts);
  return read;
}

Collected StoredRepository::Run(const Pass& pass) {
  Result<RepositoryListing> listing = ReadListing(bucket_, plan_.place->prefix, pass);
  if (!listing.ok()) {
    Collected collected;
    const Error error = std::move(listing).error().In("snapshot repository " + plan_.key.name);
    collected.facts.objects = {FormerObject(pass.former, BlankRepository(plan_).object, error.message)};
    collected.facts.destinations = FormerDestinations(pass.former, plan_.place->Url());
    collected.facts.policies = StorePolicies(plan_.key, plan_.promise, clock_.Now());
    collected.failures = {error};
    return collected;
  }
  Collected collected = CollectedOf(AssembleStored(plan_, *listing, cluster_, clock_.Now()));
  if (listing->index && !listing->index->cluster.empty()) cluster_ = listing->index->cluster;
  RememberFailures(pass.former, collected.facts);
  return collected;
}

}  // namespace lastgood::opensearch
