#include "collectors/jobs/assemble.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/jobs/track.h"

namespace lastgood::jobs {
namespace {

struct Told {
  const JobReport* report;
  const Source* source;
};

const ObjectFacts* FormerObject(const Facts& former, const ObjectKey& key) {
  const auto found = std::ranges::find(former.objects, key, &ObjectFacts::key);
  return found == former.objects.end() ? nullptr : &*found;
}

class Assembler {
 public:
  Assembler(const JobsPlan& plan, const Facts& former, Time since, Time now)
      : plan_(plan), former_(former), since_(since), now_(now) {}

  void AddJobs(const std::vector<const Source*>& sources, bool complete) {
    std::map<std::string, std::vector<Told>> by_name;
    for (const Source* source : sources)
      for (const JobReport& report : source->report.jobs) by_name[report.job].push_back({&report, source});
    for (const auto& [name, told] : by_name) AddJob(name, told);
    for (const Expectation& expected : plan_.expect)
      if (!by_name.contains(expected.job)) AddSilent(expected, complete);
  }

  void AddBucket(const BucketReport& report, const std::set<std::string>& listed_buckets) {
    const std::string name = report.bucket.empty() ? plan_.name : report.bucket;
    if (listed_buckets.contains(name)) {
      assembly_.complaints.push_back(fmt::format("bucket {} is listed already (buckets.{})", name, name));
      return;
    }
    BucketFacts facts{.name = name, .limit_bytes = report.limit, .listed = report.listed};
    facts.listing_deadline = report.listed.value_or(since_) + plan_.bucket_max_age;
    facts.used_bytes = UsedBytes(report);
    for (const auto& [prefix, usage] : report.prefixes)
      if (usage.bytes && usage.objects)
        facts.prefixes.push_back({.prefix = prefix, .current = {*usage.bytes, *usage.objects}});
      else
        assembly_.complaints.push_back(fmt::format("bucket {}, prefix \"{}\": has no {}", name, prefix,
                                                   usage.bytes ? "number of objects" : "size"));
    assembly_.facts.buckets.push_back(std::move(facts));
  }

  Assembly Finish() { return std::move(assembly_); }

 private:
  static ObjectKey KeyOf(const std::string& job) { return {"host", "", "Job", job}; }

  static bool NeverSucceeded(const ObjectFacts& object) {
    return std::ranges::none_of(object.tracks,
                                [](const Track& track) { return track.last_success_finish.has_value(); });
  }

  const Expectation* Expected(const std::string& job) const {
    const auto found = std::ranges::find(plan_.expect, job, &Expectation::job);
    return found == plan_.expect.end() ? nullptr : &*found;
  }

  void AddJob(const std::string& name, const std::vector<Told>& told) {
    ObjectFacts object = Judged(name);
    const ObjectFacts* before = FormerObject(former_, object.key);
    // Of several instances the one that was read longest ago: the rest of the object is as old.
    object.observed = told.front().source->read;
    for (const Told& one : told) {
      object.observed = std::min(object.observed, one.source->read);
      std::string complaint;
      object.tracks.push_back(MakeTrack(*one.report, before, complaint));
      if (!complaint.empty()) assembly_.complaints.push_back(fmt::format("job {}: {}", name, complaint));
    }
    Finish(std::move(object), before);
  }

  // An expected job that reports nowhere keeps what is known of it, and so becomes late.
  void AddSilent(const Expectation& expected, bool complete) {
    ObjectFacts object = Judged(expected.job);
    const ObjectFacts* before = FormerObject(former_, object.key);
    object.observed = complete ? now_ : before != nullptr ? before->observed : Time();
    if (before != nullptr) object.tracks = before->tracks;
    const bool never = NeverSucceeded(object);
    if (never && complete) {
      object.protection = Protection::kNoPolicy;
      object.protection_detail = fmt::format("it is expected (jobs.{}.expect), but nothing in {} reports it",
                                             plan_.name, plan_.url.empty() ? plan_.folder : plan_.url);
    } else if (never) {
      object.protection = std::nullopt;
      object.unread.push_back(fmt::format("jobs.{}: not all of it could be read", plan_.name));
    }
    Finish(std::move(object), before);
  }

  ObjectFacts Judged(const std::string& name) const {
    ObjectFacts object{.key = KeyOf(name), .protection = Protection::kOnDemand};
    const Expectation* expected = Expected(name);
    if (expected == nullptr) {
      object.protection_detail =
          fmt::format("how often it should run is not said: add it to jobs.{}.expect, or to objectives.match",
                      plan_.name);
      return object;
    }
    object.max_age = expected->max_age;
    if (expected->cron) object.protection = Protection::kScheduled;
    return object;
  }

  void Finish(ObjectFacts object, const ObjectFacts* before) {
    const Expectation* expected = Expected(object.key.name);
    for (Track& track : object.tracks) {
      track.schedules.clear();
      track.policies.clear();
      if (expected == nullptr || !expected->cron) continue;
      track.schedules.push_back(*expected->cron);
      track.policies.push_back(object.key);
    }
    // A job without any known success is due from when it was first seen, so that it cannot stay unnoticed.
    if (NeverSucceeded(object))
      object.created = before != nullptr && before->created ? before->created : std::optional(now_);
    if (expected != nullptr && expected->cron)
      assembly_.facts.policies.push_back({.key = object.key,
                                          .schedule = expected->schedule,
                                          .timezone = expected->timezone,
                                          .next_run = expected->cron->Next(now_),
                                          .valid = true});
    assembly_.facts.objects.push_back(std::move(object));
  }

  // Prefixes within others count once.
  static std::optional<std::uint64_t> UsedBytes(const BucketReport& report) {
    std::optional<std::uint64_t> sum;
    const std::string* last = nullptr;
    for (const auto& [prefix, usage] : report.prefixes) {
      if (last != nullptr && prefix.starts_with(*last)) continue;
      if (!usage.bytes) return std::nullopt;
      sum = sum.value_or(0) + *usage.bytes;
      last = &prefix;
    }
    return sum;
  }

  const JobsPlan& plan_;
  const Facts& former_;
  const Time since_, now_;
  Assembly assembly_;
};

}  // namespace

Assembly Assemble(const JobsPlan& plan, const std::vector<const Source*>& sources, const Facts& former,
                  const std::set<std::string>& listed_buckets, bool complete, Time since, Time now) {
  Assembler assembler(plan, former, since, now);
  assembler.AddJobs(sources, complete);
  std::set<std::string> seen;
  for (const Source* source : sources)
    for (const BucketReport& report : source->report.buckets)
      if (seen.insert(report.bucket).second) assembler.AddBucket(report, listed_buckets);
  return assembler.Finish();
}

}  // namespace lastgood::jobs
