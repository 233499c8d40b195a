#include "exporter/verify/delivery.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace lastgood {
namespace {

void CheckRoute(const ArrivingAlert& alert, const RoutingTree& routes, Verdict& verdict) {
  const Result<std::vector<std::string>> receivers = routes.ReceiversOf(alert.AsMap());
  if (!receivers.ok()) {
    CannotTell(verdict, "cannot tell where it goes", receivers.error());
    return;
  }
  const bool sent = std::ranges::any_of(*receivers, [&](const auto& name) { return routes.Sends(name); });
  if (!sent)
    Found(verdict, Level::kCritical, "reaches nobody",
          fmt::format("Alertmanager routes it to {}, which sends nothing", fmt::join(*receivers, ", ")),
          "give it a route: alertmanager/route-lastgood.yaml");
  else
    verdict.state += fmt::format(", goes to {}", fmt::join(*receivers, ", "));
}

void CheckHidden(const ArrivingAlert& alert, const std::vector<ArrivingAlert>& all,
                 const Inhibitions& inhibitions, Verdict& verdict) {
  const Result<std::string> why = inhibitions.WhyHidden(alert, all);
  if (!why.ok())
    CannotTell(verdict, "cannot tell whether it is hidden", why.error());
  else if (!why->empty())
    Found(verdict, Level::kWarning, "is hidden by alerts of other objects", *why,
          "leave lastgood's alerts out of that rule, by a matcher that they do not meet or by a longer "
          "`equal`, and load those of alertmanager/route-lastgood.yaml");
}

// Of every object; a silence of one is nobody's mistake.
void CheckSilenced(const ArrivingAlert& alert, const Silences& silences, Verdict& verdict) {
  const Silence* silence = silences.Hiding(alert.AsMap());
  if (silence == nullptr) return;
  Found(verdict, Level::kWarning, "is silenced for every object",
        fmt::format("until {}: {}", silence->ends ? FormatRfc3339(*silence->ends) : "an unknown time",
                    silence->text),
        "let the silence end, or name the object that it is for");
}

}  // namespace

void CheckDelivery(const ArrivingAlert& alert, const std::vector<ArrivingAlert>& all,
                   const Delivery& delivery, Verdict& verdict) {
  if (delivery.routes) CheckRoute(alert, *delivery.routes, verdict);
  if (delivery.inhibitions && verdict.level < Level::kWarning)
    CheckHidden(alert, all, *delivery.inhibitions, verdict);
  if (delivery.silences && verdict.level < Level::kWarning) CheckSilenced(alert, *delivery.silences, verdict);
}

}  // namespace lastgood
