// Names that stand in several rooms, each by its one spelling: the systems and sources that lastgood reads,
// and kinds of Kubernetes. As arrays, so that they become text of either sort by themselves. Pure data.
#pragma once

namespace lastgood {

// Values of the label `system`, of `collector`, and of what config and settings call a source.
namespace systems {

inline constexpr char kCnpg[] = "cnpg";
inline constexpr char kLonghorn[] = "longhorn";
inline constexpr char kVelero[] = "velero";
inline constexpr char kVolsync[] = "volsync";
inline constexpr char kK8up[] = "k8up";
inline constexpr char kKubernetes[] = "kubernetes";
inline constexpr char kRestic[] = "restic";
inline constexpr char kKopia[] = "kopia";
inline constexpr char kDumps[] = "dumps";
inline constexpr char kOpensearch[] = "opensearch";
inline constexpr char kHost[] = "host";
inline constexpr char kLoki[] = "loki";
inline constexpr char kS3[] = "s3";
inline constexpr char kCopy[] = "copy";
inline constexpr char kRestoreTest[] = "restore_test";
inline constexpr char kWorkloads[] = "workloads";
inline constexpr char kRestoreTests[] = "restore_tests";
inline constexpr char kComponents[] = "components";
inline constexpr char kJobs[] = "jobs";
inline constexpr char kRepositories[] = "repositories";

}  // namespace systems

namespace kinds {

inline constexpr char kClaim[] = "PersistentVolumeClaim";
inline constexpr char kStatefulSet[] = "StatefulSet";
inline constexpr char kCronJob[] = "CronJob";
inline constexpr char kCluster[] = "Cluster";
inline constexpr char kSchedule[] = "Schedule";

}  // namespace kinds
}  // namespace lastgood
