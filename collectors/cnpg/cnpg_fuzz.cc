// Any text as manifests, through the decoders of CloudNativePG and the join of their rows: no crash, whatever
// it says.
// Seeds: manifests
#include <cstddef>
#include <cstdint>

#include "collectors/cnpg/assemble.h"
#include "collectors/cnpg/reads.h"
#include "collectors/shared/tables_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzTwoPasses<cnpg::CnpgTables>(
      input, [](auto& tables) { return cnpg::ReadsInto(tables); },
      [](const auto& tables, Time now) {
        (void)cnpg::Assemble(tables, now);
        (void)cnpg::Complaints(tables);
      });
  return 0;
}
