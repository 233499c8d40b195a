// Any text as manifests, through the decoders of k8up and the join of their rows: no crash, whatever
// it says.
// Seeds: manifests
#include <cstddef>
#include <cstdint>

#include "collectors/k8up/assemble.h"
#include "collectors/k8up/reads.h"
#include "collectors/shared/tables_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzTwoPasses<k8up::K8upTables>(
      input, [](auto& tables) { return k8up::ReadsInto(tables); },
      [](const auto& tables, Time now) {
        (void)k8up::Assemble(tables, now);
        (void)k8up::Complaints(tables);
      });
  return 0;
}
