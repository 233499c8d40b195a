#include "collectors/dumps/dumps.h"

#include <memory>

#include "collectors/dumps/dumps_facts.h"
#include "collectors/dumps/guide.h"
#include "collectors/shared/remember.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

class DumpFolder {
 public:
  DumpFolder(DumpsPlan plan, Bucket bucket, const Clock& clock)
      : plan_(std::move(plan)), bucket_(std::move(bucket)), clock_(clock), reader_(plan_.settle) {}

  Collected Run(const Pass& pass) {
    Collected collected;
    Result<ObjectFacts> object = Read(pass, collected.problems);
    if (object.ok()) {
      collected.facts.objects = {std::move(object).value()};
      RememberFailures(pass.former, collected.facts);
    } else {
      const Error told = std::move(object).error().In("dumps " + plan_.key.name);
      collected.facts.objects = {FormerObject(
          pass.former, StoreObject(plan_.key, "dump", plan_.place, plan_.promise), told.message)};
      collected.failures = {told};
    }
    collected.facts.policies = StorePolicies(plan_.key, plan_.promise, clock_.Now());
    return collected;
  }

 private:
  Result<ObjectFacts> Read(const Pass& pass, std::vector<Problem>& problems) {
    DumpListing listing(plan_.place.prefix, plan_.names);
    const auto progress = [&](std::size_t objects) {
      if (pass.progress) pass.progress("listing dumps " + plan_.key.name, objects);
    };
    LASTGOOD_RETURN_IF_ERROR(bucket_.List(
        {.prefix = plan_.place.prefix}, pass.deadline,
        [&](const BucketObject& object) { listing.Add(object); }, progress));
    listing.Finish();
    const Time now = clock_.Now();
    problems = TakeFutureOff(plan_, now, listing);
    LASTGOOD_ASSIGN(const std::vector<JudgedDump> judged,
                    reader_.Judge(bucket_, listing.files, now, pass.deadline));
    ObjectFacts object = AssembleDumps(plan_, listing, judged, now);
    // A rule of the bucket that deletes the newest as well, where no newer one follows.
    object.tracks.front().kept_for = KeptByLifecycle(bucket_, plan_.place, pass.deadline);
    return object;
  }

  const DumpsPlan plan_;
  const Bucket bucket_;
  const Clock& clock_;
  DumpReader reader_;
};

struct Entry {
  DumpsPlan plan;
  Collector collector;
};

Entry ReadEntry(const std::string& name, ConfigReader& reader, const Environment& environment) {
  Entry entry;
  entry.plan.key = {systems::kDumps, "", "Folder", name};
  entry.plan.place = ReadStorePlace(reader, environment, false);
  entry.plan.pattern = reader.String("pattern").value_or("");
  // Without a schedule a time zone may still be that of the names.
  entry.plan.promise = ReadStorePromise(reader, !entry.plan.pattern.empty());
  entry.plan.settle = ReadPositiveLength(reader, "settle", entry.plan.settle);
  entry.collector = StoreCollector(systems::kDumps, name, reader);
  entry.collector.place = entry.plan.place.Place();
  entry.collector.shares = entry.plan.place.config.settings;
  Result<DumpPattern> names = DumpPattern::Parse(entry.plan.pattern, entry.plan.promise.timezone);
  if (names.ok())
    entry.plan.names = *names;
  else
    reader.Complain("pattern", names.error().message);
  return entry;
}

}  // namespace

Result<std::vector<Collector>> MakeDumpCollectors(ConfigReader& section, const Environment& environment) {
  std::vector<Entry> entries;
  for (auto& [name, reader] : section.Entries()) entries.push_back(ReadEntry(name, reader, environment));
  LASTGOOD_RETURN_IF_ERROR(section.Finish());
  std::vector<Collector> collectors;
  for (Entry& entry : entries) {
    LASTGOOD_ASSIGN(Bucket bucket, entry.plan.place.Open(environment).In("dumps " + entry.plan.key.name));
    const auto folder =
        std::make_shared<DumpFolder>(std::move(entry.plan), std::move(bucket), environment.clock);
    entry.collector.collect = [folder](const Pass& pass) { return folder->Run(pass); };
    collectors.push_back(std::move(entry.collector));
  }
  return collectors;
}

CollectorKind DumpsKind() {
  return {.name = systems::kDumps,
          .section = "dumps",
          .summary = "database dumps in buckets and folders: the newest whole one, by name, size and ending",
          .reads = {},
          .make = &MakeDumpCollectors,
          .guides = &DumpsGuides};
}

}  // namespace lastgood
