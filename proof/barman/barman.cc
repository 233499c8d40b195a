#include "proof/barman/barman.h"

#include "base/time.h"
#include "proof/barman/layout.h"
#include "proof/barman/prover.h"

namespace lastgood::proof {
namespace {

// What follows the root and its slash; nullopt when the key lies elsewhere.
std::optional<std::string_view> Below(std::string_view root, std::string_view key) {
  if (root.empty()) return key;
  if (!key.starts_with(root) || key.size() <= root.size() || key[root.size()] != '/') return std::nullopt;
  return key.substr(root.size() + 1);
}

void AddWal(barman::Listing& listing, const barman::WalFile& file, const BucketObject& object) {
  if (file.kind != barman::WalFileKind::kHistory) {
    listing.wal.Add(file, object.size, object.modified);
  } else if (listing.histories.size() < barman::Listing::kMostHistories) {
    listing.histories.emplace(file.segment.timeline, barman::HistoryFile{file.packing, object.size});
  }
}

}  // namespace

std::optional<std::string> BarmanRootOf(std::string_view key) {
  const std::optional<barman::KeyPlace> place = barman::PlaceOf(key);
  return place ? std::optional(std::string(place->root)) : std::nullopt;
}

BarmanScan::BarmanScan(std::string root) { listing_.root = std::move(root); }

void BarmanScan::Add(const BucketObject& object) {
  const std::optional<std::string_view> key = Below(listing_.root, object.key);
  if (!key || key->ends_with('/')) return;  // what consoles make for folders
  const std::optional<barman::KeyPlace> place = barman::PlaceOf(*key);
  if (!place || !place->root.empty()) {
    if (listing_.strangers++ == 0) listing_.stranger = Cut(*key);
    return;
  }
  if (place->area == barman::Area::kBase)
    listing_.bases.Add(place->id, place->rest, object);
  else
    AddWal(listing_, *barman::ParseWalKey(place->rest), object);
}

Result<ProvenStore> BarmanScan::Prove(const ReadPart& read, Depth depth, Time now) {
  return barman::ProveStore(listing_, read, depth, now);
}

}  // namespace lastgood::proof
