// What the WAL along a route lets be restored: whether a base has the segments that it needs, how far it can
// be followed, and the holes. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "proof/barman/listing.h"
#include "proof/barman/route.h"
#include "proof/proof.h"

namespace lastgood::proof::barman {

// What is said about the archive as a whole.
struct WalReport {
  static constexpr std::size_t kMostGaps = 1000;

  std::vector<Gap> gaps;
  std::vector<std::string> notes;
  std::set<std::string> known;  // gaps and notes that were told for another route
};

// `base`, whose segments are known: its finding, and how far it restores.
void JudgeOnRoute(const Listing& listing, const Route& route, const Unusable& unusable, Time now, Base& base);

// The moment up to which a base restores that WAL follows to the end of `island`.
void ReachTo(const Route& route, const Island& island, Time now, Base& base);

// The holes after index `oldest`, behind which there is more.
void ReportGaps(const Listing& listing, const Route& route, const Unusable& unusable, std::uint64_t oldest,
                Time now, WalReport& report);

}  // namespace lastgood::proof::barman
