// Any text as manifests, through the decoders of Longhorn and the join of their rows: no crash, whatever it
// says.
// Seeds: manifests
#include <cstddef>
#include <cstdint>

#include "collectors/longhorn/assemble.h"
#include "collectors/longhorn/reads.h"
#include "collectors/shared/tables_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzTwoPasses<longhorn::LonghornTables>(
      input, [](auto& tables) { return longhorn::ReadsInto(tables); },
      [](const auto& tables, Time now) {
        (void)longhorn::Assemble(tables, now);
        (void)longhorn::Complaints(tables);
      });
  return 0;
}
