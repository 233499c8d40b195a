#include "exporter/discover/known.h"

#include <algorithm>
#include <map>

#include "base/config_reader.h"
#include "base/destination.h"

namespace lastgood {
namespace {

std::string Of(ConfigReader& reader, const char* key) { return reader.String(key).value_or(""); }

struct KnownBucket {
  std::string url, endpoint;
};
using KnownBuckets = std::map<std::string, KnownBucket>;  // by key

KnownBuckets ReadKnownBuckets(ConfigReader& config) {
  KnownBuckets known;
  if (std::optional<ConfigReader> section = config.Map("buckets"))
    for (auto& [key, entry] : section->Entries()) known[key] = {Of(entry, "url"), Of(entry, "endpoint")};
  return known;
}

// A config may name a folder of the bucket alone.
bool Holds(const KnownBucket& known, const FoundBucket& bucket) {
  return IsSameService(known.endpoint, bucket.endpoint) &&
         (IsSameDestination(known.url, bucket.url) || LiesUnder(known.url, bucket.url + "/"));
}

void LeaveOutBuckets(const KnownBuckets& known, Found& found) {
  for (FoundBucket& bucket : found.buckets)
    for (const auto& [key, place] : known)
      if (!bucket.known && Holds(place, bucket)) {
        bucket.known = true;
        bucket.key = key;
      }
}

void LeaveOutStores(ConfigReader& config, const KnownBuckets& buckets, Found& found) {
  for (const char* section : {"repositories", "dumps", "opensearch"}) {
    std::optional<ConfigReader> entries = config.Map(section);
    if (!entries) continue;
    for (auto& [key, entry] : entries->Entries()) {
      const auto bucket = buckets.find(Of(entry, "bucket"));
      if (bucket == buckets.end()) continue;
      const std::string url = PlainDestination(bucket->second.url) + "/" + Of(entry, "prefix");
      std::erase_if(found.stores, [&](const FoundStore& store) {
        return store.section == section && IsSameDestination(store.bucket + "/" + store.prefix, url) &&
               IsSameService(store.endpoint, bucket->second.endpoint);
      });
    }
  }
}

void LeaveOutServices(ConfigReader& config, Found& found) {
  for (const char* section : {"logs", "jobs"}) {
    std::optional<ConfigReader> entries = config.Map(section);
    if (!entries) continue;
    for (auto& [key, entry] : entries->Entries()) {
      const std::string url = Of(entry, "url");
      std::erase_if(found.services,
                    [&](const FoundService& service) { return IsSameDestination(service.url, url); });
    }
  }
}

void LeaveOutComponents(ConfigReader& config, Found& found) {
  std::set<std::string> names;
  for (ConfigReader& component : config.List("components")) names.insert(Of(component, "name"));
  std::erase_if(found.components,
                [&](const FoundComponent& component) { return names.contains(component.name); });
}

}  // namespace

Status LeaveOutKnown(const std::string& text, const std::string& file, Found& found) {
  LASTGOOD_ASSIGN(ConfigReader config, ConfigReader::Parse(text, file));
  if (std::optional<ConfigReader> collectors = config.Map("collectors"))
    std::erase_if(found.systems, [&](const auto& system) { return collectors->Has(system.first); });
  else
    found.systems.clear();  // without the section all of them run
  const KnownBuckets buckets = ReadKnownBuckets(config);
  LeaveOutBuckets(buckets, found);
  LeaveOutStores(config, buckets, found);
  LeaveOutServices(config, found);
  LeaveOutComponents(config, found);
  return Ok();
}

bool IsNothing(const Found& found) {
  const auto is_source = [](const FoundService& service) {
    return service.role == "loki" || service.role == "pushgateway";
  };
  return found.systems.empty() && std::ranges::all_of(found.buckets, &FoundBucket::known) &&
         found.stores.empty() && std::ranges::none_of(found.services, is_source) && found.components.empty();
}

}  // namespace lastgood
