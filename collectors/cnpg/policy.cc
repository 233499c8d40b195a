#include "collectors/cnpg/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/time.h"
#include "collectors/shared/doubt.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::cnpg {
namespace {

bool IsUnreadable(const Table<ObjectStoreRow>& stores, const ClusterRow& cluster, std::string_view name) {
  return std::any_of(stores.unreadable.begin(), stores.unreadable.end(), [&](const Problem& problem) {
    return problem.namespace_ == cluster.namespace_ && problem.name == name;
  });
}

std::string WhyPluginCannot(const ScheduledBackupRow& row, const ClusterRow& cluster,
                            const Table<ObjectStoreRow>* stores, std::string& doubt) {
  if (row.plugin.empty()) return "method plugin needs spec.pluginConfiguration.name";
  const auto found = std::find_if(cluster.plugins.begin(), cluster.plugins.end(), [&](const Plugin& plugin) {
    return plugin.enabled && plugin.name == row.plugin;
  });
  if (found == cluster.plugins.end())
    return fmt::format("Cluster {} does not enable the plugin {}", cluster.name, row.plugin);
  if (row.plugin != kBarmanPlugin || stores == nullptr) return "";
  if (found->object_store.empty())
    return fmt::format("plugin {} of Cluster {} names no ObjectStore (barmanObjectName)", row.plugin,
                       cluster.name);
  if (FindNamed(*stores, cluster.namespace_, found->object_store) != nullptr ||
      IsUnreadable(*stores, cluster, found->object_store))
    return "";
  std::string why = WhyNotFound(*stores, "ObjectStore", cluster.namespace_, found->object_store);
  if (stores->Complete()) return why;
  doubt = std::move(why);
  return "";
}

std::string WhyImpossible(const ScheduledBackupRow& row, const ClusterRow& cluster,
                          const Table<ObjectStoreRow>* stores, std::string& doubt) {
  if (row.method == kPluginMethod) return WhyPluginCannot(row, cluster, stores, doubt);
  if (row.method == kSnapshotMethod)
    return cluster.snapshots ? "" : fmt::format("Cluster {} has no spec.backup.volumeSnapshot", cluster.name);
  if (row.method != kBarmanMethod) return fmt::format("method {} is unknown", row.method);
  if (cluster.in_tree) return "";
  const Plugin* plugin = BackupPlugin(cluster);
  return fmt::format(
      "method barmanObjectStore, but Cluster {} has no spec.backup.barmanObjectStore{}", cluster.name,
      plugin == nullptr ? "" : fmt::format("; it uses plugin {}: set method: plugin", plugin->name));
}

std::string DetailOf(const Policy& policy, const std::string& missing) {
  const ScheduledBackupRow& row = *policy.row;
  if (!policy.bad_cron.empty()) return policy.bad_cron;
  if (!missing.empty()) return missing;
  if (!policy.trap.empty()) return policy.trap;
  if (!policy.impossible.empty()) return policy.impossible;
  return row.error;
}

}  // namespace

Policy MakePolicy(const ScheduledBackupRow& row, const ClusterRow* cluster,
                  const Table<ObjectStoreRow>* stores) {
  Policy policy{.row = &row, .key = {systems::kCnpg, row.namespace_, "ScheduledBackup", row.name}};
  Result<Cron> cron = Cron::Parse(row.schedule, CronDialect::kSecondsFirst);
  if (cron.ok())
    policy.cron = std::move(cron).value();
  else
    policy.bad_cron = cron.error().message;
  if (const std::optional<std::string> trap = SecondsFirstTrap(row.schedule))
    policy.trap = fmt::format("schedule \"{}\": {}", Cut(row.schedule), *trap);
  if (cluster != nullptr) policy.impossible = WhyImpossible(row, *cluster, stores, policy.doubt);
  return policy;
}

// The operator's own next run knows its time zone and, for @every, the last one.
PolicyFacts ToFacts(const Policy& policy, const std::string& missing, Time now) {
  PolicyFacts facts;
  facts.key = policy.key;
  facts.schedule = policy.row->schedule;
  facts.suspended = policy.row->suspended;
  facts.valid = policy.cron && policy.trap.empty() && missing.empty();
  facts.last_run = policy.row->last_run;
  if (policy.cron && !policy.row->suspended)
    facts.next_run = policy.row->next_run ? policy.row->next_run : policy.cron->Next(now);
  facts.detail = DetailOf(policy, missing);
  if (!missing.empty() && policy.cron && policy.trap.empty()) {
    facts.fault = "names a Cluster that does not exist";
    facts.remedy = "correct spec.cluster.name, or delete the ScheduledBackup";
  }
  return facts;
}

const Plugin* BackupPlugin(const ClusterRow& cluster) {
  const Plugin* any = nullptr;
  for (const Plugin& plugin : cluster.plugins) {
    if (!plugin.enabled) continue;
    if (plugin.name == kBarmanPlugin) return &plugin;
    any = any == nullptr ? &plugin : any;
  }
  return any;
}

std::string DestinationOf(const ClusterRow& cluster, std::string_view method) {
  if (method == kBarmanMethod) return cluster.in_tree_url;
  if (method == kSnapshotMethod) return cluster.snapshot_class;
  const Plugin* plugin = method == kPluginMethod ? BackupPlugin(cluster) : nullptr;
  return plugin == nullptr ? "" : plugin->object_store;
}

std::optional<Duration> ParseRetention(std::string_view text) {
  unsigned count = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (code != std::errc() || end + 1 != text.data() + text.size() || count == 0 || count > 36500)
    return std::nullopt;
  const std::chrono::days days(*end == 'd' ? 1 : *end == 'w' ? 7 : *end == 'm' ? 31 : 0);
  return days.count() == 0 ? std::nullopt : std::optional<Duration>(days * count);
}

}  // namespace lastgood::cnpg
