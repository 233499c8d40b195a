// What the collectors of Kubernetes systems share beside their tables: settings, annotations, addresses.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/collector.h"
#include "collectors/shared/table.h"
#include "net/objects/reading.h"

namespace lastgood {

// A collector of `kind` that reads the cluster, with `interval` and `timeout` from its section; `collect` is
// still to be set.
Collector KubernetesCollector(std::string_view kind, ConfigReader& section);

// The annotations with which people set an object's objective, or say that it is not to be judged.
struct ObjectiveAnnotations {
  std::optional<Duration> max_age;    // lastgood.dev/max-age
  std::optional<std::string> ignore;  // lastgood.dev/ignore: the reason given
  std::string complaint;              // what is wrong with them; the object is judged without
};
ObjectiveAnnotations ReadObjectiveAnnotations(const Fields& fields);

// A problem that costs nothing of the object but is told: "Cluster app/pg: <message>".
Problem ProblemOf(const ObjectKey& key, std::string_view message);

// "s3://user:secret@host/path?sig=x" -> "s3://host/path". Longhorn's "s3://bucket@region/" names no secret
// and stays.
std::string WithoutCredentials(std::string_view url);

// "kubectl -n app describe clusters.postgresql.cnpg.io pg"; "" when a name is not one that Kubernetes
// accepts, since people paste such commands.
std::string InspectCommand(const ObjectKey& key, std::string_view resource, std::string_view name);

// By when a system that looks at its destination every `poll` must have done so again, generously, after it
// last did (else since the destination was `created`). None when it never looks (`poll` is 0).
std::optional<Time> CheckDeadline(const std::optional<Time>& last, const std::optional<Time>& created,
                                  Duration poll);

// The middle one (the lower of two); nullopt of none. Reorders `values`.
template <typename T>
std::optional<T> Median(std::vector<T>& values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace lastgood
