#include "collectors/velero/assemble.h"

#include <map>
#include <unordered_map>

#include "collectors/velero/assemble_system.h"
#include "collectors/velero/judge.h"
#include "collectors/velero/schedule.h"
#include "collectors/velero/selection.h"
#include "collectors/velero/track.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::velero {
namespace {

class Assembler {
 public:
  Assembler(const VeleroTables& tables, Time now) : tables_(tables), now_(now), uploads_(tables) {}

  Facts Run() {
    AddSchedules();
    AddBackups();
    for (auto& [key, one] : cases_) {
      DropForeign(one);
      facts_.objects.push_back(MakeObject(one));
      if (one.schedule != nullptr) facts_.policies.push_back(ToPolicy(one));
    }
    AddDestinations(tables_, facts_);
    AddRestores(tables_, facts_);
    return std::move(facts_);
  }

 private:
  Case& Make(std::string_view namespace_, std::string_view name) {
    ObjectKey key{systems::kVelero, std::string(namespace_), kinds::kSchedule, std::string(name)};
    Case& one = cases_[key];
    one.key = std::move(key);
    return one;
  }

  void AddSchedules() {
    for (const ScheduleRow& row : tables_.schedules.rows) {
      Case& one = Make(row.namespace_, row.name);
      one.schedule = &row;
      Result<Cron> cron = Cron::Parse(row.cron, CronDialect::kStandard);
      if (cron.ok())
        one.cron = std::move(cron).value();
      else
        one.bad_cron = cron.error().message;
    }
    for (const Problem& problem : tables_.schedules.unreadable)
      if (!problem.name.empty()) Make(problem.namespace_, problem.name).unreadable = problem.error.message;
  }

  // Unknown schedules become a case only while Schedules are unknown; else theirs was deleted, or is in
  // another cluster that shares the bucket.
  Case* Find(const BackupRow& row) {
    const Symbols& symbols = tables_.backups.symbols;
    const std::string_view namespace_ = symbols.Text(row.namespace_), name = symbols.Text(row.schedule);
    const auto found =
        cases_.find({systems::kVelero, std::string(namespace_), kinds::kSchedule, std::string(name)});
    if (found != cases_.end()) return &found->second;
    return tables_.schedules.Known() ? nullptr : &Make(namespace_, name);
  }

  void AddBackups() {
    std::unordered_map<std::uint64_t, Case*> found;
    for (const BackupRow& row : tables_.backups.rows) {
      const auto [at, fresh] = found.try_emplace(std::uint64_t{row.namespace_} << 32 | row.schedule);
      if (fresh) at->second = Find(row);
      if (at->second != nullptr) at->second->backups.push_back(&row);
    }
  }

  static std::string InspectOf(const ObjectKey& key) {
    if (InspectCommand(key, "schedules.velero.io", key.name).empty()) return "";  // no name to be pasted
    return InspectCommand(key, "backups.velero.io -l velero.io/schedule-name=" + key.name, "");
  }

  ObjectFacts MakeObject(const Case& one) const {
    ObjectFacts object;
    object.key = one.key;
    object.observed = tables_.backups.read.value_or(Time());
    object.inspect = InspectOf(one.key);
    object.tracks.push_back(MakeTrack(one, tables_, uploads_, now_));
    object.covers = CoversOf(one, uploads_);
    if (one.schedule != nullptr) {
      object.created = one.schedule->created;
      object.max_age = one.schedule->annotations.max_age;
      object.ignore = one.schedule->annotations.ignore;
    }
    if (!one.unreadable.empty()) object.unread.push_back(one.unreadable);
    if (!tables_.schedules.Known()) object.unread.push_back(tables_.schedules.unread);
    if (!tables_.backups.Known()) object.unread.push_back(tables_.backups.unread);
    Judge(one, tables_, now_, object);
    return object;
  }

  const VeleroTables& tables_;
  Time now_;
  Uploads uploads_;
  std::map<ObjectKey, Case> cases_;
  Facts facts_;
};

}  // namespace

Facts Assemble(const VeleroTables& tables, Time now) { return Assembler(tables, now).Run(); }

std::vector<Problem> Complaints(const VeleroTables& tables) {
  std::vector<Problem> problems;
  for (const ScheduleRow& row : tables.schedules.rows)
    if (!row.annotations.complaint.empty())
      problems.push_back(ProblemOf({systems::kVelero, row.namespace_, kinds::kSchedule, row.name},
                                   row.annotations.complaint));
  return problems;
}

}  // namespace lastgood::velero
