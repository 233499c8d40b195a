// Looks into the blocks of one volume, each at most once, whatever number of backups need it: the ends of
// large ones and all of small ones, or all of all. Not for sharing between threads; what the constructor
// takes must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "proof/longhorn/block_file.h"
#include "proof/longhorn/volume_listing.h"
#include "proof/proof.h"

namespace lastgood::proof::longhorn {

class BlockCheck {
 public:
  // `folder`: the key of the volume's folder, with a slash at its end.
  BlockCheck(const VolumeListing& volume, std::string folder, const ReadPart& read, Depth depth)
      : volume_(volume), folder_(std::move(folder)), read_(read), depth_(depth) {}

  // Of the block at `index` of the listing: its fault, "" when none was seen. An error: it could not be read.
  Result<std::string> Check(std::size_t index, const BlockForm& form);

 private:
  enum class Seen : std::uint8_t { kNothing, kSound, kFault, kUnread };
  struct Verdicts {
    BlockForm form;
    std::vector<Seen> seen;
  };

  // Null when there are more forms than a volume can have.
  Verdicts* Of(const BlockForm& form);
  Result<std::string> Look(const ListedBlock& block, const BlockForm& form);
  Result<std::string> Read(const ListedBlock& block, std::uint64_t offset, std::uint64_t length);
  Result<std::string> LookAtEnds(const ListedBlock& block, const BlockForm& form);

  const VolumeListing& volume_;
  const std::string folder_;
  const ReadPart& read_;
  const Depth depth_;
  std::vector<Verdicts> verdicts_;
  std::unordered_map<std::size_t, std::string> faults_;
  int failures_ = 0;  // in a row
  std::optional<Error> last_failure_;
};

}  // namespace lastgood::proof::longhorn
