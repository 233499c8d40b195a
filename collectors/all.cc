// The table of collector kinds: the one place that knows them all.
#include "collectors/cnpg/cnpg.h"
#include "collectors/collector.h"
#include "collectors/copy/copy.h"
#include "collectors/dumps/dumps.h"
#include "collectors/jobs/jobs.h"
#include "collectors/k8up/k8up.h"
#include "collectors/loki/loki.h"
#include "collectors/longhorn/longhorn.h"
#include "collectors/opensearch/opensearch.h"
#include "collectors/repositories/repositories.h"
#include "collectors/s3/s3.h"
#include "collectors/velero/velero.h"
#include "collectors/volsync/volsync.h"
#include "collectors/workloads/workloads.h"

namespace lastgood {

const std::vector<CollectorKind>& AllCollectorKinds() {
  static const std::vector<CollectorKind> kinds = {
      kCnpgKind,  kLonghornKind,      kVeleroKind, kVolsyncKind, kK8upKind,        kWorkloadsKind, S3Kind(),
      LokiKind(), RepositoriesKind(), DumpsKind(), CopyKind(),   OpensearchKind(), JobsKind()};
  return kinds;
}

}  // namespace lastgood
