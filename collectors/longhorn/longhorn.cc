#include "collectors/longhorn/longhorn.h"

#include "collectors/kubernetes.h"
#include "collectors/longhorn/assemble.h"
#include "collectors/longhorn/decode.h"
#include "collectors/remember.h"
#include "collectors/table.h"

namespace lastgood {
namespace {

using namespace longhorn;

constexpr Resource Of(std::string_view plural, std::string_view kind) {
  return {"longhorn.io", "v1beta2", plural, kind};
}
constexpr Resource kVolumes = Of("volumes", "Volume");
constexpr Resource kBackups = Of("backups", "Backup");
constexpr Resource kBackupVolumes = Of("backupvolumes", "BackupVolume");
constexpr Resource kBackupTargets = Of("backuptargets", "BackupTarget");
constexpr Resource kRecurringJobs = Of("recurringjobs", "RecurringJob");
constexpr Resource kSnapshots = Of("snapshots", "Snapshot");
constexpr Resource kSystemBackups = Of("systembackups", "SystemBackup");
constexpr Resource kBackupBackingImages = Of("backupbackingimages", "BackupBackingImage");
constexpr Resource kSettings = Of("settings", "Setting");
constexpr Resource kClaims{"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"};

std::vector<TableRead> ReadsInto(LonghornTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.volumes, kVolumes, "Volumes", &DecodeVolume));
  reads.push_back(ReadInto(tables.jobs, kRecurringJobs, "RecurringJobs", &DecodeJob));
  reads.push_back(ReadInto(tables.targets, kBackupTargets, "BackupTargets", &DecodeTarget));
  reads.push_back(ReadInto(tables.settings, kSettings, "Settings", &DecodeSetting));
  reads.push_back(ReadInto(tables.claims, kClaims, "PersistentVolumeClaims", &DecodeClaim));
  reads.push_back(ReadInto(tables.backup_volumes, kBackupVolumes, "BackupVolumes", &DecodeBackupVolume));
  reads.push_back(ReadInto(tables.snapshots, kSnapshots, "Snapshots", &DecodeSnapshot));
  reads.push_back(ReadInto(tables.system_backups, kSystemBackups, "SystemBackups", &DecodeSystemBackup));
  reads.push_back(
      ReadInto(tables.image_backups, kBackupBackingImages, "BackupBackingImages", &DecodeImageBackup));
  reads.push_back(ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup));
  return reads;
}

// Remembers the tables between passes.
class LonghornCollector {
 public:
  LonghornCollector(std::shared_ptr<KubeSource> source, const Clock& clock)
      : source_(std::move(source)), clock_(clock) {}

  Collected Collect(const Pass& pass) {
    const Time now = clock_.Now();
    TableReport report = ReadTables(*source_, ReadsInto(tables_), pass.deadline, now, pass.progress);
    Collected collected;
    collected.facts = Assemble(tables_, now);
    RememberFailures(pass.former, collected.facts);
    collected.failures = std::move(report.failures);
    collected.problems = std::move(report.problems);
    for (Problem& problem : Complaints(tables_)) collected.problems.push_back(std::move(problem));
    collected.absent = collected.failures.empty() && !tables_.volumes.Known() && !tables_.backups.Known() &&
                       !tables_.jobs.Known() && !tables_.targets.Known() && !tables_.system_backups.Known();
    return collected;
  }

 private:
  std::shared_ptr<KubeSource> source_;
  const Clock& clock_;
  LonghornTables tables_;
};

}  // namespace

const CollectorKind kLonghornKind{
    .name = "longhorn",
    .section = "collectors",
    .summary = "Longhorn volumes under their claims: backups, recurring jobs, backup targets, system backups",
    .reads = {kVolumes, kBackups, kBackupVolumes, kBackupTargets, kRecurringJobs, kSnapshots, kSystemBackups,
              kBackupBackingImages, kSettings, kClaims},
    .make = &MakeLonghornCollectors,
};

Result<std::vector<Collector>> MakeLonghornCollectors(ConfigReader& section, const Environment& environment) {
  std::vector<Collector> collectors;
  Collector collector = KubernetesCollector("longhorn", section);
  if (environment.kubernetes == nullptr) return collectors;
  const auto memory = std::make_shared<LonghornCollector>(environment.kubernetes, environment.clock);
  collector.collect = [memory](const Pass& pass) { return memory->Collect(pass); };
  collectors.push_back(std::move(collector));
  return collectors;
}

}  // namespace lastgood
