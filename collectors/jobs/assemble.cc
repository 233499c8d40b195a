#include "collectors/jobs/assemble.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/shell.h"
#include "base/time.h"
#include "collectors/jobs/assemble_buckets.h"
#include "collectors/jobs/track.h"
#include "model/names.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxPlaces = 10'000;

// What all sources together say of one job on one instance.
struct Told {
  JobReport report;
  std::string source;  // the first that said something
  Time read;
};

struct JobNow {
  std::vector<const Told*> told;
  std::vector<std::pair<JobPlace, Time>> gone;
};

bool SayTheSame(const JobReport& a, const JobReport& b) {
  return std::ranges::any_of(a.outcomes,
                             [&](const std::string& series) { return b.outcomes.contains(series); });
}

const Track* Find(const ObjectFacts* object, const std::string& method) {
  if (object == nullptr) return nullptr;
  const auto found = std::ranges::find(object->tracks, method, &Track::method);
  return found == object->tracks.end() ? nullptr : &*found;
}

bool Succeeded(const Track& track) { return track.last_success_finish.has_value(); }

class Assembler {
 public:
  Assembler(const JobsPlan& plan, const Readings& readings, const Facts& former, Time now)
      : plan_(plan), readings_(readings), former_(former), now_(now) {
    for (const ObjectFacts& object : former.objects) before_[object.key] = &object;
    for (const Expectation& expected : plan.expect) expected_[expected.job] = &expected.promise;
  }

  Assembly Run() {
    for (const Source* source : readings_.sources)
      for (const JobReport& report : source->report.jobs) AddReport(report, *source);
    for (const auto& [place, parts] : readings_.gone_parts)
      if (const auto told = told_.find(place); told != told_.end()) {
        told->second.report.parts.insert(parts.begin(), parts.end());
        Total(told->second.report);
      }
    std::map<std::string, JobNow> jobs;
    for (const auto& [place, told] : told_) jobs[place.job].told.push_back(&told);
    for (const auto& gone : readings_.gone) jobs[gone.first.job].gone.push_back(gone);
    for (const Expectation& expected : plan_.expect) jobs.try_emplace(expected.job);
    for (const auto& [name, job] : jobs) AddJob(name, job);
    AddBuckets(plan_, readings_, former_, assembly_);
    return std::move(assembly_);
  }

 private:
  void Complain(ErrorCode code, std::string message) {
    assembly_.complaints.push_back({code, std::move(message)});
  }

  void AddReport(const JobReport& report, const Source& source) {
    if (told_.size() == kMaxPlaces && !told_.contains(report.place)) {
      if (!full_) Complain(ErrorCode::kTooLarge, "more than 10,000 jobs: the rest is not shown");
      full_ = true;
      return;
    }
    const auto [known, added] = told_.try_emplace(report.place, Told{report, source.name, source.read});
    if (added) return;
    if (SayTheSame(report, known->second.report))
      Complain(ErrorCode::kMalformed,
               fmt::format("{} of name {} is reported by {} and by {}: the worse of the two counts; remove "
                           "the one that is no longer written",
                           MethodOf(report.place), report.place.job, known->second.source, source.name));
    Merge(report, known->second.report);
    known->second.read = std::min(known->second.read, source.read);
  }

  void AddJob(const std::string& name, const JobNow& job) {
    const auto expected = expected_.find(name);
    const StorePromise& promise = expected != expected_.end() ? *expected->second : plan_.promise;
    ObjectFacts object = Blank(name, promise);
    const auto known = before_.find(object.key);
    const ObjectFacts* before = known == before_.end() ? nullptr : known->second;
    AddTold(job, before, object);
    AddGone(job, before, object);
    if (job.told.empty()) {
      if (object.tracks.empty() && before != nullptr) object.tracks = before->tracks;
      object.observed = readings_.complete ? now_ : before != nullptr ? before->observed : Time();
      if (expected != expected_.end()) JudgeSilent(object);
    }
    object.inspect = InspectOf(name, job);
    Promise(promise, before, object);
    assembly_.facts.objects.push_back(std::move(object));
  }

  ObjectFacts Blank(const std::string& name, const StorePromise& promise) const {
    const bool taken = readings_.taken.contains("job " + name);
    ObjectFacts object{.key = {systems::kHost, "", "Job", taken ? plan_.name + "/" + name : name},
                       .protection = promise.cron ? Protection::kScheduled : Protection::kOnDemand,
                       .max_age = promise.max_age};
    if (!promise.cron && !promise.max_age)
      object.protection_detail = fmt::format(
          "nobody says how often it should run: add it to jobs.{}.expect, or give jobs.{} a max_age",
          plan_.name, plan_.name);
    return object;
  }

