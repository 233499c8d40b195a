// Destinations, buckets and copies of buckets.
#include "rules/runbooks/storage.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Step BucketUse() {
  return {"What takes the room, by folder, old versions included",
          "mc du --depth=2 <alias>/<bucket-name>\nmc du --versions --depth=2 <alias>/<bucket-name>"};
}

Step Unfinished() {
  return {"Uploads that never ended: they cost room and show in no listing",
          "mc ls --incomplete --recursive <alias>/<bucket-name>"};
}

Runbook DestinationUnavailable() {
  return {
      alerts::kDestinationUnavailable,
      "The place that backups are written to cannot be used (critical), or the backup system has not reached "
      "it for several of its own intervals (warning). New backups fail or do not even start, and a restore "
      "would fail too. Every object that uses it becomes late in time: fix this first.",
      {"Expired or rotated keys, an endpoint, certificate or CA that changed, a firewall or DNS, a bucket "
       "that was deleted or is full, an NFS server that is down."},
      {CheckSystem("<system>"),
       {"The store, from your own machine", "mc ls <alias>/<bucket-name>"},
       {"The network path, from the cluster (prints the HTTP status; 403 means that it is reachable)",
        "kubectl run probe --rm -i --restart=Never --image=curlimages/curl -- curl -sS -o /dev/null -w "
        "'%{http_code}\\n' https://<endpoint>"}},
      {{"It is back: look for what was missed meanwhile, and back that up by hand", "lastgood check"}},
      {"Announced work on the store, shorter than the deadline of the most important object.", "4h"}};
}

Runbook NotMaintained() {
  return {
      alerts::kRepositoryNotMaintained,
      "Backups into this repository go on, but nobody tidies it up: the maintenance that drops what no "
      "backup "
      "needs any more is long overdue. The bucket grows although old backups expire, lists and restores "
      "become "
      "slow, and in the end backups fail for want of room ([BucketNearLimit](BucketNearLimit.md)).",
      {"Each try fails; the finding has its words. \"maintenance must be run by designated user\": another "
       "installation, or an older one, owns the repository's maintenance.",
       "What runs it is gone, has no memory or time enough, or may not delete in the bucket (object lock)."},
      {CheckSystem("<system>")},
      {{"Where there is no failure in its own words: look at the log of the server that runs maintenance",
        ""},
       {"After it works again, the first run may take hours: let it end", ""}},
      {"The cause is known, the bucket has room for as long, and a date for the repair is set.", "7d"}};
}

Runbook NearLimit() {
  return {alerts::kBucketNearLimit,
          "The bucket holds 85 % (warning) or 95 % (critical) of its limit (`thresholds` may say otherwise). "
          "When it is full, backups fail, WAL archiving stops, and PostgreSQL's disk fills with WAL.",
          {"Retention does not delete: it is off, fails, or keeps more than there is room for.",
           "Old versions and delete markers of a versioned bucket, and uploads that never ended: they "
           "count, but an ordinary listing does not show them.",
           "One writer grew: a new database, full backups instead of incremental ones, an unpruned "
           "repository."},
          {{"What lastgood knows of each bucket and prefix", "lastgood check --system s3"},
           BucketUse(),
           Unfinished(),
           {"The quota that the server holds it to (MinIO)", "mc quota info <alias>/<bucket-name>"}},
          {{"Quickest: raise the quota, and `limit` of the bucket in lastgood.yaml to the same",
            "mc quota set <alias>/<bucket-name> --size <quota>"},
           {"Uploads that never ended, when nothing is uploading now",
            "mc rm --incomplete --recursive --force <alias>/<bucket-name>"},
           {"Old versions (look first with --dry-run; they are your protection against deletion)",
            "mc rm --recursive --force --non-current --versions --older-than 30d --dry-run "
            "<alias>/<bucket-name>"},
           {"Never delete single files of a repository, of `base/` or of `wals/` by hand: the tool's own "
            "retention knows which belong together",
            ""}},
          {"The limit is being raised, and you know that it lasts until then. Not at 95 %.", "12h"}};
}

Runbook FullSoon() {
  return {
      alerts::kBucketFullSoon,
      "If the bucket goes on growing as in the last week, it reaches its limit within two weeks. Nothing is "
      "broken yet. [BucketNearLimit](BucketNearLimit.md) takes over when it is nearly full.",
      {"More is written than retention deletes, or retention has stopped.",
       "One large event (a first full backup, an import) that will not repeat: then it goes away by "
       "itself."},
      {{"What lastgood knows of each bucket and prefix", "lastgood check --system s3"},
       BucketUse(),
       {"Which prefix grew in the last week (in Prometheus)",
        "promtool query instant http://<prometheus> "
        "'sort_desc(delta(lastgood_bucket_size_bytes{bucket=\"<bucket>\",state=\"current\"}[7d]))'"},
       Unfinished()},
      {{"Order room, or raise the quota and `limit` in lastgood.yaml",
        "mc quota set <alias>/<bucket-name> --size <quota>"},
       {"Shorten retention where the promise is longer than needed", ""},
       {"See that retention runs: old backups are gone where they should be", "mc ls <alias>/<bucket-name>"}},
      {"Room is ordered, or the growth was one event.", "7d"}};
}

