// What a Schedule will do, and which backups are its own.
#include "collectors/velero/schedule.h"

#include <algorithm>

#include "base/time.h"
#include "collectors/velero/case.h"

namespace lastgood::velero {
namespace {

// A backup may wait in Velero's queue for so long after it was submitted.
constexpr Duration kLongestQueue = std::chrono::hours(1);

Stamp Begun(const BackupRow& row) { return row.started.Or(row.completed).Or(row.created); }

// "CRON_TZ=Europe/Berlin 0 3 * * *" -> "Europe/Berlin".
std::string ZoneOf(std::string_view cron) {
  if (!cron.starts_with("TZ=") && !cron.starts_with("CRON_TZ=")) return "";
  const std::size_t from = cron.find('=') + 1;
  return std::string(cron.substr(from, cron.find(' ') - from));
}

bool MayHaveMade(const ScheduleRow& schedule, const BackupRow& imported, Stamp own_first) {
  const Stamp begun = Begun(imported);
  if (own_first && begun >= own_first) return false;
  if (schedule.created && begun < Stamp(schedule.created)) return false;
  return !schedule.created || (schedule.last_backup && begun <= Stamp(*schedule.last_backup + kLongestQueue));
}

}  // namespace

std::optional<Time> NextRun(const Case& one) {
  if (one.schedule == nullptr || !one.cron || one.schedule->paused) return std::nullopt;
  std::optional<Time> base = one.schedule->last_backup ? one.schedule->last_backup : one.schedule->created;
  if (one.schedule->last_skipped && (!base || *one.schedule->last_skipped > *base))
    base = one.schedule->last_skipped;
  return base ? one.cron->Next(*base) : std::nullopt;
}

PolicyFacts ToPolicy(const Case& one) {
  PolicyFacts facts;
  facts.key = one.key;
  facts.schedule = one.schedule->cron;
  facts.timezone = ZoneOf(one.schedule->cron);
  facts.suspended = one.schedule->paused;
  facts.last_run = one.schedule->last_backup;
  facts.next_run = NextRun(one);
  const bool refused = one.schedule->phase == "FailedValidation";
  facts.valid = one.cron.has_value() && !refused;
  facts.detail = !one.bad_cron.empty() ? one.bad_cron : refused ? one.schedule->errors : "";
  if (refused && facts.detail.empty()) facts.detail = "Velero refuses it (FailedValidation)";
  return facts;
}

void DropForeign(Case& one) {
  if (one.schedule == nullptr) return;
  Stamp own_first;
  for (const BackupRow* row : one.backups)
    if (!row->imported && Begun(*row) && (!own_first || Begun(*row) < own_first)) own_first = Begun(*row);
  one.foreign = std::erase_if(one.backups, [&](const BackupRow* row) {
    return row->imported && !MayHaveMade(*one.schedule, *row, own_first);
  });
}

const LocationRow* LocationOf(const Case& one, const VeleroTables& tables) {
  if (one.schedule == nullptr) return nullptr;
  const LocationRow* fallback = nullptr;
  for (const LocationRow& row : tables.locations.rows) {
    if (row.namespace_ != one.key.namespace_) continue;
    if (!one.schedule->location.empty() && row.name == one.schedule->location) return &row;
    if (one.schedule->location.empty() && (row.is_default || (row.name == "default" && fallback == nullptr)))
      fallback = &row;
  }
  return fallback;
}

}  // namespace lastgood::velero
