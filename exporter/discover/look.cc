#include "exporter/discover/look.h"

#include <fmt/format.h>

#include <map>

#include "collectors/shared/secrets.h"
#include "exporter/discover/destinations.h"
#include "exporter/discover/gather.h"
#include "exporter/discover/services.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostServices = 10'000;
constexpr std::size_t kMostSecrets = 10'000;

// Secrets are read between two looks at what names them: a list within a list would have to wait for itself.
class Secrets {
 public:
  SecretData Look(const std::string& namespace_, const std::string& name) {
    const auto known = known_.find({namespace_, name});
    if (known != known_.end()) return known->second;
    if (known_.size() < kMostSecrets) known_.emplace(std::pair(namespace_, name), SecretData());
    return {};
  }

  // Whether there was any to be read. The first that the server refuses stands for all.
  bool Fetch(const ReadSecret& read, const Deadline& deadline, Found& found) {
    for (auto& [key, data] : known_) {
      Result<SecretData> now = read({.namespace_ = key.first, .name = key.second}, deadline);
      if (now.ok()) {
        data = *std::move(now);
        continue;
      }
      found.remarks.push_back(now.error().message);
      if (now.error().code != ErrorCode::kNotFound && now.error().code != ErrorCode::kMalformed) break;
    }
    return !known_.empty();
  }

 private:
  std::map<std::pair<std::string, std::string>, SecretData> known_;
};

std::string Named(const Resource& resource, const Fields& object) {
  return fmt::format("{} {}/{}", resource.kind, object.Namespace(), object.Name());
}

// One pass over everything; `secrets` gives what it knows by now.
void Gather(KubeSource& source, const Deadline& deadline, Secrets& secrets, Found& found) {
  BucketGatherer gatherer(found);
  const LookIntoSecret look = [&](const std::string& namespace_, const std::string& name) {
    return secrets.Look(namespace_, name);
  };
  std::vector<Reading> readings;
  for (const DestinationReading& reading : DestinationReadings())
    readings.push_back({.resource = reading.resource,
                        .visit =
                            [&, reading](const Fields& object) {
                              gatherer.Begin(Named(reading.resource, object));
                              reading.read(object, look, gatherer);
                              return Ok();
                            },
                        .restart = [] {}});
  readings.push_back({.resource = kServices,
                      .visit =
                          [&](const Fields& object) {
                            if (found.services.size() == kMostServices) return Ok();
                            if (auto service = ReadService(object))
                              found.services.push_back(*std::move(service));
                            return Ok();
                          },
                      .restart = [] {}});
  const std::vector<Result<ReadOutcome>> outcomes = source.Read(readings, deadline);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    if (!outcomes[i].ok())
      found.remarks.push_back(fmt::format("{}: {}", readings[i].resource.kind, outcomes[i].error().message));
  KeepBest(found.services);
}

}  // namespace

void LookAtCluster(const std::shared_ptr<KubeSource>& source, const Deadline& deadline, Found& found) {
  Secrets secrets;
  Found first;
  Gather(*source, deadline, secrets, first);
  if (secrets.Fetch(SecretReader(source), deadline, found)) {
    first = {};
    Gather(*source, deadline, secrets, first);
  }
  found.buckets = std::move(first.buckets);
  found.stores = std::move(first.stores);
  found.services = std::move(first.services);
  found.remarks.insert(found.remarks.end(), first.remarks.begin(), first.remarks.end());
}

}  // namespace lastgood
