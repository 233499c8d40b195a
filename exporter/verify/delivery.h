// Whether an alert that fires reaches somebody: where Alertmanager routes it, which other alerts hide it, and
// whether it is silenced for every object. Pure.
#pragma once

#include <optional>
#include <vector>

#include "exporter/verify/inhibitions.h"
#include "exporter/verify/routes.h"
#include "exporter/verify/silences.h"
#include "exporter/verify/verification.h"

namespace lastgood {

// What an Alertmanager tells; nullopt is not asked.
struct Delivery {
  std::optional<RoutingTree> routes = std::nullopt;
  std::optional<Inhibitions> inhibitions = std::nullopt;
  std::optional<Silences> silences = std::nullopt;
};

// Adds to the verdict of an alert that can fire. `all` are the alerts that may hide it.
void CheckDelivery(const ArrivingAlert& alert, const std::vector<ArrivingAlert>& all,
                   const Delivery& delivery, Verdict& verdict);

}  // namespace lastgood
