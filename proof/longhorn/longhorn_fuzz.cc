// Any bytes as each file of a Longhorn backup store: nothing is said to restore whose files were not read
// whole, and what a depth has seen to be broken no deeper one calls good.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "proof/longhorn/block_file.h"
#include "proof/longhorn/longhorn_fixture.h"
#include "proof/longhorn/volume_config.h"

using namespace lastgood;
using namespace lastgood::proof;
using namespace lastgood::proof::longhorn;

namespace {

constexpr std::uint64_t kSize = 65536;

const LonghornStore& Small() {
  static const LonghornStore kStore = [] {
    LonghornStore store;
    store.PutVolume(1 << 20);
    Cfg cfg{"backup-1"};
    cfg.parameters = R"({"backup-block-size":"65536"})";
    cfg.block_size = kSize;
    for (unsigned i = 0; i < 2; ++i) {
      const std::string data = BlockData(i, 300, kSize);
      cfg.blocks.push_back(store.PutBlock(i * kSize, data, i == 0 ? Lz4Of(data) : GzipOf(data)));
    }
    store.PutBackup(cfg);
    return store;
  }();
  return kStore;
}

void InAStore(std::size_t which, const std::string& content) {
  LonghornStore store = Small();
  auto file = store.files.begin();
  std::advance(file, which % store.files.size());
  const bool same = file->second == content;
  file->second = content;
  if (store.Prove(Depth::kListing).at(0).backups.at(0).restorable == true) __builtin_trap();
  const ProvenBackup ends = store.Prove(Depth::kEnds).at(0).backups.at(0);
  const ProvenBackup whole = store.Prove(Depth::kContent).at(0).backups.at(0);
  if (same && whole.restorable != true) __builtin_trap();
  if (ends.restorable == false && whole.restorable == true) __builtin_trap();
  for (const ProvenBackup& backup : {ends, whole})
    if (backup.reason.empty() != (backup.restorable == true)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)LonghornRootOf(text);
  (void)ClaimIn(text);
  (void)EndsFault(text.substr(0, kBlockHead), text.substr(text.size() - std::min(text.size(), kBlockTail)),
                  text.size(), {true, kSize});
  InAStore(data[0], text);
  return 0;
}
