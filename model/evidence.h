// How it is known that an object's newest recovery point can be restored: the strongest evidence that stands
// for it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/derive.h"
#include "model/facts.h"

namespace lastgood {

// From the weakest to the strongest: the tool says so; what lies in the store, or how it ends, speaks for it;
// all of it was read; a drill restored it.
enum class Evidence : std::uint8_t { kWord, kListing, kContent, kRestored };
std::string_view ToString(Evidence evidence);

struct Known {
  Evidence by = Evidence::kWord;
  std::optional<Time> when;  // when the evidence was gathered; absent of the tool's word
};

// Whether nobody can tell what a track's newest recovery point is, where none is known: none is none only
// where the history was read and holds no success, or where retention deleted what there was.
bool IsPointUnknown(const Track& track);

// `restored`: when a drill last restored the object (coverage_index.h). Nullopt where no recovery point is
// known, or where evidence says that it does not restore.
std::optional<Known> EvidenceOf(const ObjectFacts& object, const Derived& derived,
                                const std::optional<Time>& restored);

}  // namespace lastgood
