// Replica clusters: the fields are those of cloudnative-pg's api/v1/cluster_types.go.
#include "collectors/cnpg/decode_replication.h"

#include <fmt/format.h>

#include "base/time.h"
#include "collectors/cnpg/decode.h"
#include "collectors/shared/kubernetes.h"

namespace lastgood::cnpg {
namespace {

constexpr std::size_t kLongestName = 253;

// The operator's rule: `enabled` where it is set, else whether another cluster is the primary.
bool IsReplica(const Fields& fields) {
  if (!fields.Has({"spec", "replica"})) return false;
  const std::optional<bool> enabled = fields.Bool({"spec", "replica", "enabled"});
  if (enabled) return *enabled;
  const std::string self = fields.String({"spec", "replica", "self"});
  return (self.empty() ? fields.Name() : self) != fields.String({"spec", "replica", "primary"});
}

std::string PlaceOf(const Fields& external) {
  const std::string store = external.String({"plugin", "parameters", "barmanObjectName"}),
                    server = external.String({"plugin", "parameters", "serverName"}),
                    url = external.String({"barmanObjectStore", "destinationPath"}),
                    host = external.String({"connectionParameters", "host"});
  std::string place;
  if (!host.empty()) place = fmt::format("streams from {}", Cut(host, kLongestName));
  const std::string archive =
      store.empty() ? WithoutCredentials(url)
                    : fmt::format("ObjectStore {}{}{}", store, server.empty() ? "" : " as ", server);
  if (archive.empty()) return place;
  return fmt::format("{}{}reads {}", place, place.empty() ? "" : ", ", Cut(archive, kLongestName));
}

}  // namespace

void DecodeReplication(const Fields& fields, Replication& replication) {
  replication.replica = IsReplica(fields);
  replication.switched_off =
      !replication.replica && fields.Bool({"spec", "replica", "enabled"}) == std::optional(false);
  replication.switching = fields.Bool({"status", "switchReplicaClusterStatus", "inProgress"}).value_or(false);
  replication.source = Cut(fields.String({"spec", "replica", "source"}), kLongestName);
  replication.delay = Cut(fields.String({"spec", "replica", "minApplyDelay"}));
  replication.restored_from = Cut(fields.String({"spec", "bootstrap", "recovery", "source"}), kLongestName);
  if (const std::string backup = fields.String({"spec", "bootstrap", "recovery", "backup", "name"});
      !backup.empty())
    replication.restored_from = fmt::format("Backup {}", Cut(backup, kLongestName));
  const std::string& wanted = replication.source.empty() ? replication.restored_from : replication.source;
  fields.EachElement({"spec", "externalClusters"}, [&](const Fields& external) {
    if (external.String({"name"}) != wanted) return;
    replication.place = PlaceOf(external);
    for (const Fields::Path path : {Fields::Path{"plugin", "parameters", "serverName"},
                                    Fields::Path{"barmanObjectStore", "serverName"}})
      if (replication.server.empty()) replication.server = Cut(external.String(path), kLongestName);
  });
  fields.EachMember({"status", "instancesReportedState"}, [&](std::string_view name, const Fields& state) {
    if (state.Bool({"isPrimary"}).value_or(false)) replication.primary = Cut(name, kLongestName);
  });
}

}  // namespace lastgood::cnpg
