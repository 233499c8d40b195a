// Any bytes as the names of a repository's files, one per line, and as the text of kopia.repository.
// Subject: collectors/repositories/kopia collectors/repositories/restic
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/repositories/kopia.h"
#include "collectors/repositories/restic.h"

using namespace lastgood;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string damage = KopiaFormatDamage(text);
  ResticListing restic("r/");
  KopiaListing kopia{.prefix = "r/"};
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::string key = "r/" + std::string(line);
    const BucketObject object{.key = key, .size = line.size()};
    (void)restic.Add(object);
    kopia.Add(object);
  }
  const RepositoryPlan plan{.key = {"restic", "", "Repository", "x"}};
  if (AssembleRestic(plan, restic, {}, Time()).object.tracks.size() != 1) __builtin_trap();
  if (AssembleKopia(plan, kopia, damage, Time()).object.tracks.front().last_success_finish) __builtin_trap();
  return 0;
}
