// Stories about what can be lost. A step is a minute; times are seconds since the story began.
#include "rules/stories/backup.h"

#include <fmt/format.h>

#include <cmath>

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

using namespace catalog;

constexpr const char* kNow = "0+60x200";  // read again every minute

LabelValues Database(const std::string& name_space) {
  return {{Label::kSystem, systems::kCnpg},
          {Label::kNamespace, name_space},
          {Label::kKind, kinds::kCluster},
          {Label::kName, "pg"}};
}

Scenario About(AlertName alert, const char* title, const std::string& name_space,
               const char* observed = kNow) {
  Scenario scenario(alert, title, Database(name_space));
  scenario.Given(kObjectObserved, observed);
  return scenario;
}

const LabelValues kCompleted = {{Label::kStatus, "completed"}};

std::vector<Scenario> Stale(const std::string& n) {
  return {
      About(alerts::kBackupStale, "late after its deadline, until there is a good backup", n)
          .Given(kBackupDeadline, "600x30 86400x90")
          .Fires(Severity::kWarning, 11, 31),
      About(alerts::kBackupStale, "critical after its critical deadline", n)
          .Given(kBackupDeadline, "600x90")
          .Given(kBackupCriticalDeadline, "1200x50 86400x70")
          .Fires(Severity::kCritical, 21, 51)
          .Also(alerts::kBackupStale, Severity::kWarning),
      About(alerts::kBackupStale, "silent when the source died before the deadline: nothing is known", n,
            "0+60x8 480x90")
          .Given(kBackupDeadline, "600x90")
          .Silent(90),
      About(alerts::kBackupStale, "still late when the source dies after the deadline", n, "0+60x15 900x90")
          .Given(kBackupDeadline, "600x90")
          .Fires(Severity::kWarning, 11),
      About(alerts::kBackupStale, "goes on across a restart of lastgood", n, "0+60x19 _x8 1680+60x90")
          .Given(kBackupDeadline, "600x19 _x8 600x33 86400x90")
          .Fires(Severity::kWarning, 11, 62),
      About(alerts::kBackupStale, "silent for a new object before its first deadline", n)
          .Given(kBackupDeadline, "86400x90")
          .Given(kBackups, "0x90", kCompleted)
          .Silent(90),
      About(alerts::kBackupStale, "ends with its object", n, "0+60x30 stale")
          .Given(kBackupDeadline, "600x30 stale")
          .Fires(Severity::kWarning, 11, 31),
      About(alerts::kBackupStale, "silent for what never succeeded: that has an alert of its own", n)
          .Given(kBackupDeadline, "600x90")
          .Given(kBackups, "0x90", kCompleted)
          .Silent(90),
      About(alerts::kBackupNeverSucceeded, "fires when the first backup is late, until there is one", n)
          .Given(kBackupDeadline, "600x40 86400x90")
          .Given(kBackups, "0x40 1x90", kCompleted)
          .Fires(Severity::kCritical, 11, 41),
      About(alerts::kBackupNeverSucceeded, "silent when the history was not read: unknown is not never", n)
          .Given(kBackupDeadline, "600x90")
          .Silent(90),
      About(alerts::kBackupNeverSucceeded, "silent when a success is remembered after its backup expired", n)
          .Given(kBackupDeadline, "600x90")
          .Given(kBackups, "0x90", kCompleted)
          .Given(kBackupLastSuccess, "60x90")
          .Silent(90),
  };
}

std::vector<Scenario> Failed(const std::string& n) {
  return {
      About(alerts::kBackupFailed, "fires after a failure that no success followed", n)
          .Given(kBackupLastSuccess, "60x30 1800x90")
          .Given(kBackupLastFailure, "_x9 600x90")
          .Fires(Severity::kWarning, 11, 31),
      About(alerts::kBackupFailed, "fires when nothing but failures are known", n)
          .Given(kBackupLastFailure, "_x9 600x90")
          .Fires(Severity::kWarning, 11),
      About(alerts::kBackupFailed, "silent when a success is newer", n)
          .Given(kBackupLastSuccess, "900x90")
          .Given(kBackupLastFailure, "600x90")
          .Silent(90),
      About(alerts::kBackupFailed, "silent for what is not backed up on purpose", n)
          .Given(kBackupLastFailure, "600x90")
          .Given(kObjectProtected, "1x90", {{Label::kReason, "hibernated"}})
          .Silent(90),
      About(alerts::kSuccessInFuture, "fires while the newest success is dated ahead", n)
          .Given(kBackupLastSuccess, "60x9 86400x30 2400x90")
          .Fires(Severity::kWarning, 10, 41),
      About(alerts::kSuccessInFuture, "fires for a drill, too", n)
          .Given(kRestoreTestLastSuccess, "86400x90")
          .Fires(Severity::kWarning, 0),
      About(alerts::kSuccessInFuture, "silent while clocks differ by little", n)
          .Given(kBackupLastSuccess, "240+60x90")
          .Silent(90),
      About(alerts::kBackupStuck, "fires when a backup runs past its limit, until it ends", n)
          .Given(kBackupRunningDeadline, "600x30 stale")
          .Fires(Severity::kWarning, 11, 31),
      About(alerts::kBackupStuck, "silent while it may still run", n)
          .Given(kBackupRunningDeadline, "86400x90")
          .Silent(90),
      About(alerts::kBackupStuck, "silent when the source died before the limit", n, "300x90")
          .Given(kBackupRunningDeadline, "600x90")
          .Silent(90),
  };
}