  void AddTold(const JobNow& job, const ObjectFacts* before, ObjectFacts& object) {
    for (const Told* told : job.told) {
      const JobReport& report = told->report;
      object.tracks.push_back(MakeTrack(report, Find(before, MethodOf(report.place)), told->read));
      const std::string whose = report.place.instance.empty() ? "" : MethodOf(report.place) + ", ";
      for (const std::string& doubt : DoubtsOf(report.parts)) object.unread.push_back(whose + doubt);
      for (const std::string& note : NotesOf(report.parts)) object.notes.push_back(whose + note);
      // Of several instances the one that was read longest ago: the rest of the object is as old.
      object.observed = told == job.told.front() ? told->read : std::min(object.observed, told->read);
      const std::string missing = WhatIsMissing(report);
      if (missing.empty()) continue;
      object.unread.push_back(missing);
      Complain(ErrorCode::kMalformed, fmt::format("job {}: {}", report.place.job, missing));
    }
  }

  // What is known of them stays, and so becomes late.
  static void AddGone(const JobNow& job, const ObjectFacts* before, ObjectFacts& object) {
    for (const auto& [place, since] : job.gone) {
      const Track* track = Find(before, MethodOf(place));
      if (track == nullptr) continue;
      object.tracks.push_back(*track);
      object.notes.push_back(
          fmt::format("{}: nothing reports it any more, since {}", track->method, FormatRfc3339(since)));
    }
  }

  void JudgeSilent(ObjectFacts& object) const {
    if (std::ranges::any_of(object.tracks, Succeeded)) return;
    if (readings_.complete) {
      object.protection = Protection::kImpossible;
      object.protection_detail = fmt::format("it is expected (jobs.{}.expect), but nothing at {} reports it",
                                             plan_.name, plan_.place());
    } else {
      object.protection = std::nullopt;
      object.unread.push_back(fmt::format("jobs.{}: not all of it could be read", plan_.name));
    }
  }

  std::string InspectOf(const std::string& name, const JobNow& job) const {
    if (!plan_.url.empty())
      return fmt::format("curl -s {} | grep -F {}", ShellQuoted(plan_.place()),
                         ShellQuoted('"' + name + '"'));
    if (job.told.empty()) return "ls -l " + ShellQuoted(plan_.folder);
    return "cat " + ShellQuoted(plan_.folder + "/" + job.told.front()->source);
  }

  void Promise(const StorePromise& promise, const ObjectFacts* before, ObjectFacts& object) {
    for (Track& track : object.tracks) {
      track.schedules.clear();
      track.policies.clear();
      if (!promise.cron) continue;
      track.schedules = {*promise.cron};
      track.policies = {{object.key.system, "", kinds::kSchedule, object.key.name}};
    }
    // Without any known success it is due from when it was first seen, so that it cannot stay unnoticed.
    if (before != nullptr && before->created)
      object.created = before->created;
    else if (!std::ranges::all_of(object.tracks, Succeeded))
      object.created = now_;
    for (PolicyFacts& policy : StorePolicies(object.key, promise, now_))
      assembly_.facts.policies.push_back(std::move(policy));
  }

  const JobsPlan& plan_;
  const Readings& readings_;
  const Facts& former_;
  const Time now_;
  std::map<ObjectKey, const ObjectFacts*> before_;
  std::map<std::string, const StorePromise*> expected_;
  std::map<JobPlace, Told> told_;
  bool full_ = false;
  Assembly assembly_;
};

}  // namespace

std::set<std::string> NamesIn(const JobsPlan& plan, const Readings& readings) {
  std::set<std::string> names;
  for (const Source* source : readings.sources) {
    for (const JobReport& report : source->report.jobs) names.insert("job " + report.place.job);
    for (const BucketReport& report : source->report.buckets) names.insert("bucket " + report.bucket);
  }
  for (const auto& [place, since] : readings.gone) names.insert("job " + place.job);
  for (const auto& [bucket, since] : readings.gone_buckets) names.insert("bucket " + bucket);
  for (const Expectation& expected : plan.expect) names.insert("job " + expected.job);
  return names;
}

Assembly Assemble(const JobsPlan& plan, const Readings& readings, const Facts& former, Time now) {
  return Assembler(plan, readings, former, now).Run();
}

}  // namespace lastgood::jobs
