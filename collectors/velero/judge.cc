// Whether a Schedule protects anything, and what else is worth a word.
#include "collectors/velero/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/destination.h"
#include "base/shell.h"
#include "base/time.h"
#include "collectors/shared/doubt.h"
#include "collectors/velero/case.h"
#include "collectors/velero/schedule.h"

namespace lastgood::velero {
namespace {

// Why every backup of the Schedule fails before it begins; "" when it can or that is not known. `doubt` tells
// what is not among the files, and may be elsewhere.
std::string WhyNoLocation(const Case& one, const VeleroTables& tables, std::string& doubt) {
  if (!tables.locations.Known() || !tables.locations.unreadable.empty()) return "";
  const LocationRow* location = LocationOf(one, tables);
  if (location != nullptr)
    return location->read_only ? fmt::format("its storage location {} is read-only", location->name) : "";
  std::string why;
  if (!one.schedule->location.empty())
    why = "its " +
          WhyNotFound(tables.locations, "BackupStorageLocation", one.key.namespace_, one.schedule->location);
  else if (std::ranges::none_of(tables.locations.rows,
                                [&](const LocationRow& row) { return row.namespace_ == one.key.namespace_; }))
    why = "there is no BackupStorageLocation";  // which one the server takes by default is its flag
  if (tables.locations.Complete()) return why;
  doubt = std::move(why);
  return "";
}

void Set(ObjectFacts& facts, Protection protection, std::string detail) {
  facts.protection = protection;
  facts.protection_detail = std::move(detail);
}

// Of the newest good backup: a success, but not one without a word.
void NoteWarnings(const Case& one, ObjectFacts& facts) {
  const BackupRow* newest = nullptr;
  for (const BackupRow* row : one.backups)
    if (row->state == AttemptState::kCompleted && (newest == nullptr || row->completed > newest->completed))
      newest = row;
  if (newest == nullptr || newest->extra == nullptr || newest->empty) return;
  const BackupRow::Extra& extra = *newest->extra;
  if (extra.warnings > 0)
    facts.notes.push_back(
        fmt::format("Backup {} completed with {} warning{}, which may be volumes that were left out: velero "
                    "backup describe {} --details",
                    extra.name, extra.warnings, extra.warnings == 1 ? "" : "s", extra.name));
  if (extra.snapshots_missing > 0)
    facts.notes.push_back(fmt::format("Backup {} completed with {} fewer volume snapshots than it attempted",
                                      extra.name, extra.snapshots_missing));
}

// Velero may be at it for weeks: while the store refuses, or when a finalizer stays.
void NoteDeleting(const Case& one, Time now, ObjectFacts& facts) {
  const BackupRow* oldest = nullptr;
  std::size_t count = 0;
  for (const BackupRow* row : one.backups) {
    if (row->state != AttemptState::kLeaving) continue;
    ++count;
    if (oldest == nullptr || row->expires < oldest->expires) oldest = row;
  }
  if (count == 0) return;
  std::string note = fmt::format("{} Backup{} being deleted", count, count == 1 ? " is" : "s are");
  if (oldest->expires && *oldest->expires.Get() < now)
    note += fmt::format(", {} since it expired at {}", oldest->extra->name,
                        FormatRfc3339(*oldest->expires.Get()));
  facts.notes.push_back(note + ": if that does not end, look at kubectl -n " +
                        ShellQuoted(one.key.namespace_) + " get deletebackuprequests.velero.io");
}

// Two installations that write to one place take over, and delete, each other's backups.
void NoteSharedPlace(const Case& one, const VeleroTables& tables, ObjectFacts& facts) {
  const LocationRow* own = LocationOf(one, tables);
  if (own == nullptr || own->url.empty() || own->read_only) return;
  for (const LocationRow& other : tables.locations.rows)
    if (&other != own && !other.read_only && other.endpoint == own->endpoint &&
        PlainDestination(other.url) == PlainDestination(own->url))
      facts.notes.push_back(fmt::format(
          "BackupStorageLocations {}/{} and {}/{} write to the same place {}: Velero keeps and deletes the "
          "backups of both",
          own->namespace_, own->name, other.namespace_, other.name, own->url));
}

void NoteOthers(const Case& one, ObjectFacts& facts) {
  if (one.foreign > 0)
    facts.notes.push_back(fmt::format(
        "{} backup{} of this name in the bucket {} not counted: another cluster's, or from before "
        "this Schedule was created",
        one.foreign, one.foreign == 1 ? "" : "s", one.foreign == 1 ? "is" : "are"));
  if (one.schedule != nullptr && (one.schedule->phase.empty() || one.schedule->phase == "New"))
    facts.notes.push_back("Velero has not looked at this Schedule yet (it has no phase)");
}

}  // namespace

void Judge(const Case& one, const VeleroTables& tables, Time now, ObjectFacts& facts) {
  NoteWarnings(one, facts);
  NoteDeleting(one, now, facts);
  NoteSharedPlace(one, tables, facts);
  NoteOthers(one, facts);
  if (one.schedule == nullptr) return;
  const PolicyFacts policy = ToPolicy(one);
  if (one.schedule->paused) return Set(facts, Protection::kSuspended, "spec.paused is true");
  if (!*policy.valid) return Set(facts, Protection::kImpossible, policy.detail);
  std::string doubt;
  if (std::string why = WhyNoLocation(one, tables, doubt); !why.empty())
    return Set(facts, Protection::kImpossible, std::move(why));
  if (!doubt.empty()) facts.unread.push_back(std::move(doubt));
  Set(facts, Protection::kScheduled,
      fmt::format("Schedule ({}) covers {}", Cut(one.schedule->cron), one.schedule->covers));
}

}  // namespace lastgood::velero
