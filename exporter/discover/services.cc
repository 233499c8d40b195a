#include "exporter/discover/services.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace lastgood {
namespace {

struct Known {
  std::string_view role, label;         // app.kubernetes.io/name
  std::vector<std::string_view> names;  // the best first; a name may end so ("release-loki-gateway")
  std::vector<std::int64_t> ports;
  std::string_view path;
};

const std::vector<Known>& KnownServices() {
  static const std::vector<Known> known = {
      {"loki", "loki", {"loki-gateway", "loki-query-frontend", "loki-read", "loki"}, {80, 8080, 3100}, ""},
      {"prometheus",
       "prometheus",
       {"prometheus-operated", "prometheus-server", "prometheus"},
       {9090, 80},
       ""},
      {"alertmanager", "alertmanager", {"alertmanager-operated", "alertmanager"}, {9093}, ""},
      {"pushgateway",
       "prometheus-pushgateway",
       {"prometheus-pushgateway", "pushgateway"},
       {9091},
       "/metrics"}};
  return known;
}

// How good a match is; the lowest is the best, nullopt is none.
std::optional<std::size_t> Rank(const Known& known, std::string_view name, std::string_view label) {
  for (std::size_t i = 0; i < known.names.size(); ++i)
    if (name == known.names[i] || name.ends_with("-" + std::string(known.names[i]))) return i;
  if (label == known.label) return known.names.size();
  return std::nullopt;
}

const Known& Of(std::string_view role) { return *std::ranges::find(KnownServices(), role, &Known::role); }

}  // namespace

std::optional<FoundService> ReadService(const Fields& service) {
  std::vector<std::int64_t> ports;
  service.EachElement({"spec", "ports"},
                      [&](const Fields& port) { ports.push_back(port.Int({"port"}).value_or(0)); });
  const std::string label = service.String({"metadata", "labels", "app.kubernetes.io/name"});
  for (const Known& known : KnownServices()) {
    if (!Rank(known, service.Name(), label)) continue;
    for (const std::int64_t port : known.ports) {
      if (std::ranges::find(ports, port) == ports.end()) continue;
      const std::string at = port == 80 ? "" : fmt::format(":{}", port);
      return FoundService{
          std::string(known.role), service.Namespace(), service.Name(),
          fmt::format("http://{}.{}.svc{}{}", service.Name(), service.Namespace(), at, known.path)};
    }
  }
  return std::nullopt;
}

void KeepBest(std::vector<FoundService>& services) {
  std::map<std::pair<std::string, std::string>, FoundService> best;
  const auto rank = [](const FoundService& service) {
    return std::pair(Rank(Of(service.role), service.name, "").value_or(100), service.name);
  };
  for (const FoundService& service : services) {
    const auto [kept, fresh] = best.emplace(std::pair(service.role, service.namespace_), service);
    if (!fresh && rank(service) < rank(kept->second)) kept->second = service;
  }
  services.clear();
  for (auto& [key, service] : best) services.push_back(std::move(service));
}

}  // namespace lastgood
