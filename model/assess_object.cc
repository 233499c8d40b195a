// What can be wrong about an object, condition by condition.
#include "model/assess_object.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/shell.h"
#include "base/time.h"
#include "model/alerts.h"
#include "model/future.h"
#include "model/object_state.h"
#include "model/protection.h"
#include "model/retention.h"

namespace lastgood {
namespace {

// One object under judgement. Each condition is a function that adds at most one finding.
struct Case {
  const ObjectFacts& object;
  const Derived& derived;
  const Track& track;
  Time now;
  const Thresholds& thresholds;
  const std::string& elsewhere;
  std::vector<Finding>& findings;

  void Add(Level level, AlertName condition, std::string what, std::optional<Time> since, std::string why,
           std::string todo) const {
    findings.push_back({level, condition, std::move(what), since, std::move(why), std::move(todo)});
  }
  void Tell(std::string_view state, std::string what, std::optional<Time> since, std::string why) const {
    findings.push_back({Level::kNotice, {}, std::move(what), since, std::move(why), "", state});
  }
  std::string Inspect() const {
    if (!object.inspect.empty()) return object.inspect;
    if (object.key.namespace_.empty()) return fmt::format("look at {} {}", object.key.kind, object.key.name);
    return fmt::format("kubectl -n {} describe {} {}", ShellQuoted(object.key.namespace_),
                       ShellQuoted(object.key.kind), ShellQuoted(object.key.name));
  }
  bool NeverSucceeded() const {
    return track.counts && track.counts->completed == 0 && !track.last_success_finish && !track.expires;
  }
};

std::string_view AdviceFor(Protection reason) {
  switch (reason) {
    case Protection::kSuspended:
      return "resume the schedule, or mark it as intended with the annotation lastgood.dev/ignore";
    case Protection::kDeadLabel:
      return "correct the label, or create the job or group that it names";
    case Protection::kDetached:
      return "attach it, or set allow-recurring-job-while-volume-detached";
    case Protection::kFaulted:
      return "salvage or restore it; it cannot be backed up now";
    case Protection::kOnDemand:
      return "give it a schedule, or an objective with lastgood.dev/max-age";
    case Protection::kImpossible:
      return "correct the configuration that is named here";
    default:
      return "give it a schedule, or mark it as intended with the annotation lastgood.dev/ignore";
  }
}

// Without a policy of this system on purpose, it may be: what another system backs up is not at risk.
bool IsLeftToAnother(const Case& c) {
  return !c.elsewhere.empty() &&
         (c.derived.reason == Protection::kNoPolicy || c.derived.reason == Protection::kOnDemand);
}

void CheckProtection(const Case& c) {
  if (!c.derived.reason || c.derived.is_protected.value_or(true)) return;
  if (IsLeftToAnother(c))
    return c.Tell(states::kElsewhere, fmt::format("covered by {}", c.elsewhere), std::nullopt,
                  fmt::format("{} itself does not back it up: {}", c.object.key.system,
                              InfoOf(*c.derived.reason).meaning));
  const ProtectionInfo& info = InfoOf(*c.derived.reason);
  const bool suspended = c.derived.reason == Protection::kSuspended;
  const std::string why =
      c.object.protection_detail.empty() ? std::string(info.meaning) : c.object.protection_detail;
  c.Add(suspended ? Level::kWarning : Level::kCritical,
        suspended ? alerts::kScheduleSuspended : alerts::kUnprotected,
        suspended ? "suspended" : fmt::format("unprotected ({})", info.name), std::nullopt, why,
        std::string(AdviceFor(*c.derived.reason)));
}

std::string NewestInWords(const Track& track, Time now) {
  if (IsExpired(track, now))
    return fmt::format("the newest good backup expired at {}, so nothing can be restored",
                       FormatRfc3339(*track.expires));
  if (track.last_success_finish && !track.ahead)
    return fmt::format("the newest good backup is from {}", FormatRfc3339(*track.last_success_finish));
  if (track.last_success_at_most)
    return fmt::format("no backup can be newer than {}", FormatRfc3339(*track.last_success_at_most));
  return "no good backup is known";
}

// Late only when the deadline passed before the last good reading: a dead source is not a late backup.
void CheckLateness(const Case& c) {
  if (!c.derived.deadline || *c.derived.deadline >= c.now) return;
  const Time deadline = *c.derived.deadline;
  if (deadline >= c.object.observed) {
    const bool never = c.object.observed == Time();
    if (never && !c.object.unread.empty()) return;  // AddUnread says why
    c.Add(Level::kUnknown, {}, never ? "never read" : "not read since its deadline",
          never ? std::nullopt : std::optional(c.object.observed),
          "its source could not be read, so a newer backup may exist", "fix the collector that is failing");
    return;
  }
  const bool critical = c.derived.critical_deadline && *c.derived.critical_deadline < c.object.observed &&
                        *c.derived.critical_deadline < c.now;
  if (c.NeverSucceeded()) {
    c.Add(Level::kCritical, alerts::kBackupNeverSucceeded, "never backed up", deadline,
          c.object.created ? fmt::format("no backup has succeeded since {}", FormatRfc3339(*c.object.created))
                           : "no backup has succeeded",
          c.Inspect());
    return;
  }
  const std::string newest = NewestInWords(c.track, c.now);
  c.Add(critical ? Level::kCritical : Level::kWarning, alerts::kBackupStale, "overdue", deadline,
        c.track.why_late.empty() ? newest : fmt::format("{}; {}", c.track.why_late, newest), c.Inspect());
}

void CheckFailure(const Case& c) {
  if (!c.track.last_failure) return;
  if (std::max(c.track.last_success_finish, c.track.ahead) >= c.track.last_failure) return;
  c.Add(Level::kWarning, alerts::kBackupFailed, "failed", c.track.last_failure,
        c.track.last_failure_message.empty() ? "no reason was given" : c.track.last_failure_message,
        c.Inspect());
}

void CheckClock(const Case& c) {
  if (!IsAhead(c.track.ahead, c.now)) return;
  c.Add(Level::kWarning, alerts::kSuccessInFuture, "dated in the future", std::nullopt,
        AheadInWords("the newest good backup", *c.track.ahead, c.now), std::string(kClockAdvice));
}

void CheckStuck(const Case& c) {
  if (!c.derived.running_deadline || *c.derived.running_deadline >= c.now) return;
  if (*c.derived.running_deadline >= c.object.observed) return;
  c.Add(Level::kWarning, alerts::kBackupStuck, "stuck", c.track.running_since,
        c.track.running_detail.empty() ? "a backup runs far longer than usual" : c.track.running_detail,
        c.Inspect());
}

void CheckSize(const Case& c) {
  if (!c.track.last_success_bytes || !c.track.typical_bytes) return;
  const double typical = static_cast<double>(*c.track.typical_bytes);
  if (static_cast<double>(*c.track.last_success_bytes) >= c.thresholds.shrunk * typical) return;
  c.Add(Level::kWarning, alerts::kBackupShrunk, "shrunk", c.track.last_success_finish,
        fmt::format("the newest backup has {}, typical are {}", FormatSize(*c.track.last_success_bytes),
                    FormatSize(*c.track.typical_bytes)),
        "compare what it holds with the one before; was data deleted?");
}

void CheckWal(const Case& c) {
  if (c.object.wal_archiving.value_or(true)) return;
  c.Add(Level::kCritical, alerts::kWALArchivingFailed, "WAL archiving fails", std::nullopt,
        c.object.wal_archiving_detail.empty() ? "the newest changes cannot be restored, and the disk fills"
                                              : c.object.wal_archiving_detail,
        c.Inspect());
}

// Only for what is older than its retention: a new object cannot have a full window. Where each backup is
// kept for so long, the window is as much shorter as one run is from the next: what the deadlines differ by.
void CheckWindow(const Case& c) {
  if (!c.track.retention || !c.track.recovery_window_start || !c.object.created) return;
  if (c.now - *c.object.created < *c.track.retention) return;
  const auto window = c.now - *c.track.recovery_window_start;
  Duration reach = window;
  if (c.derived.deadline && c.derived.critical_deadline)
    reach += *c.derived.critical_deadline - *c.derived.deadline;
  const auto promised = static_cast<double>(c.track.retention->count());
  if (static_cast<double>(reach.count()) >= c.thresholds.window_short * promised) return;
  c.Add(Level::kWarning, alerts::kRecoveryWindowShort, "recovery window too short", std::nullopt,
        fmt::format("reaches back {} of the promised {}", FormatDuration(window),
                    FormatDuration(*c.track.retention)),
        "find out what deleted older backups");
}

std::string GapInWords(const Track& track, Duration margin) {
  const std::string kept =
      fmt::format("a backup is deleted {} after it began", FormatDuration(*track.kept_for));
  if (margin == Duration::zero())
    return fmt::format("{}, when the next run is due: one failed run leaves nothing to restore", kept);
  return fmt::format("{}, and runs are up to {} apart: for {} nothing can be restored", kept,
                     FormatDuration(*track.kept_for - margin), FormatDuration(-margin));
}

// Before it happens, and then: what retention deletes too early, and that nothing is left.
void CheckRetention(const Case& c) {
  const std::optional<Duration> margin = c.derived.retention_margin;
  const bool expired = IsExpired(c.track, c.now);
  const bool short_lived = margin && *margin <= Duration::zero();
  if (!expired && !short_lived) {
    if (margin && *margin < *c.track.kept_for - *margin)
      c.Tell({}, "short retention", std::nullopt,
             fmt::format("a backup is deleted {} after it began: one failed run leaves nothing to restore",
                         FormatDuration(*c.track.kept_for)));
    return;
  }
  std::string why = short_lived ? GapInWords(c.track, *margin) : "";
  if (expired)
    why += fmt::format("{}the newest good backup expired at {} and is no recovery point",
                       why.empty() ? "" : "; ", FormatRfc3339(*c.track.expires));
  c.Add(Level::kWarning, alerts::kRetentionTooShort,
        expired ? "nothing left to restore" : "retention too short", expired ? c.track.expires : std::nullopt,
        std::move(why),
        "keep backups for longer than two runs are apart (ttl, retention), or back up more often");
}

void CheckProofs(const Case& c) {
  for (const ProofFacts& proof : c.object.proofs)
    if (!proof.restorable)
      c.Add(Level::kCritical, alerts::kNotRestorable, fmt::format("does not restore, by {}", proof.proof),
            std::nullopt,
            proof.detail.empty() ? "the store lacks what the newest backup needs" : proof.detail,
            c.Inspect());
}

void AddNotices(const Case& c) {
  if (c.derived.deliberate) {
    const ProtectionInfo& info = InfoOf(*c.derived.reason);
    const std::string& given = c.object.ignore ? *c.object.ignore : c.object.protection_detail;
    c.Tell(states::kDeliberate, std::string(info.name), std::nullopt,
           given.empty() ? std::string(info.meaning) : given);
  } else if (c.NeverSucceeded() && c.findings.empty()) {
    c.Tell(states::kNew, "new, no backup yet", c.object.created,
           c.derived.deadline ? fmt::format("the first must exist by {}", FormatRfc3339(*c.derived.deadline))
                              : "");
  }
}

void AddNotes(const Case& c) {
  for (const std::string& note : c.object.notes) c.Tell({}, "note", std::nullopt, note);
}

void AddUnread(const Case& c) {
  for (const std::string& what : c.object.unread)
    c.Add(Level::kUnknown, {}, "cannot tell", std::nullopt, what, "give lastgood what it could not read");
}

}  // namespace

std::vector<Finding> FindingsOf(const ObjectFacts& object, const Derived& derived, Time now,
                                const Thresholds& thresholds, const std::string& elsewhere) {
  std::vector<Finding> findings;
  const Track none;
  const Case c{object,    derived, derived.worst ? object.tracks[*derived.worst] : none, now, thresholds,
               elsewhere, findings};
  if (!derived.deliberate) {
    for (const auto check : {CheckProtection, CheckLateness, CheckFailure, CheckClock, CheckStuck, CheckSize,
                             CheckWal, CheckWindow, CheckRetention, CheckProofs})
      check(c);
    AddUnread(c);
  }
  AddNotices(c);
  AddNotes(c);
  return findings;
}

}  // namespace lastgood
