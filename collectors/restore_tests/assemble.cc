#include "collectors/restore_tests/assemble.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/restore_tests/drill.h"
#include "collectors/shared/kubernetes.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::restore_tests {
namespace {

bool IsOf(const CronJobRow& cronjob, const Plan& plan) {
  return cronjob.name == plan.cronjob && (plan.namespace_.empty() || plan.namespace_ == cronjob.namespace_);
}

// The first plan that names it; those of the config come before the built-in one.
const Plan* PlanFor(const DrillTables& tables, const CronJobRow& cronjob) {
  for (const Plan& plan : tables.plans)
    if (IsOf(cronjob, plan)) return &plan;
  return nullptr;
}

Result<Cron> ScheduleOf(const CronJobRow& cronjob) {
  return Cron::Parse(cronjob.schedule, CronDialect::kStandard, cronjob.zone);
}

PolicyFacts ToPolicy(const CronJobRow& cronjob, Time now) {
  PolicyFacts policy;
  policy.key = KeyOf(cronjob);
  policy.schedule = cronjob.schedule;
  policy.timezone = cronjob.zone;
  policy.suspended = cronjob.suspended;
  policy.last_run = cronjob.last_run;
  const Result<Cron> cron = ScheduleOf(cronjob);
  if (!cron.ok()) return policy;
  policy.valid = true;
  if (!cronjob.suspended) policy.next_run = cron->Next(now);
  return policy;
}

void ComplainOfMissing(const DrillTables& tables, const Plan& plan, std::vector<Problem>& problems) {
  if (plan.name.empty() || !tables.cronjobs.Known()) return;
  const auto& rows = tables.cronjobs.rows;
  if (std::any_of(rows.begin(), rows.end(), [&](const CronJobRow& row) { return IsOf(row, plan); })) return;
  problems.push_back(
      {kinds::kCronJob,
       plan.namespace_,
       plan.cronjob,
       {ErrorCode::kNotFound,
        fmt::format("restore_tests.{}: no CronJob {} exists in {}", plan.name, plan.cronjob,
                    plan.namespace_.empty() ? "any namespace" : "namespace " + plan.namespace_)}});
}

void ComplainOfRecord(const DrillTables& tables, const Plan& plan, const CronJobRow& cronjob, Time now,
                      std::vector<Problem>& problems) {
  const RecordRow* row = RecordOf(tables, plan, cronjob);
  if (row == nullptr) return;
  const ObjectKey key{systems::kRestoreTest, cronjob.namespace_, "ConfigMap", plan.config_map};
  const auto record = ReadRecord(row->data, plan.keys, now);
  for (const std::string& complaint : record.complaints) problems.push_back(ProblemOf(key, complaint));
}

}  // namespace

bool HasDrill(const DrillTables& tables) {
  return std::any_of(tables.cronjobs.rows.begin(), tables.cronjobs.rows.end(),
                     [&](const CronJobRow& row) { return PlanFor(tables, row) != nullptr; });
}

Facts Assemble(const DrillTables& tables, Time now) {
  Facts facts;
  for (const CronJobRow& cronjob : tables.cronjobs.rows) {
    const Plan* plan = PlanFor(tables, cronjob);
    if (plan == nullptr) continue;
    facts.restore_tests.push_back(MakeDrill(tables, *plan, cronjob, now));
    facts.policies.push_back(ToPolicy(cronjob, now));
  }
  return facts;
}

std::vector<Problem> Complaints(const DrillTables& tables) {
  std::vector<Problem> problems;
  for (const Plan& plan : tables.plans) ComplainOfMissing(tables, plan, problems);
  for (const CronJobRow& cronjob : tables.cronjobs.rows) {
    const Plan* plan = PlanFor(tables, cronjob);
    if (plan == nullptr) continue;
    if (const Result<Cron> cron = ScheduleOf(cronjob); !cron.ok())
      problems.push_back(ProblemOf(KeyOf(cronjob), cron.error().message));
    const auto read = tables.records.find(plan->config_map);
    if (read != tables.records.end() && read->second.read)
      ComplainOfRecord(tables, *plan, cronjob, *read->second.read, problems);
  }
  return problems;
}

}  // namespace lastgood::restore_tests
