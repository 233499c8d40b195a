#include "rules/runbooks/alert_names.h"

namespace lastgood {

const std::vector<KnownElsewhere>& OfNoSource() {
  static const std::vector<KnownElsewhere> names = {
      {"PGBackRestLastCompletedFull_main, PGBackRestLastCompletedIncr_main, PGBackRestErrorDuringBackup, "
       "PgBackRestBackupStale, PgBackRestBackupTooOld",
       "pgMonitor (Crunchy PGO), pgbackrest_exporter users",
       {},
       "There is no collector for pgBackRest yet. Push `backup_success` and `backup_timestamp` after each "
       "run, and BackupFailed and BackupStale of the group host-backup cover it."},
      {"PGArchiveCommandStatus",
       "pgMonitor (Crunchy PGO)",
       {},
       "Reads `ccp_archive_command_status_seconds_since_last_fail`, which only pgMonitor exposes: keep it. "
       "For CloudNativePG: CNPGWALArchivingFailed."},
      {"alerts on `barman_up`, `barman_last_backup`",
       "barman-exporter users",
       {},
       "There is no collector for Barman servers outside CloudNativePG: keep them, or push host-job "
       "metrics."},
      {"Watchdog",
       "kube-prometheus",
       {alerts::kWatchdog},
       "The same name and meaning. Where kube-prometheus brings one, turn one of the two off: `generate: "
       "{disabled: [Watchdog]}`."},
  };
  return names;
}

}  // namespace lastgood