std::vector<Scenario> Protection(const std::string& n) {
  const LabelValues suspended = {{Label::kReason, "suspended"}};
  LabelValues no_policy = Database(n);
  no_policy.emplace_back(Label::kReason, "no_policy");
  return {
      Scenario(alerts::kUnprotected, "fires for what no policy backs up, until one does", no_policy)
          .Given(kObjectObserved, kNow)
          .Given(kObjectProtected, "0x80 stale")
          .Given(kObjectProtected, "_x80 1x40", {{Label::kReason, "scheduled"}})
          .Fires(Severity::kCritical, 0, 81),
      About(alerts::kUnprotected, "silent for what is not backed up on purpose", n)
          .Given(kObjectProtected, "1x120", {{Label::kReason, "ignored"}})
          .Silent(120),
      About(alerts::kUnprotected, "silent for a suspended schedule: that has an alert of its own", n)
          .Given(kObjectProtected, "0x120", suspended)
          .Silent(120),
      Scenario(alerts::kUnprotected, "silent for a new object that gets its schedule within the hour",
               no_policy)
          .Given(kObjectObserved, kNow)
          .Given(kObjectProtected, "0x50 stale")
          .Given(kObjectProtected, "_x50 1x90", {{Label::kReason, "scheduled"}})
          .Silent(120),
      About(alerts::kScheduleSuspended, "fires after an hour, until the schedule is resumed", n)
          .Given(kObjectProtected, "0x80 stale", suspended)
          .Fires(Severity::kWarning, 0, 81),
      About(alerts::kScheduleSuspended, "silent when the object is ignored on purpose", n)
          .Given(kObjectProtected, "1x120", {{Label::kReason, "ignored"}})
          .Silent(120),
  };
}

std::vector<Scenario> Others(const std::string& n) {
  const LabelValues schedule = {{Label::kSystem, systems::kCnpg},
                                {Label::kNamespace, n},
                                {Label::kKind, "ScheduledBackup"},
                                {Label::kName, "daily"}};
  const LabelValues collector = {{Label::kCollector, systems::kCnpg}, {Label::kSource, systems::kKubernetes}};
  return {
      Scenario(alerts::kScheduleInvalid, "fires for a cron that does not mean what it looks like", schedule)
          .Given(kCollectorLastSuccess, kNow, collector)
          .Given(kScheduleValid, "0x40 1x90")
          .Fires(Severity::kWarning, 0, 41),
      Scenario(alerts::kScheduleInvalid, "silent for a valid one", schedule)
          .Given(kCollectorLastSuccess, kNow, collector)
          .Given(kScheduleValid, "1x90")
          .Silent(90),
      About(alerts::kWALArchivingFailed, "fires after 15 minutes, until it works again", n)
          .Given(kWalArchiving, "1x10 0x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      About(alerts::kWALArchivingFailed, "silent during one failed attempt", n)
          .Given(kWalArchiving, "1x10 0x8 1x90")
          .Silent(90),
      About(alerts::kWALArchivingFailed, "silent for a hibernated cluster", n)
          .Given(kWalArchiving, "0x90")
          .Given(kObjectProtected, "1x90", {{Label::kReason, "hibernated"}})
          .Silent(90),
  };
}

std::vector<Scenario> Sizes(const std::string& n, const Thresholds& thresholds) {
  const auto shrunk = std::lround(thresholds.shrunk * 100);
  return {
      About(alerts::kBackupShrunk, "fires when far below the typical size", n)
          .Given(kBackupLastSuccessSize, fmt::format("100x10 {}x29 100x90", shrunk - 1))
          .Given(kBackupTypicalSize, "100x140")
          .Fires(Severity::kWarning, 11, 41),
      About(alerts::kBackupShrunk, "fires for an empty backup", n)
          .Given(kBackupLastSuccessSize, "0x90")
          .Given(kBackupTypicalSize, "100x90")
          .Fires(Severity::kWarning, 0),
      About(alerts::kBackupShrunk, "silent at the limit", n)
          .Given(kBackupLastSuccessSize, fmt::format("{}x90", shrunk))
          .Given(kBackupTypicalSize, "100x90")
          .Silent(90),
      About(alerts::kRecoveryWindowShort, "fires when too little of the promise can be restored", n)
          .Given(kRetention, "6000x300")
          .Given(kObjectCreated, "0x300")
          .Given(kRecoveryWindowStart, "0x109 6600x70 0x120")
          .Fires(Severity::kWarning, 110, 181),
      About(alerts::kRecoveryWindowShort, "silent for what is younger than its retention", n)
          .Given(kRetention, "86400x190")
          .Given(kObjectCreated, "0x190")
          .Given(kRecoveryWindowStart, "0x190")
          .Silent(190),
      About(alerts::kRetentionTooShort, "fires where backups live shorter than runs are apart", n)
          .Given(kRetentionMargin, "-345600x100 86400x90")
          .Fires(Severity::kWarning, 0, 101),
      About(alerts::kRetentionTooShort, "fires where a backup is deleted when the next run is due", n)
          .Given(kRetentionMargin, "0x120")
          .Fires(Severity::kWarning, 0),
      About(alerts::kRetentionTooShort, "fires when the newest backup has expired", n)
          .Given(kRetentionMargin, "86400x190")
          .Given(kBackupExpires, "600x100 172800x90")
          .Fires(Severity::kWarning, 11, 101),
      About(alerts::kRetentionTooShort, "silent where the newest outlives the next run", n)
          .Given(kRetentionMargin, "86400x190")
          .Given(kBackupExpires, "172800x190")
          .Silent(190),
      About(alerts::kBackupNeverSucceeded, "silent when what there was has expired", n)
          .Given(kBackupDeadline, "600x90")
          .Given(kBackups, "0x90", kCompleted)
          .Given(kBackupExpires, "86400x90")
          .Silent(90),
      About(alerts::kRecoveryWindowShort, "silent while the next backup is not due", n)
          .Given(kRetention, "18000x190")
          .Given(kObjectCreated, "-86400x190")
          .Given(kRecoveryWindowStart, "-4000x190")
          .Given(kBackupDeadline, "864000x190")
          .Given(kBackupCriticalDeadline, "878400x190")
          .Silent(190),
  };
}

}  // namespace

