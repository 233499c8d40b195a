// What the API of a cluster tells, as facts.
#include "collectors/opensearch/assemble_api.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "collectors/opensearch/assemble_stored.h"
#include "collectors/opensearch/track.h"

namespace lastgood::opensearch {
namespace {

constexpr Duration kLateForARun = std::chrono::hours(1);

bool HasSucceeded(const PolicyRow* policy) { return policy->succeeded.has_value(); }

// The policies that make snapshots in this repository.
struct Mine {
  std::vector<const PolicyRow*> live, suspended;
};

class Assembly {
 public:
  Assembly(const Plan& plan, const Known& known, Time now)
      : plan_(plan), known_(known), now_(now), reading_(BlankRepository(plan)) {}

  RepositoryFacts Run() {
    SplitPolicies();
    TellDestination();
    ObjectFacts& object = reading_.object;
    object.observed = (known_.missing ? known_.looked_up : known_.read).value_or(Time());
    // What the policies say of their last success was read, whatever the repository says.
    if (!known_.fault.empty() && std::ranges::any_of(mine_.live, &HasSucceeded))
      object.observed = std::max(object.observed, known_.faulted.value_or(Time()));
    if (!known_.read && !known_.fault.empty()) object.unread.push_back("snapshots: " + known_.fault);
    if (known_.missing) {
      TellMissing(reading_, fmt::format("the cluster has no repository {}", plan_.repository));
    } else {
      BuildTracks();
      Protect();
      object.created = Created();
    }
    TellPolicies();
    TellNotes();
    return std::move(reading_);
  }

 private:
  void SplitPolicies() {
    if (!known_.policies) return;
    for (const PolicyRow& row : known_.policies->policies) {
      if (row.repository != plan_.repository || !row.creates) continue;
      (row.suspended.value_or(false) ? mine_.suspended : mine_.live).push_back(&row);
    }
  }

  void TellDestination() {
    DestinationFacts& destination = reading_.destination;
    if (known_.repository) destination.url = known_.repository->url;
    destination.available = known_.fault.empty();
    destination.detail = known_.fault;
    destination.last_check = known_.read;
    destination.observed = std::max(known_.looked_up, known_.read).value_or(Time());
  }

  ObjectKey KeyOf(const PolicyRow& row) const {
    // A policy's name is unique in its cluster only; an object's name is unique here.
    return {plan_.key.system, "", std::string(known_.policies->kind), plan_.key.name + "/" + row.name};
  }

  // Those of a live policy, or of none of them.
  std::vector<const SnapshotRow*> SnapshotsOf(const PolicyRow* policy) const {
    const auto owned = [&](const SnapshotRow& row) {
      return std::ranges::any_of(mine_.live, [&](const PolicyRow* live) { return live->name == row.policy; });
    };
    std::vector<const SnapshotRow*> rows;
    for (const SnapshotRow& row : known_.snapshots)
      if (policy != nullptr ? row.policy == policy->name : !owned(row)) rows.push_back(&row);
    return rows;
  }

  void BuildTracks() {
    const Track blank = reading_.object.tracks.front();
    reading_.object.tracks.clear();
    for (const PolicyRow* policy : mine_.live) {
      Track track{.method = "policy " + policy->name, .policies = {KeyOf(*policy)}};
      if (policy->cron) track.schedules = {*policy->cron};
      track.retention = policy->retention;
      track.retention_backups = policy->retention_backups;
      Add(std::move(track), policy);
    }
    // What no policy makes is a track of its own where someone expects it, or where there is nothing else.
    if (mine_.live.empty() || plan_.promise.cron) Add(blank, nullptr);
    for (const PolicyRow* policy : mine_.suspended)
      reading_.object.tracks.front().policies.push_back(KeyOf(*policy));
  }

  void Add(Track track, const PolicyRow* policy) {
    track.destination = reading_.destination.url;
    track.endpoint = known_.repository ? known_.repository->endpoint : std::nullopt;
    track.beside_data = known_.repository && known_.repository->shallow;
    const std::vector<const SnapshotRow*> rows = SnapshotsOf(policy);
    const Makers makers = policy != nullptr ? ByMaker(*policy, rows, now_) : Makers{rows, {}};
    if (known_.read)
      FillTrack(makers.own, policy != nullptr && SavesStateOnly(*policy) ? Empty::kIsWanted : Empty::kFails,
                now_, track, reading_.problems);
    if (!makers.others.empty()) TellOtherCluster(*policy, makers, track);
    if (policy != nullptr) AddItsWord(*policy, makers, track);
    reading_.object.tracks.push_back(std::move(track));
  }

