// Facts: what collectors learn, whatever the source. Plain values without behaviour, JSON, HTTP or metric
// names. std::nullopt means unknown, and unknown is never written as 0. Times are UTC; sizes are bytes.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/cron.h"
#include "model/names.h"

namespace lastgood {

// The identity of what a policy protects, or of the policy itself. namespace_ is "" outside namespaces.
struct ObjectKey {
  std::string system, namespace_, kind, name;
  auto operator<=>(const ObjectKey&) const = default;
};

// Why an object is protected, or not. metrics.md lists what each of them means.
enum class Protection : std::uint8_t {
  kScheduled,
  kContinuous,
  kOnDemand,  // protected
  kNoPolicy,
  kDeadLabel,
  kSuspended,
  kDetached,
  kFaulted,
  kImpossible,  // at risk
  kIgnored,
  kExcluded,
  kHibernated,
  kReplica,
  kStandby,
  kEphemeral,
  kRestoring,
  kNothing,  // deliberate
};

// How many backups exist now, by outcome. A partial success is not a success.
struct BackupCounts {
  std::int64_t completed = 0, partial = 0, failed = 0, running = 0, pending = 0;
  bool operator==(const BackupCounts&) const = default;
};

// Objects and bytes in one state of a bucket, prefix or store.
struct Usage {
  std::uint64_t bytes = 0, objects = 0;
  bool operator==(const Usage&) const = default;
};

enum class RunOutcome : std::uint8_t { kGood, kPartial, kFailed };

// A backup that ended: for people, who see by it when things changed. Verdicts follow from the other fields.
struct Run {
  Time ended;
  RunOutcome outcome = RunOutcome::kGood;
  std::optional<std::uint64_t> bytes;
};

// One way in which an object is backed up: a method to a destination, with its own schedules and history.
// An object with several is judged by the worst of them.
struct Track {
  std::string method;       // as the system's own documents call it: "plugin", "volumeSnapshot", "backup"
  std::string destination;  // the name of a destination, or a URL without credentials; "" when unknown
  std::vector<ObjectKey> policies;     // that cover it, suspended ones included
  std::vector<Cron> schedules;         // of the policies that are valid and not suspended
  std::optional<Time> schedules_from;  // runs up to here were skipped because someone asked for it

