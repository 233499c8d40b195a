#include "collectors/longhorn/assemble.h"

#include <map>
#include <unordered_map>

#include "collectors/longhorn/assemble_system.h"
#include "collectors/longhorn/case.h"
#include "collectors/longhorn/protection.h"
#include "collectors/longhorn/standby.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::longhorn {
namespace {

using Name = std::pair<std::string, std::string>;  // namespace and name

class Assembler {
 public:
  Assembler(const LonghornTables& tables, Time now)
      : tables_(tables), now_(now), jobs_(ParseJobs(tables.jobs)) {}

  Facts Run() {
    for (const ClaimRow& row : tables_.claims.rows) claims_[Name(row.namespace_, row.name)] = &row;
    AddVolumes();
    AddBackups();
    for (const auto& [key, one] : cases_) {
      facts_.objects.push_back(MakeObject(one));
      if (one.volume != nullptr && one.volume->standby) AddStandby(one);
    }
    for (const Job& job : jobs_)
      if (job.row->MakesBackups() || job.row->BacksUpSystem()) facts_.policies.push_back(ToFacts(job, now_));
    AddSystem(tables_, jobs_, facts_);
    AddImages(tables_, facts_);
    AddTargets(tables_, facts_);
    return std::move(facts_);
  }

 private:
  static ObjectKey VolumeKey(const std::string& namespace_, const std::string& volume) {
    return {systems::kLonghorn, namespace_, "Volume", volume};
  }

  // Two volumes never share a claim; should they seem to, the second one stays a Volume.
  Case& Make(const Name& volume, const Name& claim) {
    const bool held = !claim.first.empty() && !claim.second.empty();
    ObjectKey key = held ? ObjectKey{systems::kLonghorn, claim.first, kinds::kClaim, claim.second}
                         : VolumeKey(volume.first, volume.second);
    if (cases_.contains(key)) key = VolumeKey(volume.first, volume.second);
    Case& one = cases_[key];
    one.key = std::move(key);
    by_volume_[volume] = &one;
    return one;
  }

  void AddVolumes() {
    for (const VolumeRow& row : tables_.volumes.rows) {
      Case& one = Make(Name(row.namespace_, row.name), Name(row.claim_namespace, row.claim));
      one.volume = &row;
      const auto claim = claims_.find(Name(row.claim_namespace, row.claim));
      if (claim != claims_.end()) one.claim = claim->second;
      const bool by_claim = one.claim != nullptr && one.claim->source;
      one.coverage = CoverageOf(row.namespace_, by_claim ? one.claim->labels : row.labels, jobs_);
    }
    for (const Problem& problem : tables_.volumes.unreadable)
      if (!problem.name.empty())
        Make(Name(problem.namespace_, problem.name), {}).unreadable = problem.error.message;
  }

  // Unknown volumes become a case only while Volumes are unknown; else theirs was deleted.
  Case* Find(const BackupRow& row) {
    const Symbols& symbols = tables_.backups.symbols;
    const Name volume(symbols.Text(row.namespace_), symbols.Text(row.volume));
    const auto found = by_volume_.find(volume);
    if (found != by_volume_.end()) return found->second;
    if (tables_.volumes.Known()) return nullptr;
    return &Make(volume, Name(symbols.Text(row.claim_namespace), symbols.Text(row.claim)));
  }

  void AddBackups() {
    std::unordered_map<std::uint64_t, Case*> found;
    for (const BackupRow& row : tables_.backups.rows) {
      const auto [at, fresh] = found.try_emplace(std::uint64_t{row.namespace_} << 32 | row.volume);
      if (fresh) at->second = Find(row);
      if (at->second != nullptr) at->second->backups.push_back(&row);
    }
  }

  Track MakeTrack(const Case& one) const {
    Track track;
    track.method = "backup";
    if (one.volume != nullptr)
      track.destination = one.volume->target;
    else if (!one.backups.empty())
      track.destination = tables_.backups.symbols.Text(one.backups.front()->target);
    track.endpoint = EndpointOf(one, track.destination);
    std::int64_t retain = 0;
    for (const Job* job : one.coverage.backup_jobs) {
      track.policies.push_back(job->key);
      if (job->cron) track.schedules.push_back(*job->cron);
      retain += job->row->retain;
    }
    if (retain > 0) track.retention_backups = retain;
    if (!tables_.backups.Known()) return track;
    History history(now_);
    for (const BackupRow* row : one.backups) history.Add(AttemptOf(*row, tables_.snapshots));
    history.Fill(track);
    return track;
  }

