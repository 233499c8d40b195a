#include "dashboards/exceptions.h"

#include "dashboards/dashboard.h"

namespace lastgood {

const std::vector<Exception>& EmptyOnTheDemo() {
  const char* const kNoCnpg = "CloudNativePG's own exporter is not in the demo";
  static const std::vector<Exception> kExceptions = {
      {"lastgood-postgres", "WAL files waiting", {}, kNoCnpg},
      {"lastgood-postgres", "Since WAL was last archived", {}, kNoCnpg},
      {"lastgood-postgres", "Replication lag", {}, kNoCnpg},
      {"lastgood-logs", "Failed flushes", {}, "Loki's own exporter is not in the demo"},
      {"lastgood-logs", "Dropped by Alloy", {}, "Alloy is not in the demo"},
  };
  return kExceptions;
}

}  // namespace lastgood
