#include "collectors/repositories/repositories.h"

#include <memory>

#include "collectors/repositories/guide.h"
#include "collectors/repositories/kopia.h"
#include "collectors/repositories/restic.h"
#include "collectors/shared/remember.h"
#include "model/names.h"

namespace lastgood {
namespace {

struct Entry {
  RepositoryPlan plan;
  Collector collector;
};

Entry ReadEntry(const std::string& name, ConfigReader& reader, const Environment& environment) {
  const std::string type = reader.String("type").value_or("");
  if (!reader.Has("type"))
    reader.Complain("", "type is missing: restic or kopia");
  else if (type != "restic" && type != "kopia")
    reader.Complain("type", "expected restic or kopia");
  Entry entry;
  entry.plan.key = {type, "", "Repository", name};
  entry.plan.place = ReadStorePlace(reader, environment, true);
  entry.plan.promise = ReadStorePromise(reader);
  entry.collector = StoreCollector(type, name, reader);
  entry.collector.place = entry.plan.place.Place();
  entry.collector.shares = entry.plan.place.config.settings;
  return entry;
}

Collected Keep(const RepositoryPlan& plan, const Pass& pass, Error error) {
  const Error told = std::move(error).In("repository " + plan.key.name);
  Collected collected;
  collected.facts.objects = {
      FormerObject(pass.former, StoreObject(plan.key, "snapshot", plan.place, plan.promise), told.message)};
  collected.facts.destinations = FormerDestinations(pass.former, plan.place.Url());
  collected.failures = {told};
  return collected;
}

template <typename Repository>
Collected Run(const RepositoryPlan& plan, Repository& repository, const Clock& clock, const Pass& pass) {
  Collected collected;
  Result<RepositoryReading> reading = repository.Read(pass);
  if (reading.ok()) {
    collected.facts.objects = {std::move(reading->object)};
    collected.facts.destinations = {std::move(reading->destination)};
    collected.problems = std::move(reading->problems);
    RememberFailures(pass.former, collected.facts);
  } else {
    collected = Keep(plan, pass, std::move(reading).error());
  }
  collected.facts.policies = StorePolicies(plan.key, plan.promise, clock.Now());
  return collected;
}

template <typename Repository>
Result<Collector> MakeCollector(Entry entry, const Environment& environment) {
  LASTGOOD_ASSIGN(Bucket bucket, entry.plan.place.Open(environment).In("repository " + entry.plan.key.name));
  const auto repository = std::make_shared<Repository>(entry.plan, std::move(bucket), environment.clock);
  entry.collector.collect = [plan = entry.plan, repository, &clock = environment.clock](const Pass& pass) {
    return Run(plan, *repository, clock, pass);
  };
  return std::move(entry.collector);
}

}  // namespace

Result<std::vector<Collector>> MakeRepositoryCollectors(ConfigReader& section,
                                                        const Environment& environment) {
  std::vector<Entry> entries;
  for (auto& [name, reader] : section.Entries()) entries.push_back(ReadEntry(name, reader, environment));
  LASTGOOD_RETURN_IF_ERROR(section.Finish());
  std::vector<Collector> collectors;
  for (Entry& entry : entries) {
    const bool restic = entry.plan.key.system == systems::kRestic;
    LASTGOOD_ASSIGN(Collector collector, restic
                                             ? MakeCollector<ResticRepository>(std::move(entry), environment)
                                             : MakeCollector<KopiaRepository>(std::move(entry), environment));
    collectors.push_back(std::move(collector));
  }
  return collectors;
}

CollectorKind RepositoriesKind() {
  return {.name = systems::kRepositories,
          .section = "repositories",
          .summary = "restic and kopia repositories in buckets and folders, without their passwords",
          .reads = {},
          .make = &MakeRepositoryCollectors,
          .guides = &RepositoriesGuides};
}

}  // namespace lastgood