std::vector<Scenario> BackupScenarios(const GeneratorSettings& settings) {
  const std::string name_space = StoryNamespace(settings);
  std::vector<Scenario> all = Stale(name_space);
  for (const auto stories : {Failed, Protection, Others})
    for (Scenario& scenario : stories(name_space)) all.push_back(std::move(scenario));
  for (Scenario& scenario : Sizes(name_space, settings.thresholds)) all.push_back(std::move(scenario));
  return all;
}

// Two replicas, one of which stopped reading; several clusters behind one Prometheus; objects without a
// namespace.
std::vector<Scenario> BackupReplicaScenarios(const GeneratorSettings& settings) {
  const std::string name_space = StoryNamespace(settings);
  const LabelValues other = {{Label::kInstance, "b"}};
  LabelValues bucket = {{Label::kSystem, systems::kRestic},
                        {Label::kNamespace, ""},
                        {Label::kKind, "Repository"},
                        {Label::kName, "host"}};
  LabelValues far = Database(name_space);
  far.emplace_back(Label::kCluster, "far");
  const LabelValues in_far = {{Label::kCluster, "far"}}, in_near = {{Label::kCluster, "near"}};
  return {
      About(alerts::kBackupStale, "silent when only a frozen replica thinks that it is late", name_space)
          .Given(kBackupDeadline, "86400x90")
          .Given(kObjectObserved, "0+60x12 720x90", other)
          .Given(kBackupDeadline, "600x90", other)
          .Silent(90),
      About(alerts::kBackupStale, "fires once for two replicas that agree", name_space)
          .Given(kBackupDeadline, "600x90")
          .Given(kObjectObserved, kNow, other)
          .Given(kBackupDeadline, "600x90", other)
          .Fires(Severity::kWarning, 11),
      About(alerts::kBackupStale, "fires although a frozen replica still thinks that all is well", name_space)
          .Given(kBackupDeadline, "600x90")
          .Given(kObjectObserved, "0+60x5 300x90", other)
          .Given(kBackupDeadline, "86400x90", other)
          .Fires(Severity::kWarning, 11),
      Scenario(alerts::kBackupStale, "fires for an object without a namespace", bucket)
          .Given(kObjectObserved, kNow)
          .Given(kBackupDeadline, "600x90")
          .Fires(Severity::kWarning, 11),
      Scenario(alerts::kBackupStale,
               "names the cluster, and leaves the other cluster's object of that name alone", far)
          .Given(kObjectObserved, kNow, in_far)
          .Given(kBackupDeadline, "600x90", in_far)
          .Given(kObjectObserved, "30+60x200", in_near)
          .Given(kBackupDeadline, "86400x90", in_near)
          .Fires(Severity::kWarning, 11),
  };
}

}  // namespace lastgood
