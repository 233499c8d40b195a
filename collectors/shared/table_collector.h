// The collector that every Kubernetes system has: it reads its tables, makes facts of them, and remembers
// both the tables and past failures between passes. A system states how its own tables are read and what they
// mean.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "collectors/collector.h"
#include "collectors/shared/carry.h"
#include "collectors/shared/doubt.h"
#include "collectors/shared/followed_tables.h"
#include "collectors/shared/kubernetes.h"
#include "collectors/shared/remember.h"
#include "collectors/shared/table.h"
#include "net/objects/reading.h"

namespace lastgood {

template <typename Tables>
struct TableSystem {
  std::string_view kind;
  std::vector<TableRead> (*reads)(Tables&);
  Facts (*assemble)(const Tables&, Time now);
  std::vector<Problem> (*complaints)(const Tables&);
  bool (*installed)(const Tables&);  // any of what makes the system exist is known
  // What is read after `reads` and by what they told, where that spares long lists.
  std::vector<TableRead> (*then)(Tables&) = nullptr;
};

// Reads them, all at once.
template <typename Tables>
TableReport ReadAll(const TableSystem<Tables>& system, Tables& tables, KubeSource& source, const Pass& pass,
                    Time now) {
  TableReport report = ReadTables(source, system.reads(tables), pass.deadline, now, pass.progress);
  if (system.then != nullptr)
    report.Add(ReadTables(source, system.then(tables), pass.deadline, now, pass.progress));
  return report;
}

// What tables that were read mean, and what was wrong.
template <typename Tables>
Collected AssembleTables(const TableSystem<Tables>& system, const Tables& tables, TableReport report,
                         const Pass& pass, Time now) {
  Collected collected;
  collected.facts = system.assemble(tables, now);
  if (const std::vector<std::string> lost = LostKinds(report, pass.kinds); !lost.empty()) {
    CarryOver(pass.former, collected.facts);
    TellLost(lost, report);
  }
  RememberFailures(pass.former, collected.facts);
  RememberDrills(pass.former, collected.facts);
  CastDoubt(report.problems, pass.former, collected.facts);
  collected.kinds = KindsOf(std::move(report.kinds), pass.kinds);
  collected.failures = std::move(report.failures);
  collected.problems = std::move(report.problems);
  for (Problem& problem : system.complaints(tables)) collected.problems.push_back(std::move(problem));
  collected.absent = collected.failures.empty() && !system.installed(tables);
  collected.in_part = report.in_part;
  collected.not_in_dump = collected.absent && report.not_in_dump;
  return collected;
}

// A collector's tables, and what keeps them up to date.
template <typename Tables>
struct KeptTables {
  KeptTables(const Environment& environment, Duration interval, Tables begin)
      : tables(std::move(begin)),
        first(environment.kubernetes, mutex, changes, interval),
        more(environment.kubernetes, mutex, changes, interval) {}

  std::mutex mutex;  // guards the tables while they are followed
  std::shared_ptr<ChangeSignal> changes = std::make_shared<ChangeSignal>();
  Tables tables;
  FollowedTables first, more;  // what is always read, and what the system wants besides
};

// A pass over tables that are followed: nothing is read but what changed. Nullopt when they cannot be.
template <typename Tables>
std::optional<Collected> CollectFollowed(const TableSystem<Tables>& system, KeptTables<Tables>& kept,
                                         const Environment& environment, const Pass& pass) {
  if (kept.first.empty() && !kept.first.Want(system.reads(kept.tables))) return std::nullopt;
  const std::vector<FollowState> states = kept.first.Await(pass.deadline);
  std::unique_lock lock(kept.mutex);
  TableReport report = kept.first.Book(states, environment.clock.Now());
  std::vector<TableRead> reads;
  if (system.then != nullptr) reads = system.then(kept.tables);
  lock.unlock();
  kept.more.Want(std::move(reads));
  const std::vector<FollowState> more = kept.more.Await(pass.deadline);
  lock.lock();
  const Time now = environment.clock.Now();
  report.Add(kept.more.Book(more, now));
  return AssembleTables(system, kept.tables, std::move(report), pass, now);
}

// Of the system's section: interval, timeout. None when no Kubernetes source is configured. `tables` is what
// they begin with.
template <typename Tables>
std::vector<Collector> MakeTableCollectors(const TableSystem<Tables>& system, ConfigReader& section,
                                           const Environment& environment, Tables tables = {}) {
  Collector collector = KubernetesCollector(system.kind, section);
  if (environment.kubernetes == nullptr) return {};
  collector.place = environment.kubernetes->Describe();
  const auto kept = std::make_shared<KeptTables<Tables>>(environment, collector.interval, std::move(tables));
  if (environment.follow) collector.changes = kept->changes;
  collector.find_place = [source = environment.kubernetes] { return source->Describe(); };
  collector.collect = [system, environment, kept](const Pass& pass) {
    if (environment.follow)
      if (std::optional<Collected> collected = CollectFollowed(system, *kept, environment, pass))
        return *std::move(collected);
    const Time now = environment.clock.Now();
    TableReport report = ReadAll(system, kept->tables, *environment.kubernetes, pass, now);
    return AssembleTables(system, kept->tables, std::move(report), pass, now);
  };
  return {std::move(collector)};
}

}  // namespace lastgood