  static bool SavesStateOnly(const PolicyRow& policy) {
    return !policy.without_global_state && (policy.indices == "-*" || policy.indices == "_none");
  }

  // Whose the older ones are nobody can tell either.
  void TellOtherCluster(const PolicyRow& policy, const Makers& makers, Track& track) {
    const auto named = [&](const SnapshotRow* row) {
      return policy.succeeded && row->name == policy.succeeded->snapshot;
    };
    const auto last = std::ranges::find_if(makers.own, named);
    track.recovery_window_start = std::nullopt;
    if (policy.succeeded || policy.names_successes)
      track.last_success_start = track.last_success_finish = std::nullopt;
    track.recovery_point = last == makers.own.end() ? std::nullopt : (*last)->start;
    const std::string last_success = policy.succeeded
                                         ? "it last succeeded at " + FormatRfc3339(policy.succeeded->end)
                                     : policy.names_successes ? std::string("it never succeeded")
                                                              : std::string("its last run failed before");
    Note(fmt::format(
        "{} snapshots of policy {} that this cluster did not make, {} for one: {}, two clusters write "
        "here",
        makers.others.size(), Cut(policy.name, 100), Cut(makers.others.back()->name, 100), last_success));
  }

  // What the cluster says of the policy's last runs: one may fail before there is a snapshot, and the
  // snapshot of the last success may be gone.
  void AddItsWord(const PolicyRow& policy, const Makers& makers, Track& track) {
    if (policy.succeeded && IsFromTheFuture(policy.succeeded->end, now_))
      reading_.problems.push_back(
          {"Policy",
           "",
           Cut(policy.name, 200),
           {ErrorCode::kClockSkew,
            fmt::format("policy {} claims a success of {}, which is still to come", Cut(policy.name, 200),
                        FormatRfc3339(policy.succeeded->end))}});
    else if (policy.succeeded)
      if (std::string gone =
              AdoptSuccess(policy, known_.read && known_.fault.empty() ? &makers.own : nullptr, now_, track);
          !gone.empty())
        Note(std::move(gone));
    if (!policy.failed || (track.last_failure && *policy.failed <= *track.last_failure) ||
        IsFromTheFuture(*policy.failed, now_))
      return;
    track.last_failure = policy.failed;
    track.last_failure_message = OneLine(policy.failure);
  }

  void Protect() {
    ObjectFacts& object = reading_.object;
    if (!mine_.live.empty() && known_.repository && known_.repository->read_only) {
      object.protection = Protection::kImpossible;
      object.protection_detail = fmt::format("policy {} writes to {}, which is read-only for this cluster",
                                             mine_.live.front()->name, plan_.repository);
    } else if (!mine_.live.empty() || plan_.promise.cron) {
      object.protection = Protection::kScheduled;
    } else if (!mine_.suspended.empty()) {
      object.protection = Protection::kSuspended;
      object.protection_detail = fmt::format("policy {}: {}", mine_.suspended.front()->name,
                                             mine_.suspended.front()->suspended_detail);
    } else if (known_.policies) {
      object.protection = known_.snapshots.empty() ? Protection::kNoPolicy : Protection::kOnDemand;
      object.protection_detail = known_.policies->none.empty()
                                     ? fmt::format("no policy of the cluster writes to {}", plan_.repository)
                                     : known_.policies->none;
    } else {
      object.protection = std::nullopt;
      object.unread.push_back(known_.unread_policies);
    }
  }

  // Nothing says when a repository came to be: its newest policy's last change; where nothing was ever saved,
  // when it was first seen, so that a promise of the config has something to count from.
  std::optional<Time> Created() const {
    std::optional<Time> created;
    for (const PolicyRow* policy : mine_.live)
      if (policy->since > created) created = policy->since;
    const bool saved = std::ranges::any_of(
        reading_.object.tracks, [](const Track& track) { return track.last_success_finish.has_value(); });
    return created || saved ? created : known_.first;
  }

