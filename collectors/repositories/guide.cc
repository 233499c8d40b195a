#include "collectors/repositories/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> ResticCauses() {
  return {
      {alerts::kBackupStale,
       "No run has written a snapshot: the job's timer is off, the job fails, or a lock keeps it out."},
      {alerts::kBackupNeverSucceeded,
       "The repository was initialised and nothing was ever backed up into it, or somebody forgot every "
       "snapshot."},
      {alerts::kBackupStuck,
       "A lock that nobody refreshes: a backup, prune or check was killed. An exclusive one keeps every "
       "backup out."},
      {alerts::kBackupFailed,
       "The newest file under `snapshots/` is not what its name says: an upload that was cut off, or a "
       "damaged disk."},
      {alerts::kNotRestorable,
       "`config`, `keys/`, `index/` or `data/` lack files, or an index file is damaged: a lifecycle rule, a "
       "deletion by hand, an upload that was cut off."},
      {alerts::kUnprotected,
       "`impossible`: the place can be read and holds no repository: a wrong `prefix`, or a folder that is "
       "not mounted."},
  };
}

std::vector<SourceGuide::Step> ResticLook() {
  return {
      {{alerts::kBackupShrunk},
       "how the newest two snapshots differ",
       "restic snapshots --latest 2\nrestic diff <snapshot> <newer-snapshot>"},
      {{alerts::kNotRestorable},
       "check the structure, then a part of the data",
       "restic check\nrestic check --read-data-subset=5%"},
  };
}

std::vector<SourceGuide::Step> ResticFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStuck},
       "the repository is locked by a run that is gone (check that none is running)",
       "restic list locks\nrestic unlock"},
      {{alerts::kNotRestorable},
       "follow what `check` says, in this order; keep a copy of the repository first",
       "restic repair index\nrestic repair snapshots --forget"},
      {{alerts::kBucketNearLimit, alerts::kOCIBucketNearLimit},
       "free what the retention has already forgotten",
       "restic prune"},
  };
}

std::vector<KnownElsewhere> ResticElsewhere() {
  return {
      {"ResticOutdatedBackup, ResticBackupTooOld, ResticBackupStale",
       "restic-exporter's README, host jobs",
       {alerts::kBackupStale},
       "From the repository itself, or where the job pushes `backup_timestamp`. restic-exporter's own series "
       "are not read: it serves old values when it cannot reach the repository."},
      {"ResticCheckFailed",
       "restic-exporter's README",
       {alerts::kNotRestorable},
       "lastgood reads the repository's listing and small files, without a password. What only `restic "
       "check` can find stays with it: keep the alert where the job runs one."},
  };
}

std::vector<SourceGuide::Cause> KopiaCauses() {
  return {
      {alerts::kBackupStale,
       "Nothing has written metadata for so long: no snapshot was made. Maintenance writes metadata too, so "
       "this can come too late and never too early."},
      {alerts::kNotRestorable,
       "`kopia.repository`, the metadata or every index is missing while packs are there, or a pack is "
       "empty: a lifecycle rule, a deletion by hand, an upload that was cut off."},
      {alerts::kUnprotected,
       "`impossible`: the place can be read and holds no repository: a wrong `prefix`, or a folder that is "
       "not mounted."},
  };
}

std::vector<SourceGuide::Step> KopiaLook() {
  return {
      {{alerts::kBackupStale, alerts::kNotRestorable, alerts::kUnprotected},
       "what kopia itself says (it needs the password)",
       "kopia repository status\nkopia snapshot list --all\nkopia maintenance info"},
  };
}

std::vector<SourceGuide::Step> KopiaFix() {
  return {
      {{alerts::kBackupStale},
       "snapshot all sources of this machine and user now",
       "kopia snapshot create --all"},
      {{alerts::kNotRestorable},
       "find what can still be read, before anything is deleted",
       "kopia snapshot verify --verify-files-percent=5"},
  };
}

std::vector<KnownElsewhere> KopiaElsewhere() {
  return {
      {"VolSyncKopiaRepoDisconnected, KopiaBackupFailed",
       "cluster repositories",
       {alerts::kBackupStale},
       "No series of kopia are read. The repository tells when metadata was last written, which bounds the "
       "age of its newest snapshot."},
  };
}

}  // namespace

std::vector<SourceGuide> RepositoriesGuides() {
  return {
      {.system = systems::kRestic,
       .anywhere = true,
       .causes = ResticCauses(),
       .look = ResticLook(),
       .fix = ResticFix(),
       .elsewhere = ResticElsewhere(),
       .config_row = "| `repositories.<name>` | [a restic or kopia "
                     "repository](../collectors/repositories/README.md) in one of the buckets |",
       .coverage_row = ""},
      {.system = systems::kKopia,
       .anywhere = true,
       .causes = KopiaCauses(),
       .look = KopiaLook(),
       .fix = KopiaFix(),
       .elsewhere = KopiaElsewhere(),
       .config_row = "| `repositories.<name>` | [a restic or kopia "
                     "repository](../collectors/repositories/README.md) in one of the buckets |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
