#include "collectors/opensearch/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> OpensearchCauses() {
  return {
      {alerts::kBackupFailed,
       "`PARTIAL`: a shard had no started primary, or its node left during the snapshot. `FAILED`: the "
       "repository refused. The snapshot's `failures` name shard and reason."},
      {alerts::kBackupStale,
       "The policy is disabled or SLM is stopped, a snapshot that still runs holds up the next, or the "
       "policy matches no index any more."},
      {alerts::kBackupNeverSucceeded,
       "The repository cannot be written: keys in the keystore, a missing plugin, `readonly`."},
      {alerts::kBackupStuck,
       "A node that holds a shard left during the snapshot, or the repository answers slowly; a snapshot "
       "that is being deleted holds up the next as well."},
      {alerts::kNotRestorable,
       "Two clusters write to one repository, or a lifecycle rule or a person deleted files of it: the index "
       "names what is not there."},
      {alerts::kScheduleSuspended,
       "SM: the policy is disabled. SLM: `operation_mode` is not `RUNNING`, for all policies at once."},
      {alerts::kDestinationUnavailable,
       "The cluster has no such repository any more, or cannot read it (`repository_exception`): a changed "
       "bucket, keys, or an index that another cluster wrote."},
  };
}

std::vector<SourceGuide::Step> OpensearchLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kBackupStuck},
       "the snapshots, the newest last, then why one is not whole",
       "curl -s 'https://<search>/_cat/snapshots/<name>?v&s=start_epoch'\ncurl -s "
       "'https://<search>/_snapshot/<name>/<snapshot>?pretty'"},
      {{alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kScheduleSuspended},
       "the policies, and what each last did (OpenSearch; Elasticsearch)",
       "curl -s 'https://<search>/_plugins/_sm/policies/*/_explain?pretty'\ncurl -s "
       "'https://<search>/_slm/policy?human&pretty'"},
      {{alerts::kBackupNeverSucceeded, alerts::kDestinationUnavailable},
       "whether every node can write to the repository (it writes a small file)",
       "curl -s -X POST 'https://<search>/_snapshot/<name>/_verify?pretty'"},
  };
}

std::vector<SourceGuide::Step> OpensearchFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded},
       "take a snapshot now, by hand or by the policy (Elasticsearch)",
       "curl -s -X PUT 'https://<search>/_snapshot/<name>/by-hand-1?wait_for_completion=false'\ncurl -s -X "
       "POST 'https://<search>/_slm/policy/<policy>/_execute'"},
      {{alerts::kScheduleSuspended},
       "resume (OpenSearch; Elasticsearch)",
       "curl -s -X POST 'https://<search>/_plugins/_sm/policies/<policy>/_start'\ncurl -s -X POST "
       "'https://<search>/_slm/start'"},
      {{alerts::kNotRestorable},
       "one cluster only may write: register the repository with `readonly: true` in all others, and take a "
       "new snapshot",
       ""},
  };
}

std::vector<KnownElsewhere> OpensearchElsewhere() {
  return {
      {"ElasticsearchSnapshotFailure, ElasticsearchSnapshotFailures",
       "elasticsearch_exporter's users, mixins",
       {alerts::kBackupFailed},
       "`elasticsearch_snapshot_stats_snapshot_number_of_failures` is of the newest snapshot only and says "
       "nothing when none is made; BackupFailed knows states and policies, BackupStale the schedule."},
  };
}

}  // namespace

std::vector<SourceGuide> OpensearchGuides() {
  return {
      {.system = systems::kOpensearch,
       .causes = OpensearchCauses(),
       .look = OpensearchLook(),
       .fix = OpensearchFix(),
       .elsewhere = OpensearchElsewhere(),
       .config_row = "| `opensearch.<name>` | [a snapshot repository of OpenSearch or "
                     "Elasticsearch](../collectors/opensearch/README.md), by the cluster's API or in one of "
                     "the buckets |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
