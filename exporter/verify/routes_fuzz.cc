// Any bytes as the config that an Alertmanager tells: wherever an alert goes, there is a receiver.
// Subject: exporter/verify/routes
#include <cstddef>
#include <cstdint>
#include <string>

#include "exporter/verify/routes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const lastgood::Result<lastgood::RoutingTree> tree = lastgood::RoutingTree::Parse(text);
  if (!tree.ok()) return 0;
  const std::vector<std::string> receivers = tree->ReceiversOf({{"alertname", "LastgoodBackupOverdue"},
                                                                {"severity", "critical"},
                                                                {"namespace", "shop"},
                                                                {"team", "a"}});
  if (receivers.empty()) __builtin_trap();
  for (const std::string& receiver : receivers) (void)tree->Sends(receiver);
  return 0;
}
