#include "collectors/dumps/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> DumpsCauses() {
  return {
      {alerts::kBackupFailed,
       "The newest file is cut off, damaged or empty inside, or no dump at all (an error message, a web "
       "page): the "
       "dump failed, and the pipe kept what it had (`pg_dump | gzip` without `pipefail` leaves 20 valid "
       "bytes)."},
      {alerts::kBackupStale, "The job did not run, or names its files so that `pattern` no longer matches."},
      {alerts::kBackupNeverSucceeded, "No file that matches `pattern` is whole."},
      {alerts::kBackupStuck, "In a folder: a file keeps growing, or is written without ever becoming whole."},
      {alerts::kUnprotected,
       "`impossible`: the folder can be read and nothing in it matches `pattern`; the finding names a file "
       "that does not."},
  };
}

std::vector<SourceGuide::Step> DumpsLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kBackupShrunk},
       "the files, the newest last, and whether it ends as it should",
       "ls -ltr /path/to/dumps | tail -5\nzcat /path/to/dumps/newest.sql.gz | tail -c 200"},
  };
}

std::vector<SourceGuide::Step> DumpsFix() {
  return {
      {{alerts::kBackupFailed},
       "let the job fail when the dump fails: `set -o pipefail`, write under another name and rename at the "
       "end",
       ""},
      {{alerts::kBackupStale, alerts::kBackupNeverSucceeded},
       "dump now, the way the job does",
       "systemctl start <unit> && journalctl -u <unit> -n 20 --no-pager"},
  };
}

std::vector<KnownElsewhere> DumpsElsewhere() {
  return {
      {"PgDumpStale, PgDumpCronJobFailed",
       "host jobs, CronJobs",
       {alerts::kBackupFailed, alerts::kBackupStale},
       "The file itself is read: a job that reports success and leaves an empty archive is a failure here."},
  };
}

}  // namespace

std::vector<SourceGuide> DumpsGuides() {
  return {
      {.system = systems::kDumps,
       .causes = DumpsCauses(),
       .look = DumpsLook(),
       .fix = DumpsFix(),
       .elsewhere = DumpsElsewhere(),
       .config_row =
           "| `dumps.<name>` | [a folder of dumps](../collectors/dumps/README.md) in one of the buckets |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
