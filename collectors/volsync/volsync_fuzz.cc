// Any text as manifests, through the decoders of VolSync and the join of their rows: no crash, whatever
// it says.
// Seeds: manifests
#include <cstddef>
#include <cstdint>

#include "collectors/shared/tables_fuzz.h"
#include "collectors/volsync/assemble.h"
#include "collectors/volsync/reads.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzTwoPasses<volsync::VolsyncTables>(
      input, [](auto& tables) { return volsync::ReadsInto(tables); },
      [](const auto& tables, Time now) {
        (void)volsync::Assemble(tables, now);
        (void)volsync::Complaints(tables);
      });
  return 0;
}
