#include "collectors/cnpg/tracks.h"

#include <algorithm>

#include "base/time.h"
#include "collectors/cnpg/case.h"
#include "model/future.h"

namespace lastgood::cnpg {
namespace {

// A difference below this between the operator's status and its Backup objects is rounding.
constexpr Duration kSameBackup = std::chrono::minutes(1);

struct Plan {
  std::string method;
  std::vector<const Policy*> policies;
  std::vector<const BackupRow*> backups;
  int rank = 0;  // 2 a live schedule, 1 only schedules that do not run, 0 none
};

bool SameFamily(std::string_view a, std::string_view b) {
  return (a == kSnapshotMethod) == (b == kSnapshotMethod);
}

Plan& PlanFor(std::vector<Plan>& plans, std::string_view method) {
  for (Plan& plan : plans)
    if (plan.method == method) return plan;
  return plans.emplace_back(Plan{.method = std::string(method)});
}

std::vector<Plan> PlansOf(const std::vector<Policy>& policies) {
  std::vector<Plan> plans;
  for (const Policy& policy : policies) {
    Plan& plan = PlanFor(plans, policy.row->method);
    plan.policies.push_back(&policy);
    plan.rank = std::max(plan.rank, policy.Live() ? 2 : 1);
  }
  return plans;
}

// Without schedules: one plan per family, called as its newest Backup is.
std::vector<Plan> PlansOf(const std::vector<const BackupRow*>& backups, const Symbols& symbols) {
  std::vector<const BackupRow*> newest_first = backups;
  std::sort(newest_first.begin(), newest_first.end(), [](const BackupRow* a, const BackupRow* b) {
    return std::pair(b->created, a->id) < std::pair(a->created, b->id);
  });
  std::vector<Plan> plans;
  for (const BackupRow* backup : newest_first) {
    const std::string_view method = symbols.Text(backup->method);
    if (std::none_of(plans.begin(), plans.end(), [&](const Plan& p) { return SameFamily(p.method, method); }))
      PlanFor(plans, method);
  }
  return plans;
}

// Plans that do not run beside plans that do would make the object look late for ever.
void DropIdlePlans(std::vector<Plan>& plans) {
  int best = 0;
  for (const Plan& plan : plans) best = std::max(best, plan.rank);
  std::vector<Plan> kept;
  std::vector<const Policy*> others;
  for (Plan& plan : plans) {
    if (plan.rank == best)
      kept.push_back(std::move(plan));
    else
      others.insert(others.end(), plan.policies.begin(), plan.policies.end());
  }
  if (!kept.empty()) kept.front().policies.insert(kept.front().policies.end(), others.begin(), others.end());
  plans = std::move(kept);
}

// The plan of a method, else one of its family; null where there is none.
Plan* PlanOf(std::string_view method, std::vector<Plan>& plans) {
  auto plan = std::find_if(plans.begin(), plans.end(), [&](const Plan& p) { return p.method == method; });
  if (plan == plans.end())
    plan =
        std::find_if(plans.begin(), plans.end(), [&](const Plan& p) { return SameFamily(p.method, method); });
  return plan == plans.end() ? nullptr : &*plan;
}

// The Backups of one Cluster lie apart in a table of 100,000: asked for ahead, none is waited for.
void AskFor(const BackupRow* row) {
  __builtin_prefetch(row);
  __builtin_prefetch(reinterpret_cast<const char*>(row + 1) - 1);
}

// Most Backups have the method of the one before.
void Assign(const std::vector<const BackupRow*>& backups, const Symbols& symbols, std::vector<Plan>& plans) {
  constexpr std::size_t kAhead = 8;
  std::optional<Symbol> method;
  Plan* plan = nullptr;
  for (std::size_t i = 0; i < backups.size(); ++i) {
    if (i + kAhead < backups.size()) AskFor(backups[i + kAhead]);
    const BackupRow* backup = backups[i];
    if (method != backup->method) plan = PlanOf(symbols.Text(backup->method), plans);
    method = backup->method;
    if (plan != nullptr) plan->backups.push_back(backup);
  }
}

std::string DestinationOf(const Case& one, const Plan& plan, const Symbols& symbols) {
  if (one.cluster != nullptr) return DestinationOf(*one.cluster, plan.method);
  for (const BackupRow* backup : plan.backups)
    if (backup->destination != 0) return std::string(symbols.Text(backup->destination));
  return "";
}

const ObjectStoreRow* StoreOf(const Case& one, const Table<ObjectStoreRow>& stores, const Plugin& plugin) {
  for (const ObjectStoreRow& store : stores.rows)
    if (store.namespace_ == one.key.namespace_ && store.name == plugin.object_store) return &store;
  return nullptr;
}

// What the operator or its plugin reports about the method. With a plugin the Cluster's own times are frozen
// at what they were before the migration, so then only the ObjectStore counts.
RecoveryWindow ReportedOf(const Case& one, const Plan& plan, const ObjectStoreRow* store) {
  const ClusterRow& cluster = *one.cluster;
  const Plugin* plugin = BackupPlugin(cluster);
  if (plan.method == kPluginMethod) {
    if (store == nullptr) return {};
    const auto window = store->servers.find(plugin->server);
    return window == store->servers.end() ? RecoveryWindow{} : window->second;
  }
  if (plugin != nullptr) return {};
  RecoveryWindow window;
  for (const std::string& method : {std::string(), plan.method}) {
    const auto times = cluster.reported.find(method);
    if (times == cluster.reported.end() || (method.empty() && plan.method == kSnapshotMethod)) continue;
    if (times->second.first_point) window.first_point = times->second.first_point;
    if (times->second.last_success) window.last_success = times->second.last_success;
  }
  if (plan.method == kBarmanMethod) window.last_failure = cluster.last_failed;
  return window;
}

bool After(const std::optional<Time>& reported, const std::optional<Time>& known,
           const std::optional<Time>& created) {
  if (!reported || (created && *reported < *created)) return false;  // of a former cluster of that name
  return !known || *reported > *known + kSameBackup;
}

// What outlives the Backup objects: people delete them, and with them goes their history.
void MergeReported(const RecoveryWindow& window, const std::optional<Time>& created, Time now, Track& track) {
  if (window.first_point) track.recovery_window_start = window.first_point;
  if (IsAhead(window.last_success, now) && track.last_success_finish) {
    track.ahead = std::max(track.ahead, window.last_success);
  } else if (After(window.last_success, track.last_success_finish, created)) {
    track.last_success_finish = track.recovery_point = window.last_success;
    track.last_success_start.reset();
    track.last_success_duration.reset();
  }
  if (After(window.last_failure, track.last_failure, created)) {
    track.last_failure = window.last_failure;
    track.last_failure_message = "the operator reports a failed backup of which no Backup object is left";
  }
}

// A snapshot stays with the storage that holds the volume.
void SetPlace(const Case& one, const Plan& plan, const ObjectStoreRow* store, Track& track) {
  track.beside_data = plan.method == kSnapshotMethod;
  if (plan.method == kBarmanMethod) track.endpoint = one.cluster->in_tree_endpoint;
  if (store != nullptr) track.endpoint = store->endpoint;
}

void AddClusterFacts(const Case& one, const Plan& plan, const CnpgTables& tables, Time now, Track& track) {
  const Plugin* plugin = BackupPlugin(*one.cluster);
  const ObjectStoreRow* store =
      plan.method == kPluginMethod && plugin != nullptr ? StoreOf(one, tables.stores, *plugin) : nullptr;
  SetPlace(one, plan, store, track);
  if (store != nullptr) track.retention = ParseRetention(store->retention);
  if (plan.method == kBarmanMethod) track.retention = ParseRetention(one.cluster->retention);
  if (!one.sharers.empty() && plan.method != kSnapshotMethod) {
    track.recovery_window_start.reset();  // of an archive with two writers its report tells of both
    return;
  }
  if (track.counts) MergeReported(ReportedOf(one, plan, store), one.cluster->created, now, track);
}

Track MakeTrack(const Case& one, const Plan& plan, const CnpgTables& tables, const SnapshotIndex& snapshots,
                const BackupRow* blocker, Time now) {
  Track track;
  track.method = plan.method;
  track.destination = DestinationOf(one, plan, tables.backups.symbols);
  for (const Policy* policy : plan.policies) {
    track.policies.push_back(policy->key);
    const bool counts = plan.rank == 2 ? policy->Live() : policy->cron && !policy->row->suspended;
    if (counts && policy->row->method == plan.method) track.schedules.push_back(*policy->cron);
  }
  if (tables.backups.Known())
    FillHistory(plan.backups, tables.backups.symbols, snapshots, blocker, now, track);
  if (one.cluster != nullptr) AddClusterFacts(one, plan, tables, now, track);
  return track;
}

}  // namespace

std::vector<Track> MakeTracks(const Case& one, const CnpgTables& tables, const SnapshotIndex& snapshots,
                              Time now) {
  const Symbols& symbols = tables.backups.symbols;
  std::vector<Plan> plans = one.policies.empty() ? PlansOf(one.backups, symbols) : PlansOf(one.policies);
  DropIdlePlans(plans);
  Assign(one.backups, symbols, plans);
  const BackupRow* blocker = Blocker(one.backups);
  std::vector<Track> tracks;
  for (const Plan& plan : plans) tracks.push_back(MakeTrack(one, plan, tables, snapshots, blocker, now));
  if (tracks.empty() && tables.backups.Known()) tracks.emplace_back().counts.emplace();
  return tracks;
}

}  // namespace lastgood::cnpg
