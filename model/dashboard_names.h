// The dashboards by the uid under which Grafana serves them (/d/<uid>), for whoever links to one.
#pragma once

#include <string_view>

namespace lastgood::dashboard_names {

inline constexpr std::string_view kPosture = "lastgood-posture", kPostgres = "lastgood-postgres",
                                  kVolumes = "lastgood-volumes", kStorage = "lastgood-storage",
                                  kLogs = "lastgood-logs", kItself = "lastgood-itself";

}  // namespace lastgood::dashboard_names
