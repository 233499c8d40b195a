// What can be wrong about coverage and components, and the service's table.
#include "model/assess_coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/time.h"
#include "model/alerts.h"
#include "model/names.h"
#include "model/protection.h"

namespace lastgood {
namespace {

std::string WhyNot(const CoveredWorkload& workload) {
  std::vector<std::string> reasons;
  reasons.reserve(workload.layers.size());
  for (const Layer& layer : workload.layers) reasons.push_back(fmt::format("{}: {}", layer.by, layer.why));
  return reasons.empty() ? "no backup system that could hold it was found"
                         : fmt::format("{}", fmt::join(reasons, "; "));
}

bool IsBelow(const std::optional<int>& count, const std::optional<int>& wanted) {
  return count && wanted && *count < *wanted;
}

// The rule of three: the data and two copies, one of them in another place.
void AddCopies(const CoveredWorkload& workload, std::vector<Finding>& findings) {
  if (workload.part_of || !workload.Covered()) return;
  const bool missing = IsBelow(workload.copies, workload.copies_objective) ||
                       IsBelow(workload.copies_apart, workload.copies_apart_objective);
  const int copies = workload.copies.value_or(0);
  if (copies == 0 && !missing) return;
  std::string what = copies == 0   ? "no copy yet"
                     : copies == 1 ? "one copy only"
                                   : fmt::format("{} copies", copies);
  const bool beside = copies > 0 && workload.copies_apart == 0;
  if (beside) what += copies == 1 ? ", beside the data" : ", all beside the data";
  const std::string why = beside ? "in the same cluster, or kept by the same storage as the data" : "";
  if (missing)
    findings.push_back(
        {Level::kWarning, alerts::kTooFewCopies, what, std::nullopt,
         fmt::format("at least {} copies are required, {} of them apart from the data",
                     workload.copies_objective.value_or(1), workload.copies_apart_objective.value_or(0)),
         "add a second mechanism or a copy of its bucket in another place"});
  else if (beside || copies == 1)
    findings.push_back({Level::kNotice, {}, what, std::nullopt, why, ""});
}

// The worst that is known of each object and workload.
class Levels {
 public:
  explicit Levels(const std::vector<Row>& rows) {
    for (const Row& row : rows)
      if (row.subject == Subject::kObject || row.subject == Subject::kWorkload ||
          row.subject == Subject::kComponent || row.subject == Subject::kCopy)
        rows_[{row.subject, row.key}] = &row;
  }
  const Row* Find(Subject subject, const ObjectKey& key) const {
    const auto found = rows_.find({subject, key});
    return found == rows_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::pair<Subject, ObjectKey>, const Row*> rows_;
};

// Takes over what another row says when that is worse. Notices of others are no news here.
void Take(const Row* row, ServiceLine& line) {
  if (row == nullptr || row->findings.empty() || row->level <= std::max(line.level, Level::kNotice)) return;
  line.level = row->level;
  line.state = row->findings.front().what;
}

// However well all goes: as long as nothing can be restored, nobody may read "good".
void AdmitNothing(ServiceLine& line) {
  if (line.level != Level::kGood || line.what.recovery_point) return;
  line.level = Level::kNotice;
  line.state = line.what.recovery_unknown ? "recovery point unknown" : "nothing to restore yet";
}

ServiceLine LineOf(const ComponentState& component, const Levels& levels) {
  ServiceLine line;
  line.declared = true;
  line.key.name = component.name;
  line.what = component.what;
  line.state = component.deliberate ? component.reason : "good";
  if (component.deliberate) line.level = Level::kNotice;
  Take(levels.Find(Subject::kComponent, {"component", "", "Component", component.name}), line);
  std::set<std::string> systems;
  for (const ObjectKey& key : component.objects) {
    systems.insert(key.system);
    Take(levels.Find(key.system == systems::kCopy ? Subject::kCopy : Subject::kObject, key), line);
  }
  line.covered_by.assign(systems.begin(), systems.end());
  AdmitNothing(line);
  return line;
}

ServiceLine LineOf(const CoveredWorkload& workload, const Levels& levels) {
  ServiceLine line;
  line.key = workload.key;
  line.what = workload.what;
  line.state = "good";
  for (const Layer& layer : workload.layers) {
    (layer.covers ? line.covered_by : line.not_covered_by).push_back(layer.by);
    // What does not cover it is not its concern, unless nothing does.
    if (layer.covers || !workload.Covered()) Take(levels.Find(Subject::kObject, layer.object), line);
  }
  const Row* own = levels.Find(Subject::kWorkload, workload.key);
  Take(own, line);
  if (line.level == Level::kGood && own != nullptr && !own->findings.empty())
    line.state = "good, " + own->findings.front().what;
  if (workload.deliberate && line.level <= Level::kNotice) {
    line.level = Level::kNotice;
    line.state = "on purpose: " + workload.why;
  }
  AdmitNothing(line);
  return line;
}

// Claims that belong to a cluster or stateful set are told there.
void TakeClaims(const Coverage& coverage, const Levels& levels, std::map<ObjectKey, ServiceLine>& lines) {
  for (const CoveredWorkload& workload : coverage.workloads)
    if (workload.part_of)
      if (const auto owner = lines.find(*workload.part_of); owner != lines.end())
        Take(levels.Find(Subject::kWorkload, workload.key), owner->second);
}

}  // namespace

bool IsInScope(const ComponentState& component, const Filter& filter) {
  if (filter.system.empty() && filter.namespace_.empty()) return true;
  return std::any_of(component.objects.begin(), component.objects.end(), [&](const ObjectKey& key) {
    return (filter.system.empty() || key.system == filter.system) &&
           (filter.namespace_.empty() || key.namespace_ == filter.namespace_);
  });
}

// A copy of a running database's volume is no replacement for a backup by the database: so only of claims.
std::string CoveredElsewhere(const Coverage& coverage, const ObjectKey& key) {
  if (key.kind != kinds::kClaim) return "";
  const auto less = [](const CoveredWorkload& workload, const ObjectKey& wanted) {
    return workload.key < wanted;
  };
  const ObjectKey wanted{systems::kKubernetes, key.namespace_, key.kind, key.name};
  const auto found = std::lower_bound(coverage.workloads.begin(), coverage.workloads.end(), wanted, less);
  if (found == coverage.workloads.end() || found->key != wanted) return "";
  for (const Layer& layer : found->layers)
    if (layer.covers && layer.by != key.system) return layer.by;
  return "";
}

std::vector<Finding> FindingsOf(const CoveredWorkload& workload) {
  std::vector<Finding> findings;
  if (workload.deliberate) return findings;
  if (workload.IsClaim() && !workload.Covered() && !workload.told) {
    if (workload.unknown.empty())
      findings.push_back({Level::kWarning, alerts::kNotCovered, "not covered", std::nullopt, WhyNot(workload),
                          "back it up, name what holds it in `components`, or mark it as intended with the "
                          "annotation lastgood.dev/ignore"});
    else
      findings.push_back({Level::kUnknown,
                          {},
                          "cannot tell whether it is covered",
                          std::nullopt,
                          workload.unknown,
                          "give lastgood what it could not read"});
  }
  AddCopies(workload, findings);
  return findings;
}

std::vector<Finding> FindingsOf(const ComponentState& component, Time now) {
  if (component.deliberate)
    return {{Level::kNotice, {}, component.reason, std::nullopt, component.detail, ""}};
  if (!component.is_protected)
    return {{Level::kUnknown,
             {},
             "cannot tell",
             std::nullopt,
             component.detail,
             "give lastgood what it could not read"}};
  if (!*component.is_protected)
    return {{Level::kCritical, alerts::kComponentUnprotected,
             component.reason == "missing" ? "missing" : fmt::format("unprotected ({})", component.reason),
             std::nullopt, component.detail, "back it up, or correct what it `needs` in the config"}};
  const Restorability& what = component.what;
  if (!what.recovery_point || !what.objective) return {};
  const Time limit = *what.recovery_point + *what.objective;
  if (limit >= now || !what.observed || limit >= *what.observed) return {};
  return {{Level::kWarning, alerts::kComponentStale, "recovery point too old", limit,
           fmt::format("it could be restored up to {} only, and {} are allowed",
                       FormatRfc3339(*what.recovery_point), FormatDuration(*what.objective)),
           "look at the backups of what it needs"}};
}

std::vector<ServiceLine> ServiceOf(const Coverage& coverage, const std::vector<Row>& rows,
                                   const Filter& filter) {
  const Levels levels(rows);
  std::vector<ServiceLine> service;
  std::map<ObjectKey, ServiceLine> found;
  for (const ComponentState& component : coverage.components)
    if (IsInScope(component, filter)) service.push_back(LineOf(component, levels));
  for (const CoveredWorkload& workload : coverage.workloads)
    if (!workload.part_of && !workload.held && filter.system.empty() &&
        (filter.namespace_.empty() || filter.namespace_ == workload.key.namespace_))
      found.emplace(workload.key, LineOf(workload, levels));
  TakeClaims(coverage, levels, found);
  const auto declared = static_cast<std::ptrdiff_t>(service.size());
  for (auto& [key, line] : found) service.push_back(std::move(line));
  std::stable_sort(service.begin() + declared, service.end(),
                   [](const ServiceLine& a, const ServiceLine& b) { return a.level > b.level; });
  return service;
}

}  // namespace lastgood
