#include "collectors/cnpg/archives.h"

#include <algorithm>

#include "base/destination.h"
#include "collectors/shared/doubt.h"
#include "model/selection.h"

namespace lastgood::cnpg {
namespace {

std::string Place(const std::string& endpoint, const std::string& url, const std::string& server) {
  return PlainDestination(endpoint) + '\n' + PlainDestination(url) + '\n' + server;
}

// A replica only reads the archive of its source, and a hibernated Cluster writes nothing.
bool Writes(const ClusterRow& cluster) { return !cluster.replication.replica && !cluster.hibernated; }

}  // namespace

Archives::Archives(const CnpgTables& tables) : tables_(tables) {
  for (const ClusterRow& cluster : tables.clusters.rows)
    if (Writes(cluster))
      for (const std::string& place : PlacesOf(cluster)) {
        std::vector<const ClusterRow*>& writers = writers_[place];
        if (writers.empty() || writers.back() != &cluster) writers.push_back(&cluster);
      }
}

// An ObjectStore that was not read is known by its name all the same. Files that people keep may be of
// several Kubernetes clusters, in each of which a name means another service.
std::vector<std::string> Archives::PlacesOf(const ClusterRow& cluster) const {
  std::vector<std::string> places;
  const bool one_world = tables_.clusters.Complete();
  const auto add = [&](const std::string& endpoint, const std::string& url, const std::string& server) {
    if (one_world || !IsInCluster(endpoint)) places.push_back(Place(endpoint, url, server));
  };
  if (cluster.in_tree && !cluster.in_tree_url.empty())
    add(cluster.in_tree_endpoint, cluster.in_tree_url, cluster.in_tree_server);
  for (const Plugin& plugin : cluster.plugins) {
    if (!plugin.enabled || plugin.name != kBarmanPlugin || plugin.object_store.empty()) continue;
    const ObjectStoreRow* store = FindNamed(tables_.stores, cluster.namespace_, plugin.object_store);
    if (store != nullptr && !store->url.empty())
      add(store->endpoint, store->url, plugin.server);
    else if (one_world)
      places.push_back(cluster.namespace_ + '/' + plugin.object_store + '\n' + plugin.server);
  }
  return places;
}

std::vector<const ClusterRow*> Archives::SharersOf(const ClusterRow& cluster) const {
  std::vector<const ClusterRow*> sharers;
  if (!Writes(cluster)) return sharers;
  for (const std::string& place : PlacesOf(cluster))
    if (const auto found = writers_.find(place); found != writers_.end())
      for (const ClusterRow* writer : found->second)
        if (writer != &cluster && std::find(sharers.begin(), sharers.end(), writer) == sharers.end())
          sharers.push_back(writer);
  return sharers;
}

}  // namespace lastgood::cnpg
