#include "collectors/copy/copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/destination.h"
#include "base/time.h"
#include "collectors/copy/copy_compare.h"
#include "collectors/copy/guide.h"
#include "collectors/shared/store.h"
#include "model/names.h"
#include "net/http/endpoint.h"

namespace lastgood {
namespace {

struct CopyPlan {
  std::string name;
  StorePlace from, to;
  Duration max_behind{0};
};

std::string Words(const CopyPlan& plan, const CopyComparison& result) {
  const CopyComparison::Lack all = result.All();
  if (all.objects == 0) return "";
  std::string names;
  for (const std::string& name : all.names) names += (names.empty() ? "" : ", ") + Cut(name, 100);
  return fmt::format(
      "of {} objects in {}, {} lacks {} ({}): {} missing, {} of another size, {} with another "
      "content; {} for example",
      result.compared, plan.from.Url(), plan.to.Url(), all.objects, FormatSize(all.bytes),
      result.missing.objects, result.other_size.objects,
      result.ContentIsComparable() ? result.other_content.objects : 0, names);
}

bool AreSameSides(const CopyFacts& a, const CopyFacts& b) {
  return IsSameDestination(a.from, b.from) && IsSameService(a.from_endpoint, b.from_endpoint) &&
         IsSameDestination(a.to, b.to) && IsSameService(a.to_endpoint, b.to_endpoint);
}

// Whether one holds the other, whatever the buckets are called in the config.
bool AreNested(const StorePlace& a, const StorePlace& b) {
  const bool same_service = IsSameService(a.Endpoint(), b.Endpoint());
  const std::string here = PlainDestination(a.config.url) + '/' + a.prefix;
  const std::string there = PlainDestination(b.config.url) + '/' + b.prefix;
  return same_service && (here.starts_with(there) || there.starts_with(here));
}

class Copy {
 public:
  Copy(CopyPlan plan, Bucket from, Bucket to, const Clock& clock)
      : plan_(std::move(plan)), from_(std::move(from)), to_(std::move(to)), clock_(clock) {}

  CopyFacts Blank() const {
    CopyFacts facts;
    facts.name = plan_.name;
    facts.from = plan_.from.Url();
    facts.to = plan_.to.Url();
    facts.from_endpoint = plan_.from.Endpoint();
    facts.to_endpoint = plan_.to.Endpoint();
    return facts;
  }

  Collected Run(const Pass& pass) const {
    Collected collected;
    Result<CopyComparison> result = Compare(pass);
    if (result.ok()) {
      collected.facts.copies = {FactsOf(*result)};
      TellFuture(*result, collected);
    } else {
      collected.facts.copies = {Former(pass.former)};
      collected.failures = {std::move(result).error().In("copy " + plan_.name)};
    }
    return collected;
  }

 private:
  Result<CopyComparison> Compare(const Pass& pass) const {
    const auto progress = [&](std::size_t objects) {
      if (pass.progress) pass.progress("comparing copy " + plan_.name, objects);
    };
    const auto side = [&](const Bucket& bucket, const StorePlace& place) {
      return CopySide{BucketCursor(bucket, {.prefix = place.prefix}, clock_), place.prefix.size()};
    };
    Result<CopyComparison> result =
        CompareCopies(side(from_, plan_.from), side(to_, plan_.to), pass.deadline, progress);
    if (!result.ok() || result->compared > 0) return result;
    // A copy of nothing lacks nothing.
    return Error{
        ErrorCode::kNotFound,
        fmt::format("{} is empty, and its copy is {}: nothing can be said; is it mounted, is `prefix` "
                    "right?",
                    plan_.from.Url(), result->in_copy == 0 ? "empty too" : "not")};
  }

  // Its deadline would be far off, however long it is missing already.
  void TellFuture(const CopyComparison& result, Collected& collected) const {
    const CopyComparison::Lack all = result.All();
    if (!all.oldest || !IsFromTheFuture(*all.oldest, clock_.Now())) return;
    collected.problems.push_back(
        {"Copy",
         "",
         plan_.name,
         {ErrorCode::kClockSkew,
          fmt::format("copy {}: what is missing is dated {}, which is yet to come ({}): compare the clocks",
                      plan_.name, FormatRfc3339(*all.oldest), fmt::join(all.names, ", "))}});
  }

