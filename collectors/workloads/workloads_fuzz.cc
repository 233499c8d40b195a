// Any text as manifests, through the decoders of the cluster's own objects and the join of their rows: no
// crash, whatever it says.
// Seeds: manifests
#include <cstddef>
#include <cstdint>

#include "collectors/shared/tables_fuzz.h"
#include "collectors/workloads/assemble.h"
#include "collectors/workloads/reads.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzTwoPasses<workloads::WorkloadTables>(
      input, [](auto& tables) { return workloads::ReadsInto(tables); },
      [](const auto& tables, Time now) {
        (void)workloads::Assemble(tables, now);
        (void)workloads::Complaints(tables);
      });
  return 0;
}
