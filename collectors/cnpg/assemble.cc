#include "collectors/cnpg/assemble.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <unordered_map>

#include "base/dns_name.h"
#include "base/suggest.h"
#include "collectors/cnpg/archives.h"
#include "collectors/cnpg/case.h"
#include "collectors/cnpg/protection.h"
#include "collectors/cnpg/runs.h"
#include "collectors/cnpg/tracks.h"
#include "collectors/shared/doubt.h"
#include "collectors/shared/kubernetes.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::cnpg {
namespace {

using Name = std::pair<std::string, std::string>;  // namespace and name

class Assembler {
 public:
  Assembler(const CnpgTables& tables, Time now) : tables_(tables), now_(now), snapshots_(tables.snapshots) {}

  Facts Run() {
    AddClusters();
    AddBackups();
    AddSchedules();
    AddSharers();
    for (const auto& [name, one] : cases_) facts_.objects.push_back(MakeObject(one));
    AddStores();
    AddInTreeDestinations();
    AddWorkloads();
    return std::move(facts_);
  }

 private:
  // Unknown names become a case only while Clusters are unknown; else their Cluster was deleted.
  Case* Find(std::string_view namespace_, std::string_view cluster) {
    const auto found = cases_.find(Name(namespace_, cluster));
    if (found != cases_.end()) return &found->second;
    if (const ClusterRow* row = FindNamed(tables_.clusters, namespace_, cluster); row != nullptr)
      return &Make(row->namespace_, row->name);
    if (tables_.clusters.Known() || cluster.empty()) return nullptr;
    return &Make(namespace_, cluster);
  }

  Case& Make(std::string_view namespace_, std::string_view cluster) {
    Case& one = cases_[Name(namespace_, cluster)];
    one.key = {systems::kCnpg, std::string(namespace_), kinds::kCluster, std::string(cluster)};
    return one;
  }

  void AddClusters() {
    for (const ClusterRow& row : tables_.clusters.rows) Make(row.namespace_, row.name).cluster = &row;
    for (const Problem& problem : tables_.clusters.unreadable)
      if (!problem.name.empty()) Make(problem.namespace_, problem.name).unreadable = problem.error.message;
  }

  // Rows share symbols, so each pair of them is looked up once.
  void AddBackups() {
    const Symbols& symbols = tables_.backups.symbols;
    std::unordered_map<std::uint64_t, Case*> found;
    for (const BackupRow& row : tables_.backups.rows) {
      const auto [at, fresh] = found.try_emplace(std::uint64_t{row.namespace_} << 32 | row.cluster);
      if (fresh) at->second = Find(symbols.Text(row.namespace_), symbols.Text(row.cluster));
      if (at->second != nullptr) at->second->backups.push_back(&row);
    }
  }

  void AddSchedules() {
    const Table<ObjectStoreRow>* stores = tables_.stores.Known() ? &tables_.stores : nullptr;
    for (const ScheduledBackupRow& row : tables_.schedules.rows) {
      Case* one = Find(row.namespace_, row.cluster);
      Policy policy = MakePolicy(row, one == nullptr ? nullptr : one->cluster, stores);
      const std::string missing =
          one == nullptr && tables_.clusters.Complete()
              ? WhyNotFound(tables_.clusters, kinds::kCluster, row.namespace_, row.cluster)
              : "";
      facts_.policies.push_back(ToFacts(policy, missing, now_));
      if (!missing.empty()) Suggest(row, facts_.policies.back());
      if (one != nullptr) one->policies.push_back(std::move(policy));
    }
  }

  void Suggest(const ScheduledBackupRow& row, PolicyFacts& policy) const {
    std::vector<std::string> names;
    for (const ClusterRow& cluster : tables_.clusters.rows)
      if (cluster.namespace_ == row.namespace_) names.push_back(cluster.name);
    const std::optional<std::string> near = lastgood::Suggest(row.cluster, names);
    if (near && !policy.fault.empty()) policy.detail += fmt::format("; did you mean {}?", *near);
  }

  void AddSharers() {
    const Archives archives(tables_);
    for (auto& [name, one] : cases_)
      if (one.cluster != nullptr) one.sharers = archives.SharersOf(*one.cluster);
  }

  ObjectFacts MakeObject(const Case& one) const {
    ObjectFacts object;
    object.key = one.key;
    object.observed = tables_.backups.read.value_or(Time());
    object.inspect = Inspect(one);
    if (one.cluster != nullptr) {
      object.created = one.cluster->created;
      object.max_age = one.cluster->max_age;
      object.ignore = one.cluster->ignore;
    }
    for (const Policy& policy : one.policies)
      if (policy.Live() && object.created && policy.row->created)
        object.created = std::max(*object.created, *policy.row->created);
    object.covers.push_back(ClaimsOf(one.key));
    object.tracks = MakeTracks(one, tables_, snapshots_, now_);
    TellSchedules(one, now_, object);
    JudgeProtection(one, tables_, object);
    JudgeWalArchiving(one, object);
    AddUnread(one, object);
    return object;
  }

