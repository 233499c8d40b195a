// Which claims a Schedule's Backups take, and which of them they really hold. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "collectors/k8up/rows.h"
#include "model/facts.h"

namespace lastgood::k8up {

inline constexpr std::string_view kBackupAnnotation = "k8up.io/backup";

// The claims of the namespace by label selector and annotation (k8up, operator/backupcontroller/executor.go);
// of those that the newest run left out, why. `run` is when the newest good Backup of the Schedule began;
// with none, the newest Snapshots tell. `schedule` may be null.
std::vector<Selection> CoversOf(const std::string& namespace_, const ScheduleRow* schedule,
                                const std::optional<Time>& run, const K8upTables& tables);

// Whether there is any claim that these select; nullopt when claims were not read.
std::optional<bool> AnySelected(const std::vector<Selection>& covers, const K8upTables& tables);

}  // namespace lastgood::k8up
