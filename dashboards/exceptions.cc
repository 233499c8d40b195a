#include "dashboards/dashboard.h"

namespace lastgood {

const std::vector<Exception>& EmptyOnTheDemo() {
  static const std::vector<Exception> kExceptions = {
      {"lastgood-storage", "Files changed", "no host job of the demo reports files"},
      {"lastgood-postgres", "Restore drills", "the demo has no restore drill"},
      {"lastgood-postgres", "WAL files waiting", "CloudNativePG's own exporter is not in the demo"},
      {"lastgood-postgres", "Since WAL was last archived", "CloudNativePG's own exporter is not in the demo"},
      {"lastgood-postgres", "Replication lag", "CloudNativePG's own exporter is not in the demo"},
      {"lastgood-logs", "Failed flushes", "Loki's own exporter is not in the demo"},
      {"lastgood-logs", "Dropped by Alloy", "Alloy is not in the demo"},
  };
  return kExceptions;
}

}  // namespace lastgood