  // Only Backups that a schedule made are sure to have the label.
  static std::string Inspect(const Case& one) {
    std::string command = InspectCommand(one.key, "backups.postgresql.cnpg.io", "");
    if (!command.empty() && !one.policies.empty() && IsDnsName(one.key.name))
      command += " -l cnpg.io/cluster=" + one.key.name;
    return command;
  }

  // The operator labels the claims of its instances so (cloudnative-pg, pkg/utils/labels_annotations.go).
  static Selection ClaimsOf(const ObjectKey& key) {
    return {.namespaces = {key.namespace_},
            .labels = {{"cnpg.io/cluster", Requirement::Operator::kIn, {key.name}}}};
  }

  void AddWorkloads() {
    for (const ClusterRow& row : tables_.clusters.rows) {
      WorkloadFacts& workload = facts_.workloads.emplace_back();
      workload.key = {systems::kCnpg, row.namespace_, kinds::kCluster, row.name};
      workload.observed = tables_.clusters.read.value_or(Time());
      workload.claims = ClaimsOf(workload.key);
    }
  }

  void AddUnread(const Case& one, ObjectFacts& object) const {
    if (!one.unreadable.empty()) object.unread.push_back(one.unreadable);
    const auto add = [&](const auto& table) {
      if (!table.Known()) object.unread.push_back(table.unread);
    };
    add(tables_.clusters);
    add(tables_.backups);
    add(tables_.schedules);
    if (tables_.snapshots.state == ReadState::kUnread && HasSnapshots(one)) add(tables_.snapshots);
    if (!object.protection && tables_.schedules.Known())
      for (const Problem& problem : tables_.schedules.unreadable)
        if (problem.namespace_ == one.key.namespace_) object.unread.push_back(problem.error.message);
    if (one.policies.empty() && tables_.schedules.state == ReadState::kPart)
      object.unread.emplace_back("no ScheduledBackup among these files names it");
    for (const Policy& policy : one.policies)
      if (!policy.doubt.empty()) object.unread.push_back(policy.doubt);
  }

  bool HasSnapshots(const Case& one) const {
    return std::any_of(one.backups.begin(), one.backups.end(), [&](const BackupRow* backup) {
      return backup->phase == Phase::kCompleted &&
             tables_.backups.symbols.Text(backup->method) == kSnapshotMethod;
    });
  }

  void AddStores() {
    for (const ObjectStoreRow& row : tables_.stores.rows)
      AddDestination(row.namespace_, row.name, row.url, tables_.stores.read);
  }

  // Several Clusters may share a path; it is one destination, called by its URL.
  void AddInTreeDestinations() {
    std::set<Name> seen;
    for (const ClusterRow& row : tables_.clusters.rows)
      if (!row.in_tree_url.empty() && seen.emplace(row.namespace_, row.in_tree_url).second)
        AddDestination(row.namespace_, row.in_tree_url, row.in_tree_url, tables_.clusters.read);
  }

  void AddDestination(const std::string& namespace_, const std::string& name, const std::string& url,
                      const std::optional<Time>& read) {
    DestinationFacts destination;
    destination.system = systems::kCnpg;
    destination.namespace_ = namespace_;
    destination.name = name;
    destination.url = url;
    destination.observed = read.value_or(Time());
    facts_.destinations.push_back(std::move(destination));
  }

  const CnpgTables& tables_;
  Time now_;
  SnapshotIndex snapshots_;
  std::map<Name, Case> cases_;
  Facts facts_;
};

bool BadRetention(const std::string& text) { return !text.empty() && !ParseRetention(text); }

std::string RetentionComplaint(const std::string& text) {
  return fmt::format("retentionPolicy: expected a count of d, w or m such as 30d, found \"{}\"", text);
}

}  // namespace

Facts Assemble(const CnpgTables& tables, Time now) { return Assembler(tables, now).Run(); }

std::vector<Problem> Complaints(const CnpgTables& tables) {
  std::vector<Problem> problems;
  for (const ClusterRow& row : tables.clusters.rows) {
    const ObjectKey key{systems::kCnpg, row.namespace_, kinds::kCluster, row.name};
    if (!row.complaint.empty()) problems.push_back(ProblemOf(key, row.complaint));
    if (BadRetention(row.retention)) problems.push_back(ProblemOf(key, RetentionComplaint(row.retention)));
  }
  for (const ObjectStoreRow& row : tables.stores.rows)
    if (BadRetention(row.retention))
      problems.push_back(ProblemOf({systems::kCnpg, row.namespace_, "ObjectStore", row.name},
                                   RetentionComplaint(row.retention)));
  return problems;
}

}  // namespace lastgood::cnpg
