// Services of a cluster that lastgood can ask, told by the names and labels that their charts and operators
// give them. Pure.
#pragma once

#include <optional>

#include "exporter/discover/found.h"
#include "net/objects/reading.h"

namespace lastgood {

inline constexpr Resource kServices{"", "v1", "services", "Service"};

// nullopt: none of those.
std::optional<FoundService> ReadService(const Fields& service);

// Of several of one role in one namespace the one to ask: Loki's gateway rather than one of its parts.
void KeepBest(std::vector<FoundService>& services);

}  // namespace lastgood
