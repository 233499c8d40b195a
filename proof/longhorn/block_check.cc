#include "proof/longhorn/block_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::proof::longhorn {
namespace {

constexpr std::uint64_t kSmall =
    64 * 1024;  // read as a whole: one request instead of two, and it proves more
constexpr std::size_t kMostForms = 4;
constexpr std::size_t kMostFaults = 1000;
constexpr int kMostFailures = 8;

}  // namespace

BlockCheck::Verdicts* BlockCheck::Of(const BlockForm& form) {
  const auto found = std::ranges::find(verdicts_, form, &Verdicts::form);
  if (found != verdicts_.end()) return &*found;
  if (verdicts_.size() == kMostForms) return nullptr;
  verdicts_.push_back({form, std::vector<Seen>(volume_.blocks.size(), Seen::kNothing)});
  return &verdicts_.back();
}

Result<std::string> BlockCheck::Check(std::size_t index, const BlockForm& form) {
  Verdicts* const verdicts = Of(form);
  if (verdicts == nullptr)
    return Error{ErrorCode::kTooLarge, fmt::format("its backups have more than {} block sizes", kMostForms)};
  Seen& seen = verdicts->seen[index];
  if (seen == Seen::kSound) return std::string();
  if (seen == Seen::kUnread) return *last_failure_;
  if (seen == Seen::kFault) {
    const auto fault = faults_.find(index);
    return fault == faults_.end() ? "is damaged" : fault->second;
  }
  Result<std::string> fault = Look(volume_.blocks[index], form);
  seen = !fault.ok() ? Seen::kUnread : fault->empty() ? Seen::kSound : Seen::kFault;
  if (seen == Seen::kFault && faults_.size() < kMostFaults) faults_[index] = *fault;
  return fault;
}

Result<std::string> BlockCheck::Look(const ListedBlock& block, const BlockForm& form) {
  if (std::string fault = SizeFault(block.size, form); !fault.empty()) return fault;
  if (depth_ != Depth::kContent && (block.size > kSmall || !form.packed)) return LookAtEnds(block, form);
  const Result<std::string> whole = Read(block, 0, block.size);
  if (!whole.ok()) return whole.error();
  return ContentFault(*whole, block.checksum, form);
}

// The ends of what is not packed say nothing.
Result<std::string> BlockCheck::LookAtEnds(const ListedBlock& block, const BlockForm& form) {
  if (!form.packed) return std::string();
  LASTGOOD_ASSIGN(const std::string head, Read(block, 0, kBlockHead));
  LASTGOOD_ASSIGN(const std::string tail, Read(block, block.size - kBlockTail, kBlockTail));
  return EndsFault(head, tail, block.size, form);
}

// A store that cannot be read is not asked for each of 100,000 blocks.
Result<std::string> BlockCheck::Read(const ListedBlock& block, std::uint64_t offset, std::uint64_t length) {
  if (failures_ >= kMostFailures) return *last_failure_;
  const std::string path = BlockPath(block.checksum);
  Result<std::string> part = read_(folder_ + path, {offset, length, static_cast<std::size_t>(length)});
  if (part.ok() && part->size() != length)
    part = Error{ErrorCode::kTruncated, fmt::format("{} of {} bytes came", part->size(), length)};
  if (part.ok()) {
    failures_ = 0;
    return part;
  }
  ++failures_;
  last_failure_ = std::move(part).error().In(path);
  return *last_failure_;
}

}  // namespace lastgood::proof::longhorn
