// Any bytes as each file of a Velero store, plain or packed: what a depth has seen to be broken no deeper one
// calls good, and a verdict has a reason unless it is good.
#include <cstddef>
#include <cstdint>
#include <string>

#include "proof/velero/velero_fixture.h"

using namespace lastgood;
using namespace lastgood::proof;
using namespace lastgood::proof::velero;

namespace {

void InAStore(const VeleroStore& healthy, std::size_t which, const std::string& content) {
  VeleroStore store = healthy;
  auto file = store.files.begin();
  std::advance(file, which % store.files.size());
  const bool same = file->second == content;
  file->second = content;
  const ProvenBackup listing = store.Prove(Depth::kListing).backups.at(0);
  const ProvenBackup ends = store.Prove(Depth::kEnds).backups.at(0);
  const ProvenBackup whole = store.Prove(Depth::kContent).backups.at(0);
  if (listing.restorable == true || (same && whole.restorable != true)) __builtin_trap();
  if (listing.restorable == false && ends.restorable == true) __builtin_trap();
  if (ends.restorable == false && whole.restorable == true) __builtin_trap();
  for (const ProvenBackup& backup : {listing, ends, whole})
    if (backup.reason.empty() != (backup.restorable == true)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const VeleroStore kKopia = HealthyVelero("v"), kRestic = HealthyRestic().first;
  if (size < 2) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  (void)VeleroRootOf(text);
  InAStore((data[0] & 1) != 0 ? kRestic : kKopia, data[1], (data[0] & 2) != 0 ? GzipOf(text) : text);
  return 0;
}
