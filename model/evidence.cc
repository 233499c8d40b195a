#include "model/evidence.h"

namespace lastgood {

std::string_view ToString(Evidence evidence) {
  static constexpr std::string_view kNames[] = {"word", "listing", "content", "restored"};
  return kNames[static_cast<std::size_t>(evidence)];
}

bool IsPointUnknown(const Track& track) {
  if (track.recovery_point || track.expires) return false;
  return !track.counts || track.counts->completed > 0 || track.last_success_finish;
}

std::optional<Known> EvidenceOf(const ObjectFacts& object, const Derived& derived,
                                const std::optional<Time>& restored) {
  if (!derived.worst || !object.tracks[*derived.worst].recovery_point) return std::nullopt;
  Known known;
  for (const ProofFacts& proof : object.proofs) {
    if (!proof.restorable) return std::nullopt;
    const Evidence by = proof.proof == "content" ? Evidence::kContent : Evidence::kListing;
    if (by > known.by) known = {by, proof.gathered};
  }
  return restored ? Known{Evidence::kRestored, restored} : known;
}

}  // namespace lastgood
