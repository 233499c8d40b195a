// Any text as manifests, through the decoders of restore drills and what is made of their rows, with a plan
// that names the keys of its ConfigMap and one that guesses them: no crash, whatever it says.
// Seeds: manifests
#include <cstddef>
#include <cstdint>

#include "collectors/restore_tests/assemble.h"
#include "collectors/restore_tests/plans.h"
#include "collectors/restore_tests/reads.h"
#include "collectors/shared/tables_fuzz.h"
#include "model/derive.h"

namespace {

using namespace lastgood;
using namespace lastgood::restore_tests;

std::vector<TableRead> Reads(DrillTables& tables) {
  if (tables.plans.empty()) {
    tables.plans.push_back({.name = "mine",
                            .cronjob = "mine",
                            .config_map = kUsualConfigMap,
                            .keys = {.success = "a/b", .backup = "b", .data_age = "c"}});
    tables.plans.push_back({.cronjob = kUsualCronJob, .config_map = kUsualConfigMap});
    tables.records.try_emplace(kUsualConfigMap);
  }
  std::vector<TableRead> reads = FirstReads(tables);
  tables.cronjobs.rows.emplace_back().name = kUsualCronJob;  // so that all the others are read
  for (TableRead& read : MoreReads(tables)) reads.push_back(std::move(read));
  return reads;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzTwoPasses<DrillTables>(input, &Reads, [](const DrillTables& tables, Time now) {
    const auto facts = Assemble(tables, now);
    for (const RestoreTestFacts& drill : facts.restore_tests) (void)RestoreTestDeadline(drill, {});
    (void)Complaints(tables);
  });
  return 0;
}