Runbook Unsafe() {
  return {
      alerts::kBucketUnsafe,
      "The bucket itself will take backups away, or cannot give them back: a lifecycle rule deletes files of "
      "a "
      "repository, or moves them to an archive class, or they lie in one. Nothing has to be broken yet. In a "
      "repository backups share files: one that is deleted by its age breaks all that need it, and one in an "
      "archive class can only be read hours after it was asked for.",
      {"A rule for the whole bucket (no prefix) that was meant for one folder.",
       "A rule that once held old dumps of this bucket in check, before a repository moved in.",
       "A transition to GLACIER or DEEP_ARCHIVE to save money; tools like restic, kopia and Longhorn read "
       "old "
       "files on each run."},
      {{"What will be lost, and by which rule", "lastgood check --system s3"},
       {"The rules of the bucket",
        "mc ilm rule ls <alias>/<bucket-name>\naws s3api get-bucket-lifecycle-configuration --bucket "
        "<bucket-name>"}},
      {{"Give the rule a prefix that leaves the repository out, or remove it; let the tool's own retention "
        "delete",
        "mc ilm rule rm <alias>/<bucket-name> --id <rule>"},
       {"What was moved to an archive class: ask for it back, then copy it to the standard class",
        "aws s3api restore-object --bucket <bucket-name> --key <key> --restore-request Days=7"},
       {"Then check the repository with its own tool, and back up anew if files are gone", "restic check"}},
      {"The repository is being moved out of the bucket, and what is in it is not needed.", "7d"}};
}

Runbook ListingStale() {
  return {
      alerts::kBucketListingStale,
      "lastgood has not listed this bucket completely in time. Size, age and room left are as old as the "
      "last complete pass; [BucketNearLimit](BucketNearLimit.md) judges by old figures.",
      {"The bucket cannot be read: keys, endpoint, region, TLS. The finding says which.",
       "It grew, and a pass takes longer than `timeout`; or the server throttles.",
       "The server answers nonsense (an empty page, a page cut off): lastgood refuses such a pass."},
      {{"The reason, page and key", "lastgood check --system s3"},
       {"Errors by reason, and how long a pass takes",
        "curl -s http://<lastgood>/metrics | grep -E "
        "'lastgood_collector_errors_total|lastgood_bucket_list_duration_seconds'"},
       {"lastgood's own log", "kubectl -n <lastgood-namespace> logs <lastgood-pod> --since=2h"},
       {"Whether the bucket can be listed at all", "mc ls <alias>/<bucket-name>"}},
      {{"Keys or rights: renew them (the files are read anew for every request); `s3:ListBucket` is enough",
        ""},
       {"It only takes long: raise `timeout` and `interval` of the bucket in lastgood.yaml, then reload "
        "(SIGHUP, or with --web.enable-lifecycle:)",
        "curl -X POST http://<lastgood>/-/reload"}},
      {"The store is down for announced work.", "4h"}};
}

Runbook CopyBehind() {
  return {
      alerts::kCopyBehind,
      "The second copy of a bucket has lacked objects for longer than `max_behind` allows. If the first "
      "bucket were lost now, these objects would be gone.",
      {"The job that copies (mirror, replication, rclone) does not run, fails, or cannot keep up.",
       "The destination is full, or its keys expired.",
       "A prefix or a key is left out of the copy, by a filter or by mistake."},
      {{"What lastgood knows, with the number of objects and bytes", "lastgood check --system s3"},
       {"How many are missing", "curl -s http://<lastgood>/metrics | grep lastgood_copy_missing_objects"},
       {"Which are missing", "mc diff <alias>/<bucket-name> <alias>/<copy-name> | head -50"},
       {"MinIO's own replication, when that is what copies", "mc replicate status <alias>/<bucket-name>"}},
      {{"Copy what is missing (look first with --dry-run)",
        "mc mirror --dry-run <alias>/<bucket-name> <alias>/<copy-name>\n"
        "mc mirror <alias>/<bucket-name> <alias>/<copy-name>"},
       {"The destination is full: see [BucketNearLimit](BucketNearLimit.md)", ""}},
      {"A first copy, or a large import, is under way and moves.", "1d"}};
}

}  // namespace

std::vector<Runbook> OfStorage() {
  return {DestinationUnavailable(), NotMaintained(), NearLimit(), FullSoon(), Unsafe(),
          ListingStale(),           CopyBehind()};
}

}  // namespace lastgood::runbooks
