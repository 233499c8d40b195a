// Any bytes as the config that an Alertmanager tells: wherever an alert goes, there is a receiver, and what
// its inhibit rules hide is told in words. Subject: exporter/verify/routes exporter/verify/inhibitions
// exporter/verify/matcher
#include <cstddef>
#include <cstdint>
#include <string>

#include "exporter/verify/inhibitions.h"
#include "exporter/verify/routes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const Result<RoutingTree> tree = RoutingTree::Parse(text); tree.ok()) {
    const Result<std::vector<std::string>> receivers =
        tree->ReceiversOf({{"alertname", "LastgoodBackupOverdue"},
                           {"severity", "critical"},
                           {"namespace", "shop"},
                           {"team", "a"}});
    if (receivers.ok() && receivers->empty()) __builtin_trap();
    if (receivers.ok())
      for (const std::string& receiver : *receivers) (void)tree->Sends(receiver);
  }
  const ArrivingAlert warning{
      {.name = alerts::kBackupStale, .severity = Severity::kWarning, .labels = Labels{Label::kName}}, {}};
  ArrivingAlert critical = warning;
  critical.alert.severity = Severity::kCritical;
  if (const Result<Inhibitions> inhibitions = Inhibitions::Parse(text); inhibitions.ok())
    (void)inhibitions->WhyHidden(warning, {warning, critical});
  return 0;
}
