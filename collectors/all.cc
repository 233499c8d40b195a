// The table of collector kinds: the one place that knows them all.
#include "collectors/cnpg/cnpg.h"
#include "collectors/collector.h"
#include "collectors/jobs/jobs.h"
#include "collectors/loki/loki.h"
#include "collectors/longhorn/longhorn.h"
#include "collectors/s3/s3.h"

namespace lastgood {

const std::vector<CollectorKind>& AllCollectorKinds() {
  static const std::vector<CollectorKind> kinds = {kCnpgKind, kLonghornKind, S3Kind(), LokiKind(),
                                                   JobsKind()};
  return kinds;
}

}  // namespace lastgood
