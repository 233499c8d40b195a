#include "collectors/k8up/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/selection.h"

namespace lastgood::k8up {
namespace {

// Snapshots of one run without a Backup that tells when it began: a large claim may take hours.
constexpr Duration kLongestRun = std::chrono::hours(12);
// The operator lists them when a Backup ends: after so long those of a run are there, if they were read
// since.
constexpr Duration kListed = std::chrono::hours(1);

using Requirements = std::vector<Requirement>;

// A claim with the annotation is taken when that says true; one without, unless the operator skips those.
void Add(const std::string& namespace_, const Requirements& labels, const OperatorRow& by,
         std::vector<Selection>& covers) {
  const std::string annotation = by.annotation.empty() ? std::string(kBackupAnnotation) : by.annotation;
  Selection with{.namespaces = {namespace_}, .labels = labels};
  with.annotations = {{annotation, Requirement::Operator::kIn, {"1", "t", "T", "TRUE", "true", "True"}}};
  Selection without{.namespaces = {namespace_}, .labels = labels};
  without.annotations = {{annotation, Requirement::Operator::kDoesNotExist, {}}};
  if (by.skips_without_annotation)
    without.why_not = fmt::format(
        "it has no annotation {}, and the operator skips such claims (BACKUP_SKIP_WITHOUT_ANNOTATION)",
        annotation);
  covers.push_back(std::move(with));
  covers.push_back(std::move(without));
}

// The claims in the Snapshots of the newest run; nullopt when there is none.
std::optional<std::vector<std::string>> HeldBy(const std::string& namespace_, std::optional<Time> run,
                                               const Table<SnapshotRow>& snapshots) {
  std::optional<Time> newest;
  for (const SnapshotRow& row : snapshots.rows)
    if (row.namespace_ == namespace_) newest = std::max(newest, row.date.Get());
  if (!newest) return std::nullopt;
  if (!run) run = *newest - kLongestRun;
  std::set<std::string> claims;
  for (const SnapshotRow& row : snapshots.rows)
    if (row.namespace_ == namespace_ && row.date >= Stamp(run))
      claims.insert(row.claims.begin(), row.claims.end());
  return std::vector<std::string>(claims.begin(), claims.end());
}

WorkloadFacts ToWorkload(const ClaimRow& row) {
  WorkloadFacts claim;
  claim.key = {systems::kKubernetes, row.namespace_, kinds::kClaim, row.name};
  claim.labels = row.labels;
  claim.annotations = row.annotations;
  return claim;
}

std::vector<Selection> TakenBy(const std::string& namespace_, const ScheduleRow* schedule,
                               const std::optional<Time>& run, const K8upTables& tables) {
  OperatorRow by;
  for (const OperatorRow& row : tables.operators.rows) {
    by.skips_without_annotation = by.skips_without_annotation || row.skips_without_annotation;
    if (!row.annotation.empty()) by.annotation = row.annotation;
  }
  std::vector<Selection> covers;
  if (schedule == nullptr || schedule->selectors.empty()) Add(namespace_, {}, by, covers);
  if (schedule != nullptr)
    for (const Requirements& labels : schedule->selectors) Add(namespace_, labels, by, covers);
  if (!tables.snapshots.Known()) {
    if (run)
      for (Selection& selection : covers) {
        selection.as_of = run;
        selection.unsure =
            fmt::format("which claims its Backups hold only Snapshots tell ({})", tables.snapshots.unread);
      }
    return covers;
  }
  const bool listed = tables.snapshots.read && run && *run + kListed <= *tables.snapshots.read;
  const std::optional<std::vector<std::string>> held =
      HeldBy(namespace_, listed ? run : std::nullopt, tables.snapshots);
  if (!held && !run) return covers;  // nothing has run yet
  for (Selection& selection : covers) {
    if (!selection.why_not.empty()) continue;
    selection.as_of = run;
    selection.why_not =
        "no Snapshot of its newest run holds it; k8up leaves out claims without its annotation where the "
        "operator asks for that, and ReadWriteOnce ones that no pod mounts";
  }
  if (held && !held->empty()) covers.push_back({.namespaces = {namespace_}, .names = *held});
  return covers;
}

// Of what its label selectors do not select.
Selection LeftOut(const std::string& namespace_) {
  return {.namespaces = {namespace_}, .why_not = "spec.backup.labelSelectors does not select it"};
}

}  // namespace

std::vector<Selection> CoversOf(const std::string& namespace_, const ScheduleRow* schedule,
                                const std::optional<Time>& run, const K8upTables& tables) {
  std::vector<Selection> covers = TakenBy(namespace_, schedule, run, tables);
  if (schedule != nullptr && !schedule->selectors.empty()) covers.push_back(LeftOut(namespace_));
  return covers;
}

std::optional<bool> AnySelected(const std::vector<Selection>& covers, const K8upTables& tables) {
  if (!tables.claims.Complete()) return std::nullopt;
  return std::any_of(tables.claims.rows.begin(), tables.claims.rows.end(), [&](const ClaimRow& row) {
    const WorkloadFacts claim = ToWorkload(row);
    return std::any_of(covers.begin(), covers.end(), [&](const Selection& selection) {
      return selection.why_not.empty() && Selects(selection, claim);
    });
  });
}

}  // namespace lastgood::k8up
