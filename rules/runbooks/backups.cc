// Backups that fail, are late, hang or shrink.
#include "rules/runbooks/backups.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook Failed() {
  return {alerts::kBackupFailed,
          "The newest attempt to back this up failed or was only partial, and no good one has followed. "
          "Older backups are still there: nothing is lost yet, but nothing new is gained either. It becomes "
          "[BackupStale](BackupStale.md) when the deadline passes.",
          {"The store refuses or is full, or what makes the backup ended with an error: the finding has its "
           "own words."},
          {Check()},
          {{"The store refuses: fix it first (see [DestinationUnavailable](DestinationUnavailable.md) and "
            "[BucketNearLimit](BucketNearLimit.md)), then back up by hand so that the deadline holds",
            ""}},
          {"The cause is known, and the next scheduled run will show whether it is fixed. Not for longer "
           "than one run.",
           "12h"}};
}

Runbook Stale() {
  return {
      alerts::kBackupStale,
      "The next good backup should exist by now and does not. The deadline follows from the object's own "
      "schedule (by default one missed run is tolerated, plus an hour) or from its objective; critical means "
      "that one more run was missed. If it were lost now, everything since the newest good backup would be "
      "gone.",
      {"The schedule fires and every run fails ([BackupFailed](BackupFailed.md) says why), or it does not "
       "fire at all."},
      {Check()},
      {{"Take one backup by hand first: it ends the risk, and shows whether backups work at all", ""},
       {"The schedule is meant to be slower than it looks: give the object an objective instead of a silence",
        "kubectl -n <namespace> annotate clusters.postgresql.cnpg.io <name> lastgood.dev/max-age=50h  # "
        "cnpg\n"
        "kubectl -n <namespace> annotate pvc <name> lastgood.dev/max-age=50h  # longhorn"}},
      {"Backups are known to be off (maintenance, migration) and someone has decided how long that may last. "
       "A silence does not make the data safer: end it when the work ends.",
       "8h"}};
}

Runbook Never() {
  return {alerts::kBackupNeverSucceeded,
          "No good backup of this has ever existed, and the first one is late. If it were lost now, nothing "
          "could be restored.",
          {"It is new, and its backups were set up wrongly from the start: compare with an object that is "
           "good."},
          {Check()},
          {Ignore("It holds nothing worth keeping")},
          {"Only while it is being set up, and it holds no data yet.", "24h"}};
}

Runbook Ahead() {
  return {alerts::kSuccessInFuture,
          "The newest good backup (or restore drill) is dated later than now. A clock is wrong, and nobody "
          "knows how old the backup is, so it counts as no recovery point, and for its deadline only from "
          "when lastgood first saw it. Until then it could hide that backups have stopped: look at it before "
          "you trust it.",
          {"The node or host that made it had a wrong clock: after a start without NTP, a battery that is "
           "empty, a virtual machine that was restored.",
           "The machine that lastgood runs on is behind: then many objects are told at once.",
           "A time without a time zone was written in local time and read as UTC."},
          {Check(), {"the time here", "date --utc"}},
          {{"The clock of the node or host: set up NTP there, then back up anew", "timedatectl status"},
           {"A clock was wrong once: delete the backup that it dated, when newer ones exist", ""}},
          {"The moment is known and near, and a newer good backup exists.", "12h"}};
}

Runbook Stuck() {
  return {alerts::kBackupStuck,
          "A backup has been running or waiting for far longer than usual (four times the typical time, at "
          "least an hour). Until it ends, most systems start no new one: this turns into "
          "[BackupStale](BackupStale.md).",
          {"The process that makes it died without a word, or waits for something that will not come: a "
           "lock, a store, "
           "a hook."},
          {Check()},
          {{"It still makes progress: let it end, and give it longer with `objectives` `max_duration` in "
            "lastgood.yaml",
            ""}},
          {"A first full backup of much data is known to take long.", "12h"}};
}

Runbook Shrunk() {
  return {alerts::kBackupShrunk,
          "The newest good backup is far smaller than the ones before it (under half of the typical size "
          "unless `thresholds.shrunk_percent` says otherwise). It \"succeeded\", but may lack data. Until "
          "you know, treat the older backups as the good ones, and keep retention from deleting them.",
          {"Data was deleted or truncated, by mistake, by an upgrade, or on purpose."},
          {Check()},
          {{"Data is missing: stop retention first, then restore the older backup beside the live data and "
            "compare",
            ""},
           {"The backup is incomplete: fix the job and run it again", ""},
           {"The data was deleted on purpose: nothing to do; the alert ends when smaller backups have become "
            "typical",
            ""}},
          {"You know which data was deleted, and that it was meant.", "3d"}};
}

}  // namespace

std::vector<Runbook> OfBackups() { return {Failed(), Stale(), Never(), Ahead(), Stuck(), Shrunk()}; }

}  // namespace lastgood::runbooks
