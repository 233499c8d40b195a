#include "dashboards/exceptions.h"

#include "dashboards/dashboard.h"
#include "model/dashboard_names.h"

namespace lastgood {

const std::vector<Exception>& EmptyOnTheDemo() {
  const char* const kNoCnpg = "CloudNativePG's own exporter is not in the demo";
  static const std::vector<Exception> kExceptions = {
      {std::string(dashboard_names::kPostgres), "WAL files waiting", {}, kNoCnpg},
      {std::string(dashboard_names::kPostgres), "Since WAL was last archived", {}, kNoCnpg},
      {std::string(dashboard_names::kPostgres), "Replication lag", {}, kNoCnpg},
      {std::string(dashboard_names::kLogs), "Failed flushes", {}, "Loki's own exporter is not in the demo"},
      {std::string(dashboard_names::kLogs), "Dropped by Alloy", {}, "Alloy is not in the demo"},
  };
  return kExceptions;
}

}  // namespace lastgood
