// Any text as manifests, through the decoders of Velero and the join of their rows: no crash, whatever
// it says.
// Seeds: manifests
#include <cstddef>
#include <cstdint>

#include "collectors/shared/tables_fuzz.h"
#include "collectors/velero/assemble.h"
#include "collectors/velero/reads.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzTwoPasses<velero::VeleroTables>(
      input, [](auto& tables) { return velero::ReadsInto(tables); },
      [](const auto& tables, Time now) {
        (void)velero::Assemble(tables, now);
        (void)velero::Complaints(tables);
      });
  return 0;
}
