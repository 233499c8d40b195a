#include "proof/longhorn/volume_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/time.h"

namespace lastgood::proof::longhorn {
namespace {

void NoteNames(const VolumeFindings& findings, std::vector<std::string>& notes) {
  if (findings.claims.size() == 1)
    notes.push_back(fmt::format("it is the claim {}", *findings.claims.begin()));
  if (findings.claims.size() > 1)
    notes.push_back(
        fmt::format("its backups are of several claims, {}: two clusters may share the volume's name and "
                    "volume.cfg, which tells of the last one only",
                    fmt::join(findings.claims, ", ")));
  if (!findings.jobs.empty())
    notes.push_back(fmt::format("backed up by the recurring jobs {}", fmt::join(findings.jobs, ", ")));
  if (!findings.other_names.empty())
    notes.push_back(fmt::format("its backups name other volumes: {}", fmt::join(findings.other_names, ", ")));
}

// As long as one lies there, Longhorn deletes no block: it cannot know what is needed.
void NoteUnfinished(const VolumeFindings& findings, std::vector<std::string>& notes) {
  if (findings.unfinished.empty()) return;
  notes.push_back(fmt::format("{} of its uploads never ended, {} for one: Longhorn frees no block meanwhile",
                              findings.unfinished.size(), findings.unfinished.front()));
}

void NoteOrphans(const VolumeListing& listing, const VolumeFindings& findings,
                 std::vector<std::string>& notes) {
  if (!findings.all_read) return;
  std::uint64_t orphans = 0, bytes = 0;
  for (std::size_t i = 0; i < listing.blocks.size(); ++i) {
    if (findings.needed[i]) continue;
    ++orphans;
    bytes += listing.blocks[i].size;
  }
  if (orphans == 0) return;
  notes.push_back(fmt::format("{} of {} blocks ({}) are in no complete backup", orphans,
                              listing.blocks.size(), FormatSize(bytes)));
}

void NoteConfig(const VolumeListing& listing, const VolumeConfig& config, std::vector<std::string>& notes) {
  if (config.name != listing.name())
    notes.push_back(fmt::format("volume.cfg names the volume {}", Cut(config.name, 300)));
  const bool there =
      std::ranges::find(listing.backups, config.last_backup, &ListedBackup::name) != listing.backups.end();
  if (!config.last_backup.empty() && !there)
    notes.push_back(fmt::format("volume.cfg names {} as the last backup, which is not there",
                                Cut(config.last_backup, 300)));
}

}  // namespace

void VolumeFindings::Keep(std::set<std::string>& names, const std::string& name) {
  if (!name.empty() && names.size() < kMostNames) names.insert(Cut(name, 300));
}

std::vector<std::string> NotesOf(const VolumeListing& listing, const std::optional<VolumeConfig>& config,
                                 const VolumeFindings& findings) {
  std::vector<std::string> notes;
  NoteNames(findings, notes);
  if (listing.backups.empty()) notes.emplace_back("there is no backup of it");
  if (config) NoteConfig(listing, *config, notes);
  if (listing.empty_blocks > 0)
    notes.push_back(fmt::format("{} of {} blocks are empty, {} for one", listing.empty_blocks,
                                listing.blocks.size(), BlockPath(listing.empty_block)));
  NoteUnfinished(findings, notes);
  NoteOrphans(listing, findings, notes);
  if (!findings.ahead.empty())
    notes.push_back(fmt::format("{} of its backups claim a moment that lies ahead, {} for one",
                                findings.ahead.size(), findings.ahead.front()));
  return notes;
}

}  // namespace lastgood::proof::longhorn
