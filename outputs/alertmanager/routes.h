// Where alerts go. Pure.
#pragma once

#include "outputs/alertmanager/plan.h"

namespace lastgood::alertmanager {

inline constexpr const char* kHeartbeat = "lastgood-heartbeat";
inline constexpr const char* kPager = "lastgood-pager";
inline constexpr const char* kChat = "lastgood-chat";

// The heartbeat goes nowhere but to its receiver; critical alerts to the pager, if there is one, and to chat;
// the rest to chat. `receivers` are those that are written, examples included.
Route RootRoute(const GeneratorSettings& settings, const Receivers& receivers);

// Matches the alerts of the settings' rules and no others, for files that are merged into a config.
Matcher OurAlerts(const GeneratorSettings& settings);

}  // namespace lastgood::alertmanager
