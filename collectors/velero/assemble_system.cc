// What Velero keeps beside schedules: where backups lie, and what was restored from them.
#include "collectors/velero/assemble_system.h"

#include <fmt/format.h>

#include <map>
#include <unordered_map>

#include "collectors/shared/remember.h"
#include "collectors/velero/assemble.h"
#include "model/names.h"

namespace lastgood::velero {
namespace {

DestinationFacts MakeLocation(const LocationRow& row, Time observed) {
  DestinationFacts location;
  location.system = systems::kVelero;
  location.namespace_ = row.namespace_;
  location.name = row.name;
  location.url = row.url;
  location.observed = observed;
  if (row.phase == "Available" || row.phase == "Unavailable") location.available = row.phase == "Available";
  location.detail = row.message;
  location.last_check = row.last_validation;
  location.check_deadline = CheckDeadline(row.last_validation, row.created, row.frequency);
  return location;
}

// Velero leaves a repository in a read-only location alone, and rightly so (velero#8238). Where locations
// were not read, only a try that failed shows that it does not.
bool IsMaintained(const RepositoryRow& row, const VeleroTables& tables) {
  if (!tables.locations.Known()) return !row.failed_maintenance.empty();
  for (const LocationRow& location : tables.locations.rows)
    if (location.namespace_ == row.namespace_ && location.name == row.location) return !location.read_only;
  return false;
}

// Long overdue only: a missed hour is nobody's concern.
std::optional<Time> MaintenanceDeadline(const RepositoryRow& row) {
  const std::optional<Time> from = row.last_maintenance ? row.last_maintenance : row.created;
  if (!from || !row.frequency) return std::nullopt;
  return *from + *row.frequency + 2 * std::max<Duration>(*row.frequency, std::chrono::hours(24));
}

// Beside the location that it lies in, since it fails and is maintained on its own. The slash keeps its name
// apart from those of locations.
DestinationFacts MakeRepository(const RepositoryRow& row, const VeleroTables& tables) {
  DestinationFacts repository;
  repository.system = systems::kVelero;
  repository.namespace_ = row.namespace_;
  repository.name = fmt::format("{}/{}", row.type, row.name);
  repository.observed = tables.repositories.read.value_or(Time());
  repository.url = fmt::format("{}/{}/{}", row.location, row.type, row.volume_namespace);
  for (const LocationRow& location : tables.locations.rows)
    if (location.namespace_ == row.namespace_ && location.name == row.location && !location.url.empty())
      repository.url = fmt::format("{}{}{}/{}", location.url, location.url.ends_with('/') ? "" : "/",
                                   row.type, row.volume_namespace);
  if (row.phase == "Ready" || row.phase == "NotReady") repository.available = row.phase == "Ready";
  repository.detail = row.message.empty() ? row.failed_maintenance : row.message;
  repository.maintenance = row.last_maintenance;
  repository.maintenance_detail = row.failed_maintenance;
  if (IsMaintained(row, tables)) repository.maintenance_deadline = MaintenanceDeadline(row);
  return repository;
}

using Name = std::pair<std::string, std::string>;  // namespace and name

class Restores {
 public:
  explicit Restores(const VeleroTables& tables) : tables_(tables) {
    for (const BackupRow& row : tables.backups.rows) backups_.emplace(row.id, &row);
    for (const RestoreRow& row : tables.restores.rows)
      if (const std::string schedule = ScheduleOf(row); !schedule.empty())
        by_schedule_[Name(row.namespace_, schedule)].push_back(&row);
  }

  void AddFor(const ObjectFacts& object, Facts& facts) const {
    const auto found = by_schedule_.find(Name(object.key.namespace_, object.key.name));
    if (found == by_schedule_.end()) return;
    RestoreTestFacts& test = facts.restore_tests.emplace_back();
    test.key = {systems::kVelero, object.key.namespace_, "Restore", object.key.name};
    test.restores = {object.key};
    test.observed = tables_.restores.read.value_or(Time());
    test.created = object.created;
    test.inspect = InspectCommand(test.key, "restores.velero.io", "");
    for (const RestoreRow* row : found->second) Add(*row, test);
  }

 private:
  const BackupRow* BackupOf(const RestoreRow& row) const {
    const auto found = backups_.find(IdOf(row.namespace_, row.backup));
    return found == backups_.end() ? nullptr : found->second;
  }

  std::string ScheduleOf(const RestoreRow& row) const {
    if (!row.schedule.empty()) return row.schedule;
    const BackupRow* backup = BackupOf(row);
    return backup == nullptr ? "" : std::string(tables_.backups.symbols.Text(backup->schedule));
  }

  void Add(const RestoreRow& row, RestoreTestFacts& test) const {
    const std::optional<Time> ended = row.completed ? row.completed : row.started;
    if (row.state == AttemptState::kPartial || row.state == AttemptState::kFailed) {
      if (!ended || (test.last_failure && *ended <= *test.last_failure)) return;
      test.last_failure = ended;
      test.last_failure_message = fmt::format("Restore {}: {}", row.name, row.reason);
    }
    if (row.state != AttemptState::kCompleted || !row.completed) return;
    const BackupRow* backup = BackupOf(row);
    const std::optional<Time> point = backup == nullptr ? std::nullopt : backup->started.Get();
    if (!ProvesMore(row.completed, point, test)) return;
    test.last_success = row.completed;
    test.recovered_to = point;
    test.duration.reset();
    if (row.started && *row.started <= *row.completed) test.duration = *row.completed - *row.started;
  }

  const VeleroTables& tables_;
  std::unordered_map<ObjectId, const BackupRow*> backups_;
  std::map<Name, std::vector<const RestoreRow*>> by_schedule_;
};

}  // namespace

void AddDestinations(const VeleroTables& tables, Facts& facts) {
  for (const LocationRow& row : tables.locations.rows)
    facts.destinations.push_back(MakeLocation(row, tables.locations.read.value_or(Time())));
  for (const RepositoryRow& row : tables.repositories.rows)
    facts.destinations.push_back(MakeRepository(row, tables));
}

void AddRestores(const VeleroTables& tables, Facts& facts) {
  const Restores restores(tables);
  for (const ObjectFacts& object : facts.objects) restores.AddFor(object, facts);
}

}  // namespace lastgood::velero
