// The table of collector kinds: the one place that knows them all.
#include "collectors/cnpg/cnpg.h"
#include "collectors/collector.h"
#include "collectors/copy/copy.h"
#include "collectors/dumps/dumps.h"
#include "collectors/loki/loki.h"
#include "collectors/longhorn/longhorn.h"
#include "collectors/repositories/repositories.h"
#include "collectors/s3/s3.h"

namespace lastgood {

const std::vector<CollectorKind>& AllCollectorKinds() {
  static const std::vector<CollectorKind> kinds = {kCnpgKind,          kLonghornKind, S3Kind(),  LokiKind(),
                                                   RepositoriesKind(), DumpsKind(),   CopyKind()};
  return kinds;
}

}  // namespace lastgood
