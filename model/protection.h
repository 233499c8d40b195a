// The reasons of lastgood_object_protected, their names and classes. Pure.
#pragma once

#include <array>
#include <string_view>

#include "model/facts.h"

namespace lastgood {

enum class ProtectionClass : std::uint8_t { kProtected, kAtRisk, kDeliberate };

struct ProtectionInfo {
  std::string_view name;  // the `reason` label
  ProtectionClass protection_class;
  std::string_view meaning;  // for people
};

// In the order of the enumerators.
inline constexpr std::array<ProtectionInfo, 17> kProtections = {{
    {"scheduled", ProtectionClass::kProtected, "a schedule backs it up"},
    {"continuous", ProtectionClass::kProtected, "backed up continuously"},
    {"on_demand", ProtectionClass::kAtRisk, "backed up by hand only, with no objective to hold it to"},
    {"no_policy", ProtectionClass::kAtRisk, "no policy backs it up"},
    {"dead_label", ProtectionClass::kAtRisk, "its labels name jobs or groups that do not exist"},
    {"suspended", ProtectionClass::kAtRisk, "its schedule is suspended"},
    {"detached", ProtectionClass::kAtRisk, "it is detached, and detached volumes are skipped"},
    {"faulted", ProtectionClass::kAtRisk, "it is faulted"},
    {"impossible", ProtectionClass::kAtRisk, "its backups cannot work as configured"},
    {"ignored", ProtectionClass::kDeliberate, "ignored on purpose"},
    {"excluded", ProtectionClass::kDeliberate, "excluded on purpose"},
    {"hibernated", ProtectionClass::kDeliberate, "hibernated"},
    {"replica", ProtectionClass::kDeliberate, "a replica: its source is what to back up"},
    {"standby", ProtectionClass::kDeliberate, "a standby: its source is what to back up"},
    {"ephemeral", ProtectionClass::kDeliberate, "ephemeral by design"},
    {"restoring", ProtectionClass::kDeliberate, "a restore that is being tried"},
    {"nothing", ProtectionClass::kDeliberate, "there is nothing to back up"},
}};

constexpr const ProtectionInfo& InfoOf(Protection protection) {
  return kProtections[static_cast<std::size_t>(protection)];
}

}  // namespace lastgood
