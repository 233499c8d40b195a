#include "collectors/workloads/assemble.h"

#include <map>

#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::workloads {
namespace {

using Reasons = std::map<std::string, std::string>;  // by namespace

Reasons IgnoredNamespaces(const WorkloadTables& tables) {
  Reasons reasons;
  for (const NamespaceRow& row : tables.namespaces.rows) reasons[row.name] = row.ignore;
  return reasons;
}

// What was said of the object itself is nearer than what was said of its namespace.
std::optional<std::string> IgnoredBy(const std::optional<std::string>& own, const std::string& namespace_,
                                     const Reasons& reasons) {
  if (own) return own;
  const auto found = reasons.find(namespace_);
  return found == reasons.end() ? std::nullopt : std::optional(found->second);
}

WorkloadFacts ToWorkload(const ClaimRow& row, const WorkloadTables& tables, const Reasons& reasons) {
  WorkloadFacts claim;
  claim.key = {systems::kKubernetes, row.namespace_, kinds::kClaim, row.name};
  claim.uid = row.uid;
  claim.observed = tables.claims.read.value_or(Time());
  claim.labels = row.labels;
  claim.annotations = row.annotations;
  claim.created = row.created;
  claim.max_age = row.judged.max_age;
  claim.ignore = IgnoredBy(row.judged.ignore, row.namespace_, reasons);
  return claim;
}

// The controller calls its claims <template>-<set>-<ordinal> (kubernetes/pkg/controller/statefulset,
// getPersistentVolumeClaimName).
WorkloadFacts ToWorkload(const StatefulSetRow& row, const WorkloadTables& tables, const Reasons& reasons) {
  WorkloadFacts set;
  set.key = {systems::kKubernetes, row.namespace_, kinds::kStatefulSet, row.name};
  set.uid = row.uid;
  set.observed = tables.stateful_sets.read.value_or(Time());
  for (const std::string& name : row.templates) set.claim_names.push_back(name + '-' + row.name + '-');
  set.max_age = row.judged.max_age;
  set.ignore = IgnoredBy(row.judged.ignore, row.namespace_, reasons);
  return set;
}

template <typename Row>
void Complain(std::string_view kind, const Table<Row>& table, std::vector<Problem>& problems) {
  for (const Row& row : table.rows)
    if (!row.judged.complaint.empty())
      problems.push_back(ProblemOf({systems::kKubernetes, row.namespace_, std::string(kind), row.name},
                                   row.judged.complaint));
}

}  // namespace

Facts Assemble(const WorkloadTables& tables, Time) {
  Facts facts;
  const Reasons reasons = IgnoredNamespaces(tables);
  for (const ClaimRow& row : tables.claims.rows)
    if (row.bound) facts.workloads.push_back(ToWorkload(row, tables, reasons));
  for (const StatefulSetRow& row : tables.stateful_sets.rows)
    facts.workloads.push_back(ToWorkload(row, tables, reasons));
  return facts;
}

std::vector<Problem> Complaints(const WorkloadTables& tables) {
  std::vector<Problem> problems;
  Complain(kinds::kClaim, tables.claims, problems);
  Complain(kinds::kStatefulSet, tables.stateful_sets, problems);
  return problems;
}

}  // namespace lastgood::workloads
