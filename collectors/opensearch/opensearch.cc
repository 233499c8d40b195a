#include "collectors/opensearch/opensearch.h"

#include <fmt/format.h>

#include <memory>
#include <set>

#include "base/destination.h"
#include "collectors/opensearch/guide.h"
#include "collectors/opensearch/repository.h"
#include "model/names.h"

namespace lastgood {
namespace {

using opensearch::Plan;

constexpr Duration kApiInterval = std::chrono::minutes(5);

struct Entry {
  Plan plan;
  Collector collector;
};

Entry ReadEntry(const std::string& name, ConfigReader& reader, const Environment& environment) {
  Entry entry{opensearch::ReadPlan(name, reader, environment),
              StoreCollector(systems::kOpensearch, name, reader)};
  const Plan& plan = entry.plan;
  entry.collector.place =
      plan.place ? plan.place->Place() : PlainDestination(plan.url) + ' ' + plan.repository;
  if (plan.place) entry.collector.shares = plan.place->config.settings;
  // After its first pass the API costs a few small answers.
  if (!entry.plan.place && !reader.Has("interval")) entry.collector.interval = kApiInterval;
  return entry;
}

template <typename Repository>
void Attach(std::shared_ptr<Repository> repository, Collector& collector) {
  collector.collect = [repository = std::move(repository)](const Pass& pass) {
    return repository->Run(pass);
  };
}

Result<Collector> MakeCollector(Entry entry, const Environment& environment) {
  if (!entry.plan.place) {
    Attach(std::make_shared<opensearch::ApiRepository>(entry.plan, environment.http, environment.clock),
           entry.collector);
    return std::move(entry.collector);
  }
  LASTGOOD_ASSIGN(Bucket bucket,
                  entry.plan.place->Open(environment).In("opensearch " + entry.collector.source));
  Attach(std::make_shared<opensearch::StoredRepository>(entry.plan, std::move(bucket), environment.clock),
         entry.collector);
  return std::move(entry.collector);
}

}  // namespace

Result<std::vector<Collector>> MakeOpensearchCollectors(ConfigReader& section,
                                                        const Environment& environment) {
  std::vector<Entry> entries;
  std::set<std::string> names;
  for (auto& [name, reader] : section.Entries()) {
    entries.push_back(ReadEntry(name, reader, environment));
    const std::string& called = entries.back().plan.key.name;
    if (!names.insert(called).second)
      reader.Complain(
          "", fmt::format("another repository is called \"{}\" already: give this one a `name`", called));
  }
  LASTGOOD_RETURN_IF_ERROR(section.Finish());
  std::vector<Collector> collectors;
  for (Entry& entry : entries) {
    LASTGOOD_ASSIGN(Collector collector, MakeCollector(std::move(entry), environment));
    collectors.push_back(std::move(collector));
  }
  return collectors;
}

CollectorKind OpensearchKind() {
  return {.name = systems::kOpensearch,
          .section = "opensearch",
          .summary = "snapshot repositories of OpenSearch and Elasticsearch, by their API or in a bucket",
          .reads = {},
          .make = &MakeOpensearchCollectors,
          .guides = &OpensearchGuides};
}

}  // namespace lastgood