  CopyFacts FactsOf(const CopyComparison& result) const {
    const CopyComparison::Lack all = result.All();
    CopyFacts facts = Blank();
    facts.missing_objects = all.objects;
    facts.missing_bytes = all.bytes;
    facts.oldest_missing = all.oldest;
    if (all.oldest) facts.deadline = *all.oldest + plan_.max_behind;
    facts.checked = clock_.Now();
    facts.detail = Words(plan_, result);
    return facts;
  }

  CopyFacts Former(const Facts& former) const {
    const auto found = std::ranges::find(former.copies, plan_.name, &CopyFacts::name);
    CopyFacts facts = Blank();
    if (found == former.copies.end() || !AreSameSides(*found, facts)) return facts;
    facts.missing_objects = found->missing_objects;
    facts.missing_bytes = found->missing_bytes;
    facts.oldest_missing = found->oldest_missing;
    facts.checked = found->checked;
    facts.detail = found->detail;
    if (facts.oldest_missing) facts.deadline = *facts.oldest_missing + plan_.max_behind;
    return facts;
  }

  const CopyPlan plan_;
  const Bucket from_, to_;
  const Clock& clock_;
};

StorePlace ReadSide(ConfigReader& reader, const char* key, const Environment& environment) {
  std::optional<ConfigReader> side = reader.Map(key);
  if (side) return ReadStorePlace(*side, environment, false);
  if (!reader.Has(key)) reader.Complain("", fmt::format("{} is missing: {{bucket: ..., prefix: ...}}", key));
  return {};
}

struct Entry {
  CopyPlan plan;
  Collector collector;
};

Entry ReadEntry(const std::string& name, ConfigReader& reader, const Environment& environment) {
  Entry entry{.plan = {.name = name,
                       .from = ReadSide(reader, "from", environment),
                       .to = ReadSide(reader, "to", environment)}};
  const CopyPlan& plan = entry.plan;
  if (!plan.from.config.url.empty() && !plan.to.config.url.empty() && AreNested(plan.from, plan.to))
    reader.Complain("to", "lies inside `from`, or around it: each copy would have to be copied");
  if (!reader.Has("max_behind"))
    reader.Complain("", "max_behind is missing: how old may be what the copy lacks");
  entry.plan.max_behind = ReadPositiveLength(reader, "max_behind", std::chrono::hours(26));
  entry.collector = StoreCollector(systems::kCopy, name, reader);
  entry.collector.place = plan.from.Place() + " to " + plan.to.Place();
  entry.collector.shares = plan.from.config.settings + plan.to.config.settings;
  return entry;
}

}  // namespace

Result<std::vector<Collector>> MakeCopyCollectors(ConfigReader& section, const Environment& environment) {
  std::vector<Entry> entries;
  for (auto& [name, reader] : section.Entries()) entries.push_back(ReadEntry(name, reader, environment));
  LASTGOOD_RETURN_IF_ERROR(section.Finish());
  std::vector<Collector> collectors;
  for (Entry& entry : entries) {
    const std::string context = "copy " + entry.plan.name;
    LASTGOOD_ASSIGN(Bucket from, entry.plan.from.Open(environment).In(context));
    LASTGOOD_ASSIGN(Bucket to, entry.plan.to.Open(environment).In(context));
    const auto copy =
        std::make_shared<Copy>(std::move(entry.plan), std::move(from), std::move(to), environment.clock);
    entry.collector.initial.copies = {copy->Blank()};
    entry.collector.collect = [copy](const Pass& pass) { return copy->Run(pass); };
    collectors.push_back(std::move(entry.collector));
  }
  return collectors;
}

CollectorKind CopyKind() {
  return {.name = systems::kCopy,
          .section = "copies",
          .summary = "what a copy of a bucket or folder lacks, and since when",
          .reads = {},
          .make = &MakeCopyCollectors,
          .guides = &CopyGuides};
}

}  // namespace lastgood
