// What is good to know of a volume in a Longhorn backup store, besides which of its backups restore. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "proof/longhorn/volume_config.h"
#include "proof/longhorn/volume_listing.h"

namespace lastgood::proof::longhorn {

// What the cfgs of all backups told together.
struct VolumeFindings {
  std::set<std::string> claims, jobs, other_names;  // at most kMostNames of each
  std::vector<std::string> unfinished, ahead;       // names of backups
  bool all_read = false;                            // every cfg was read and understood
  std::vector<bool> needed;                         // of each listed block: some backup lists it

  static constexpr std::size_t kMostNames = 20;
  static void Keep(std::set<std::string>& names, const std::string& name);
};

std::vector<std::string> NotesOf(const VolumeListing& listing, const std::optional<VolumeConfig>& config,
                                 const VolumeFindings& findings);

}  // namespace lastgood::proof::longhorn
