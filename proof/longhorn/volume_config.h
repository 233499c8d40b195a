// volume.cfg, as Longhorn's Go reads it: numbers and some texts are JSON within strings, and what is of
// another type than that stops every restore of the volume. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood::proof::longhorn {

struct VolumeConfig {
  std::string name;
  std::uint64_t size = 0;  // of the disk; Longhorn restores none of 0 bytes
  std::string last_backup;
  std::uint64_t block_count = 0;
  std::string backing_image;  // that lies below its data
};

// kMalformed: Longhorn cannot read it either.
Result<VolumeConfig> ParseVolumeConfig(std::string_view json);

// Whose data a volume holds, by the label KubernetesStatus, which is JSON: "app/data"; "" when it does not
// tell.
std::string ClaimIn(std::string_view kubernetes_status);

}  // namespace lastgood::proof::longhorn