  // Where an S3 service is, only the Secret of the target tells.
  std::optional<std::string> EndpointOf(const Case& one, const std::string& name) const {
    if (one.volume == nullptr) return std::nullopt;
    for (const TargetRow& row : tables_.targets.rows) {
      if (row.namespace_ != one.volume->namespace_ || row.name != name) continue;
      if (row.url.starts_with("azblob:")) return "";
      if (row.url.starts_with("nfs:") || row.url.starts_with("cifs:")) return row.url;
    }
    return std::nullopt;
  }

  ObjectFacts MakeObject(const Case& one) const {
    ObjectFacts object;
    object.key = one.key;
    object.observed = tables_.backups.read.value_or(Time());
    object.tracks.push_back(MakeTrack(one));
    if (one.volume != nullptr) {
      object.created = one.volume->created;
      object.inspect = InspectCommand(VolumeKey(one.volume->namespace_, one.volume->name),
                                      "volumes.longhorn.io", one.volume->name);
    }
    for (const Job* job : one.coverage.backup_jobs)
      if (object.created && job->row->created) object.created = std::max(*object.created, *job->row->created);
    SetObjective(one, object);
    AddUnread(one, object);
    JudgeProtection(one, tables_, object);
    return object;
  }

  // What it holds is a moment to go back to; how it follows is a drill that never ends.
  void AddStandby(const Case& one) {
    const Standby standby = StandbyOf(*one.volume, tables_);
    facts_.objects.back().tracks.front().recovery_point = standby.point;
    const auto source = by_volume_.find(Name(one.volume->namespace_, one.volume->source));
    const ObjectKey restores = source == by_volume_.end()
                                   ? VolumeKey(one.volume->namespace_, one.volume->source)
                                   : source->second->key;
    if (std::optional<RestoreTestFacts> drill = DrillOf(standby, facts_.objects.back(), restores))
      facts_.restore_tests.push_back(std::move(*drill));
  }

  // People annotate the claim, which is what they own; the Volume's annotations count where it says nothing.
  static void SetObjective(const Case& one, ObjectFacts& object) {
    for (const ObjectiveAnnotations* annotations :
         {one.claim == nullptr ? nullptr : &one.claim->annotations,
          one.volume == nullptr ? nullptr : &one.volume->annotations}) {
      if (annotations == nullptr) continue;
      if (!object.max_age) object.max_age = annotations->max_age;
      if (!object.ignore) object.ignore = annotations->ignore;
    }
  }

  void AddUnread(const Case& one, ObjectFacts& object) const {
    if (!one.unreadable.empty()) object.unread.push_back(one.unreadable);
    const auto add = [&](const auto& table) {
      if (!table.Known()) object.unread.push_back(table.unread);
    };
    add(tables_.volumes);
    add(tables_.backups);
    add(tables_.jobs);
  }

  const LonghornTables& tables_;
  Time now_;
  std::vector<Job> jobs_;
  std::map<Name, const ClaimRow*> claims_;
  std::map<ObjectKey, Case> cases_;
  std::map<Name, Case*> by_volume_;
  Facts facts_;
};

}  // namespace

Facts Assemble(const LonghornTables& tables, Time now) { return Assembler(tables, now).Run(); }

std::vector<Problem> Complaints(const LonghornTables& tables) {
  std::vector<Problem> problems;
  for (const VolumeRow& row : tables.volumes.rows)
    if (!row.annotations.complaint.empty())
      problems.push_back(
          ProblemOf({systems::kLonghorn, row.namespace_, "Volume", row.name}, row.annotations.complaint));
  for (const ClaimRow& row : tables.claims.rows)
    if (!row.annotations.complaint.empty())
      problems.push_back(ProblemOf({systems::kLonghorn, row.namespace_, kinds::kClaim, row.name},
                                   row.annotations.complaint));
  return problems;
}

}  // namespace lastgood::longhorn
