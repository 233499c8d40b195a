// The one state that an object is in: by it the page, `check`, the records and the dashboards sort and count.
// Pure.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "model/alerts.h"
#include "model/assess.h"

namespace lastgood {

namespace states {
inline constexpr std::string_view kUnknown = "Unknown", kDeliberate = "Deliberate", kNew = "New",
                                  kElsewhere = "CoveredElsewhere", kGood = "Good";
}  // namespace states

struct ObjectState {
  std::string_view name;  // a condition's, or one of `states`
  Level level;
};

// The worst first, in the order in which FindingsOf looks.
inline constexpr auto kObjectStates = std::to_array<ObjectState>({
    {alerts::kUnprotected, Level::kCritical},
    {alerts::kBackupNeverSucceeded, Level::kCritical},
    {alerts::kBackupStale, Level::kCritical},
    {alerts::kWALArchivingFailed, Level::kCritical},
    {alerts::kNotRestorable, Level::kCritical},
    {alerts::kScheduleSuspended, Level::kWarning},
    {alerts::kBackupStale, Level::kWarning},
    {alerts::kBackupFailed, Level::kWarning},
    {alerts::kSuccessInFuture, Level::kWarning},
    {alerts::kBackupStuck, Level::kWarning},
    {alerts::kBackupShrunk, Level::kWarning},
    {alerts::kRecoveryWindowShort, Level::kWarning},
    {alerts::kRetentionTooShort, Level::kWarning},
    {alerts::kBucketUnsafe, Level::kWarning},
    {states::kUnknown, Level::kUnknown},
    {states::kElsewhere, Level::kNotice},
    {states::kDeliberate, Level::kNotice},
    {states::kNew, Level::kNotice},
    {states::kGood, Level::kGood},
});

// How bad it is to be in the state at `index` of kObjectStates: 0 is good.
constexpr int RankOf(std::size_t index) { return static_cast<int>(kObjectStates.size() - 1 - index); }

// Of an object's findings, worst first. Notes alone are no state: what has no other is good.
std::string_view StateOf(const std::vector<Finding>& findings);

// How a thing stands, of which every view has a count: objects at risk, other things that need attention,
// what cannot be told, objects that are good.
enum class Standing { kAtRisk, kAttention, kUnknown, kGood };

// Of what is deliberate, covered elsewhere or too new to judge, nullopt.
std::optional<Standing> StandingOf(const Row& row);

}  // namespace lastgood