  std::optional<BackupCounts> counts;  // present exactly when the history was read
  std::optional<Time> last_success_start, last_success_finish;
  // Where a store does not tell when the last success was, or dates it in the future (model/future.h): none
  // can be newer than this.
  std::optional<Time> last_success_at_most;
  std::optional<Time> ahead;  // that success is dated so: later than when it was first seen
  std::optional<Duration> last_success_duration;
  std::optional<std::uint64_t> last_success_bytes, last_success_transferred_bytes;
  std::optional<std::uint64_t> typical_bytes;  // median of the good comparable backups before the last one
  std::optional<Duration> typical_duration;    // median of the good ones
  std::optional<Time> last_failure;
  std::string last_failure_message;
  std::optional<Time> running_since;  // the oldest that runs or waits
  std::string running_detail;         // its name and phase
  std::optional<Time> recovery_point, recovery_window_start;
  std::optional<Duration> retention;
  std::optional<std::int64_t> retention_backups;
  // Where retention deletes the newest good backup, too, though no newer one has followed: how long after it
  // began, and when that is, or was, of the newest known.
  std::optional<Duration> kept_for;
  std::optional<Time> expires;
  std::string why_late;  // why no run has begun that was due, where the source tells
  std::optional<std::uint64_t> files_new, files_changed;
  bool beside_data = false;             // kept by the same storage as the data: a snapshot
  std::optional<std::string> endpoint;  // of the service that keeps it; "" is the cloud's own, absent unknown
  std::vector<Run> runs;                // the newest that are known (model/recent_runs.h), oldest first
  std::optional<Usage> stored;          // data that the store holds in all, where backups share it
};

// Evidence, other than the tool's own word, about the newest backup.
struct ProofFacts {
  std::string proof;  // "listing": what lies in the store; "content": all that was read; "ends": its end
  bool restorable = false;
  Time gathered;
  std::string detail;  // why not
};

// One term of a label selector, with the meaning that Kubernetes gives it: kNotIn also takes what lacks the
// key (k8s.io/apimachinery, labels.Requirement).
struct Requirement {
  enum class Operator : std::uint8_t { kIn, kNotIn, kExists, kDoesNotExist };
  std::string key;
  Operator op = Operator::kIn;
  std::vector<std::string> values;
};

// What of the cluster an object's backups hold besides the object itself: the claims that meet all that is
// set. An empty list is any.
struct Selection {
  std::vector<std::string> namespaces, except_namespaces;  // globs: "app-*"
  std::vector<std::string> names, uids;
  std::vector<Requirement> labels, annotations;  // all of them
  std::optional<Time> as_of;  // `why_not`, `unsure` and `count` say nothing of claims that are younger
  std::string why_not;        // when set, it selects these claims but holds no data of them: why
  std::string unsure;         // when set, nobody can tell whether it holds data of them: why
  // It holds the data of so many of the claims that it selects, and which is not told; in words what they are
  // ("volume snapshot").
  std::optional<std::int64_t> count;
  std::string counted;
};

// A claim, or what claims belong to: data in the cluster, whether anything backs it up or not.
struct WorkloadFacts {
  ObjectKey key;  // {"kubernetes", ns, kinds::kClaim, name}; a Cluster, a StatefulSet
  std::string uid;
  Time observed;
  std::optional<Time> created;
  std::vector<std::pair<std::string, std::string>> labels, annotations;
  std::optional<Selection> claims;       // of a Cluster or StatefulSet; a claim has none
  std::vector<std::string> claim_names;  // "data-db-": a StatefulSet's claims are called so, and a number
  std::optional<Duration> max_age;       // annotation lastgood.dev/max-age
  std::optional<std::string> ignore;     // annotation lastgood.dev/ignore, of its namespace too
};

// What can be lost.
struct ObjectFacts {
  ObjectKey key;
  Time observed;                         // when its backups were last read successfully; Time() is never
  std::optional<Time> created;           // of the object, or of its policy if that is later
  std::optional<Protection> protection;  // nullopt: what decides it was not read
  std::string protection_detail;         // the cause in words, naming the label, job or field
  std::optional<Time> restoring_since;   // of what was restored from another that is here
  std::optional<Duration> max_age;       // annotation lastgood.dev/max-age
  std::optional<std::string> ignore;     // annotation lastgood.dev/ignore: the reason given
  std::vector<Track> tracks;             // empty when nothing backs it up
  std::vector<Selection> covers;
  std::optional<bool> wal_archiving;
  std::string wal_archiving_detail;
  std::vector<ProofFacts> proofs;  // at most one of each kind
  std::string inspect;             // the command that shows the object and its backups; "" when there is none
  std::vector<std::string> unread;  // what could not be read about it, in words ("no Backup is in the dump")
  std::vector<std::string> notes;   // what is good to know and no fault ("completed with 3 warnings")
};

// A restore drill: a job that restores a backup and looks at what came out. A drill that replays one old
// backup does not pass: it is due by what it leaves untested, and the data that it restored may not be too
// old.
struct RestoreTestFacts {
  ObjectKey key;                    // of the drill itself: {"restore_test", namespace, kinds::kCronJob, name}
  std::vector<ObjectKey> restores;  // whose backups it restores, besides those of `key`; "" is any
  Time observed;
  std::optional<Time> created;
  std::optional<Time> last_success, last_failure;
  std::optional<Time> last_success_at_most;  // as Track::last_success_at_most
  std::string last_failure_message;
  std::optional<Time> recovered_to;  // the moment of the data that the last good drill restored
  std::optional<Duration> duration;
  // Where the backups were read too: since when the oldest good one exists that is newer than what was
  // restored.
  bool backups_known = false;
  std::optional<Time> untested_since;    // nullopt: none is newer
  std::vector<Cron> schedules;           // of the drill, when it is not suspended
  std::optional<Duration> max_age;       // the drill's own objective; beats `objectives`
  std::optional<Duration> max_data_age;  // of the restored data, when the drill ended
  std::string detail;                    // what it restored, what it leaves untested, why it proves nothing
  std::string inspect;
  std::vector<std::string> unread;  // what could not be read about it; then nobody knows whether it is late
};

// One bucket compared with another that should hold the same.
struct CopyFacts {
  std::string name;                                       // its key in the config
  std::string from, to;                                   // URLs
  std::optional<std::string> from_endpoint, to_endpoint;  // as Track::endpoint
  std::optional<std::uint64_t> missing_objects, missing_bytes;
  std::optional<Time> oldest_missing;  // when the oldest object that the copy lacks was written
  std::optional<Time> deadline;        // oldest_missing + max_behind
  std::optional<Time> checked;         // when both sides were last compared completely
  std::string detail;                  // names of what is missing, a few
};

// A schedule that drives backups.
struct PolicyFacts {
  ObjectKey key;
  std::string schedule, timezone;  // as written
  std::optional<Time> next_run, last_run;
  std::optional<bool> suspended, valid;
  std::string detail;  // why it is not valid, or what it will really do
  std::string fault;   // what is wrong, where it is not the expression: "names a Cluster that is not there"
  std::string remedy;  // and what to do then
};

// Where backups go.
struct DestinationFacts {
  std::string system, namespace_, name;
  std::string url;  // without credentials
  std::optional<bool> available;
  std::string detail;  // why it is not available
  std::optional<Time> last_check, check_deadline;
  // Of a repository that must be tidied up: when that was last done well, and by when it must be again.
  std::optional<Time> maintenance, maintenance_deadline;
  std::string maintenance_detail;  // why the newest try failed
  Time observed;
};

struct PrefixFacts {
  std::string prefix;  // "" is the whole bucket, "(other)" what lies under no configured prefix
  Usage current;
  std::optional<Usage> noncurrent, incomplete;  // only where the vendor can tell
  std::optional<Time> newest, oldest;
};

// Why a bucket will lose what it holds under a prefix, or cannot give it back.
struct BucketRisk {
  std::string prefix;  // "" is the whole bucket
  std::string what;
};

struct BucketFacts {
  std::string name;                                      // its key in the config
  std::string url;                                       // without credentials
  std::optional<std::string> endpoint;                   // as Track::endpoint
  std::vector<PrefixFacts> prefixes;                     // of the last complete pass; empty before the first
  std::optional<std::uint64_t> used_bytes, limit_bytes;  // used: absent when some of it cannot be counted
  std::optional<Time> listed;                            // when the last complete pass ended
  // When these were last counted: before `listed` where they could not be counted again, and stay as they
  // were.
  std::optional<Time> noncurrent_counted, incomplete_counted;
  Time listing_deadline;  // a complete pass must have ended by then; present from the start
  std::optional<Duration> list_duration;
  std::uint64_t list_requests = 0;  // since the process started
  std::map<std::string, bool>
      features;  // versioning, object_lock, lifecycle, abort_incomplete; absent: unknown
  std::vector<BucketRisk> risks;
  std::vector<std::string> unread;  // what of its figures could not be read, and the right that is missing
  std::vector<std::string> notes;   // what is good to know and no fault
};

struct StreamFacts {
  std::string name;
  std::string selector;              // in LogQL: which stream bears the name
  std::optional<Time> newest_entry;  // the newest ever seen
  Time deadline;                     // newest entry (else the start of the look-back) + max_silence
  std::optional<Time> checked;       // when Loki last answered for this stream
};

struct LogsFacts {
  std::string name;  // its key in the config
  std::string url;
  std::optional<bool> ready;
  std::string detail;  // why it is not ready
  std::vector<StreamFacts> streams;
  std::vector<std::string> notes;              // what is good to know and no fault
  std::map<std::string, double> window_bytes;  // by namespace
  std::optional<Duration> window;
  std::map<std::string, double> received_bytes;                             // by target
  std::map<std::pair<std::string, std::string>, double> discarded_samples;  // by target and reason
};

struct Facts {
  std::vector<ObjectFacts> objects;
  std::vector<PolicyFacts> policies;
  std::vector<DestinationFacts> destinations;
  std::vector<BucketFacts> buckets;
  std::vector<LogsFacts> logs;
  std::vector<RestoreTestFacts> restore_tests;
  std::vector<CopyFacts> copies;
  std::vector<WorkloadFacts> workloads;
};

}  // namespace lastgood
