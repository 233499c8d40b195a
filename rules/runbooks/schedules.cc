// Schedules that do not run, or not as they look.
#include "rules/runbooks/schedules.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook Suspended() {
  return {
      alerts::kScheduleSuspended,
      "Every schedule that would back this up is suspended, so nothing does. There is no deadline while it "
      "is suspended, and so no [BackupStale](BackupStale.md): this alert is the only reminder.",
      {"Someone paused backups for maintenance, a migration or a restore, and forgot to resume them.",
       "A GitOps repository still says `suspend: true`: what you resume by hand is suspended again."},
      {Check()},
      {Ignore("It is to stay suspended")},
      {"The maintenance goes on, and you know when it ends.", "8h"}};
}

Runbook Invalid() {
  return {
      alerts::kScheduleInvalid,
      "The cron expression of this schedule does not parse, or means something else than it looks like, or "
      "the schedule belongs to something that no longer exists. Backups do not run when people think they "
      "do.",
      {"A typing error, an expression of another system's kind (with or without seconds, with a time zone), "
       "or a "
       "leftover of something that was deleted."},
      {Check()},
      {{"Correct it where it is kept (Git first, or it comes back), and see that the finding "
        "ends",
        "lastgood check -n <namespace>"}},
      {"The expression is odd but meant, for example hourly by five fields; better write it with six.",
       "7d"}};
}

}  // namespace

std::vector<Runbook> OfSchedules() { return {Suspended(), Invalid()}; }

}  // namespace lastgood::runbooks
