#include "proof/longhorn/judge_backup.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "base/time.h"

namespace lastgood::proof::longhorn {
namespace {

bool IsKnownPacker(std::string_view method) {
  return method.empty() || method == "none" || method == "lz4" || method == "gzip";
}

// Why what the cfg says cannot be all of the disk.
std::string ConfigFault(const BackupConfig& config, std::uint64_t block_size, const VolumeConfig* volume) {
  if (!IsKnownPacker(config.compression))
    return fmt::format("Longhorn knows no compression \"{}\"", OneLine(config.compression, 40));
  const std::uint64_t listed = config.blocks.size() * block_size;
  if (listed < config.size)
    return fmt::format("its cfg lists {} of {}: the rest restores as zeros", FormatSize(listed),
                       FormatSize(config.size));
  if (volume != nullptr && volume->size % block_size != 0)
    return fmt::format("the volume's size in volume.cfg, {}, is no multiple of the block size {}",
                       volume->size, block_size);
  return "";
}

// Why a block cannot be written to the disk that volume.cfg tells of.
std::string OffsetFault(const BlockMapping& block, std::uint64_t block_size, const VolumeConfig* volume) {
  if (block.offset < 0) return fmt::format("its cfg lists a block at {}", block.offset);
  if (volume == nullptr) return "";
  const auto offset = static_cast<std::uint64_t>(block.offset);
  if (offset < volume->size && volume->size - offset >= block_size) return "";
  return fmt::format(
      "it has a block at {}, beyond the {} that volume.cfg tells of: another cluster's volume of this name "
      "wrote volume.cfg",
      offset, FormatSize(volume->size));
}

struct Found {
  std::vector<std::size_t> blocks;  // by their places in the listing
  std::uint64_t missing = 0;
  Checksum one_missing{};
};

Found FindBlocks(const BackupConfig& config, const VolumeListing& listing, std::vector<bool>& needed) {
  Found found;
  found.blocks.reserve(config.blocks.size());
  for (const BlockMapping& block : config.blocks) {
    const std::optional<std::size_t> index = listing.Find(block.checksum);
    if (!index) {
      if (found.missing++ == 0) found.one_missing = block.checksum;
      continue;
    }
    needed[*index] = true;
    found.blocks.push_back(*index);
  }
  return found;
}

Judgement OfBlock(const ListedBlock& block, std::string_view fault) {
  return Broken(fmt::format("{} {}", BlockPath(block.checksum), fault));
}

// Sizes are known of all blocks, and cost nothing: they come before anything is read.
Judgement LookInto(const Found& found, const VolumeListing& listing, const BlockForm& form,
                   BlockCheck* check) {
  for (const std::size_t index : found.blocks)
    if (const std::string fault = SizeFault(listing.blocks[index].size, form); !fault.empty())
      return OfBlock(listing.blocks[index], fault);
  if (check == nullptr) return {true, ""};
  std::optional<Error> unread;
  for (const std::size_t index : found.blocks) {
    const Result<std::string> fault = check->Check(index, form);
    if (!fault.ok())
      unread = fault.error();
    else if (!fault->empty())
      return OfBlock(listing.blocks[index], *fault);
  }
  if (unread) return Doubtful(fmt::format("not all of its blocks could be read: {}", unread->message));
  return {true, ""};
}

}  // namespace

Judgement Broken(std::string reason) { return {false, std::move(reason)}; }
Judgement Doubtful(std::string reason) { return {std::nullopt, std::move(reason)}; }

Judgement JudgeBlocks(const BackupConfig& config, const VolumeListing& listing, const VolumeConfig* volume,
                      BlockCheck* check, std::vector<bool>& needed) {
  const Found found = FindBlocks(config, listing, needed);
  if (found.missing > 0)
    return Broken(fmt::format("{} of its {} blocks are missing, {} for one", found.missing,
                              config.blocks.size(), BlockPath(found.one_missing)));
  const Result<std::uint64_t> block_size = config.BlockSize();
  if (!block_size.ok()) return Doubtful(block_size.error().message);
  if (std::string fault = ConfigFault(config, *block_size, volume); !fault.empty())
    return Broken(std::move(fault));
  for (const BlockMapping& block : config.blocks)
    if (std::string fault = OffsetFault(block, *block_size, volume); !fault.empty())
      return Broken(std::move(fault));
  Judgement judgement = LookInto(found, listing, {config.compression != "none", *block_size}, check);
  if (judgement.restorable == true && config.blocks.size() * *block_size > config.size)
    return Doubtful(fmt::format("its cfg lists {}, and tells of {} only",
                                FormatSize(config.blocks.size() * *block_size), FormatSize(config.size)));
  return judgement;
}

}  // namespace lastgood::proof::longhorn
