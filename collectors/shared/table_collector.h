// The collector that every Kubernetes system has: it reads its tables, makes facts of them, and remembers
// both the tables and past failures between passes. A system states how its own tables are read and what they
// mean.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "collectors/collector.h"
#include "collectors/shared/carry.h"
#include "collectors/shared/doubt.h"
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

template <typename Tables>
Collected CollectTables(const TableSystem<Tables>& system, Tables& tables, const Environment& environment,
                        const Pass& pass) {
  const Time now = environment.clock.Now();
  TableReport report =
      ReadTables(*environment.kubernetes, system.reads(tables), pass.deadline, now, pass.progress);
  if (system.then != nullptr)
    report.Add(ReadTables(*environment.kubernetes, system.then(tables), pass.deadline, now, pass.progress));
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

// Of the system's section: interval, timeout. None when no Kubernetes source is configured. `tables` is what
// they begin with.
template <typename Tables>
std::vector<Collector> MakeTableCollectors(const TableSystem<Tables>& system, ConfigReader& section,
                                           const Environment& environment, Tables tables = {}) {
  Collector collector = KubernetesCollector(system.kind, section);
  if (environment.kubernetes == nullptr) return {};
  collector.place = environment.kubernetes->Describe();
  collector.find_place = [source = environment.kubernetes] { return source->Describe(); };
  const auto kept = std::make_shared<Tables>(std::move(tables));
  collector.collect = [system, environment, kept](const Pass& pass) {
    return CollectTables(system, *kept, environment, pass);
  };
  return {std::move(collector)};
}

}  // namespace lastgood
