// The table of collector kinds: the one place that knows them all.
#include "collectors/collector.h"

namespace lastgood {

const std::vector<CollectorKind>& AllCollectorKinds() {
  static const std::vector<CollectorKind> kinds;
  return kinds;
}

}  // namespace lastgood