  void TellPolicies() {
    for (const std::vector<const PolicyRow*>& rows : {mine_.live, mine_.suspended})
      for (const PolicyRow* row : rows) reading_.policies.push_back(FactsOf(*row));
    if (!plan_.promise.cron) return;
    for (PolicyFacts& own : StorePolicies(plan_.key, plan_.promise, now_))
      reading_.policies.push_back(std::move(own));
  }

  PolicyFacts FactsOf(const PolicyRow& row) const {
    PolicyFacts facts{.key = KeyOf(row),
                      .schedule = row.schedule,
                      .timezone = row.timezone,
                      .next_run = row.next_run,
                      .last_run = row.last_run,
                      .suspended = row.suspended,
                      .detail = row.suspended_detail};
    if (!facts.next_run && row.cron) facts.next_run = row.cron->Next(now_);
    if (row.cron) facts.valid = true;
    if (!row.cron) facts.detail = row.trouble + ": no deadline follows from it, set max_age";
    const bool still = row.next_run && *row.next_run + kLateForARun < now_;
    if (still && !row.suspended.value_or(false) && known_.read && *row.next_run + kLateForARun < *known_.read)
      facts.detail = fmt::format("its run of {} did not begin: the scheduler stands still",
                                 FormatRfc3339(*row.next_run));
    return facts;
  }

  void Note(std::string text) { reading_.object.notes.push_back(std::move(text)); }

  void TellNotes() {
    for (const PolicyRow* policy : mine_.live) TellSelection(*policy);
    for (const PolicyRow* policy : mine_.suspended)
      if (!mine_.live.empty()) Note(fmt::format("policy {}: {}", policy->name, policy->suspended_detail));
    if (known_.health == "red") Note("the cluster is red: a snapshot now fails, or is partial");
    if (known_.repository && known_.repository->read_only && mine_.live.empty())
      Note("read-only for this cluster: another one writes it");
    if (known_.repository && known_.repository->shallow)
      Note("snapshots are shallow: their data stays in the cluster's remote store, and is lost with it");
    if (known_.policies && !known_.unread_policies.empty())
      Note("policies as they were read before: " + known_.unread_policies);
    TellUnreadable();
    TellOthers();
  }

  void TellSelection(const PolicyRow& policy) {
    if (!policy.indices.empty())
      Note(fmt::format("policy {} saves {} only", policy.name, Cut(policy.indices, 200)));
    if (policy.without_global_state)
      Note(fmt::format("policy {} leaves out the cluster's state (templates, settings)", policy.name));
    if (!policy.cron) Note(fmt::format("policy {}: {}", policy.name, policy.trouble));
  }

  void TellUnreadable() {
    const auto unreadable = [](const SnapshotRow& row) {
      return row.state == SnapshotState::kSuccess && !row.detailed;
    };
    const auto count = std::ranges::count_if(known_.snapshots, unreadable);
    if (count == 0) return;
    const auto first = std::ranges::find_if(known_.snapshots, unreadable);
    Note(
        fmt::format("the cluster lists {} snapshots as good whose details it cannot read, {} for one: their "
                    "files may be damaged",
                    count, Cut(first->name, 100)));
  }

  // They are restored from as well, but nobody expects the next one.
  void TellOthers() {
    if (mine_.live.empty()) return;
    std::size_t count = 0;
    std::string policy;
    for (const SnapshotRow* row : SnapshotsOf(nullptr)) {
      ++count;
      if (policy.empty()) policy = row->policy;
    }
    if (count == 0) return;
    Note(fmt::format("{} snapshots are of no live policy{}", count,
                     policy.empty()
                         ? std::string()
                         : fmt::format(": of {} for one, which was deleted, is disabled, or is another "
                                       "cluster's that writes here too",
                                       Cut(policy, 100))));
  }

  const Plan& plan_;
  const Known& known_;
  const Time now_;
  RepositoryFacts reading_;
  Mine mine_;
};

}  // namespace

RepositoryFacts AssembleApi(const Plan& plan, const Known& known, Time now) {
  return Assembly(plan, known, now).Run();
}

}  // namespace lastgood::opensearch
