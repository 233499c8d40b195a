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
      {{"", "Someone paused backups for maintenance, a migration or a restore, and forgot to resume them."},
       {"", "A GitOps repository still says `suspend: true`: what you resume by hand is suspended again."}},
      {Check(), CnpgSchedules(), {"velero: the schedules, paused or not", "velero schedule get"}},
      {{"cnpg: resume",
        "kubectl -n <namespace> patch scheduledbackups.postgresql.cnpg.io <schedule> --type merge -p "
        "'{\"spec\":{\"suspend\":false}}'"},
       {"velero: resume", "velero schedule unpause <schedule>"},
       Ignore("It is to stay suspended")},
      {"The maintenance goes on, and you know when it ends.", "8h"}};
}

Runbook Invalid() {
  return {
      alerts::kScheduleInvalid,
      "The cron expression of this schedule does not parse, or means something else than it looks like, or "
      "the schedule belongs to something that no longer exists. Backups do not run when people think they "
      "do.",
      {{"",
        "A typing error, an expression of another system's kind (with or without seconds, with a time zone), "
        "or a "
        "leftover of something that was deleted."},
       {"cnpg",
        "Six fields are wanted, the seconds first. Five are accepted and shift: `0 2 * * *` runs at minute 2 "
        "of every hour, not at two o'clock. Or its Cluster was deleted."},
       {"longhorn", "Five fields; the cron of the RecurringJob does not parse, so its CronJob is not made."},
       {"velero", "The schedule is in phase `FailedValidation`."}},
      {Check(),
       {"cnpg: the expression, and the cluster that it names",
        "kubectl -n <namespace> get scheduledbackups.postgresql.cnpg.io <name> -o "
        "jsonpath='{.spec.schedule}{\" \"}{.spec.cluster.name}{\"\\n\"}'"},
       {"longhorn: the expression",
        "kubectl -n <namespace> get recurringjobs.longhorn.io <name> -o jsonpath='{.spec.cron}{\"\\n\"}'"},
       {"velero: the expression and the complaint", "velero schedule describe <name>"}},
      {{"Correct it where it is kept (Git first, or it comes back), and see that the finding "
        "ends",
        "lastgood check -n <namespace>"},
       {"cnpg: two o'clock every night is `0 0 2 * * *`",
        "kubectl -n <namespace> patch scheduledbackups.postgresql.cnpg.io <name> --type merge -p "
        "'{\"spec\":{\"schedule\":\"0 0 2 * * *\"}}'"},
       {"longhorn: two o'clock every night is `0 2 * * *`",
        "kubectl -n <namespace> patch recurringjobs.longhorn.io <name> --type merge -p "
        "'{\"spec\":{\"cron\":\"0 2 * * *\"}}'"},
       {"velero: correct it in the object", "kubectl -n <namespace> edit schedules.velero.io <name>"},
       {"cnpg: its cluster is gone for good: delete the schedule",
        "kubectl -n <namespace> delete scheduledbackups.postgresql.cnpg.io <name>"}},
      {"The expression is odd but meant, for example hourly by five fields; better write it with six.",
       "7d"}};
}

}  // namespace

std::vector<Runbook> OfSchedules() { return {Suspended(), Invalid()}; }

}  // namespace lastgood::runbooks
