// Damages to a Velero store, and what each depth is to say of them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "proof/velero/velero_fixture.h"

namespace lastgood::proof::velero {

using Verdict = std::optional<bool>;
inline constexpr Verdict kYes = true, kNo = false, kOpen = std::nullopt;

inline void Replace(std::string& text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at == text.npos) throw std::runtime_error("no " + what);
  text.replace(at, what.size(), by);
}

struct Damage {
  std::string name;
  std::function<void(VeleroStore&)> apply;
  Verdict listing, ends, content;
  std::string reason = "";  // at kContent
};

inline void PutVolumes(VeleroStore& store, const std::vector<std::string>& volumes) {
  store.PutPacked(File::kVolumeInfo, List(volumes));
}

inline std::string With(std::string volume, const std::string& what, const std::string& by) {
  Replace(volume, what, by);
  return volume;
}

inline void ExpectEach(const std::vector<Damage>& damages) {
  for (const Damage& damage : damages) {
    SCOPED_TRACE(damage.name);
    VeleroStore store = HealthyVelero("backups/v");
    damage.apply(store);
    for (const auto& [depth, expected] :
         {std::pair(Depth::kListing, damage.listing), std::pair(Depth::kEnds, damage.ends),
          std::pair(Depth::kContent, damage.content)}) {
      const ProvenStore proven = store.Prove(depth);
      ASSERT_EQ(proven.backups.size(), 1u);
      const ProvenBackup& backup = proven.backups[0];
      EXPECT_EQ(backup.restorable, expected)
          << "at depth " << static_cast<int>(depth) << ": " << backup.reason;
      EXPECT_EQ(backup.reason.empty(), backup.restorable == true) << backup.reason;
      if (depth == Depth::kContent) {
        EXPECT_THAT(backup.reason, ::testing::HasSubstr(damage.reason));
      }
    }
  }
}

}  // namespace lastgood::proof::velero
