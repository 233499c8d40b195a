// Any bytes as a line of a watch.
// Subject: net/kube/watch_events net/objects/event_json
#include <cstddef>
#include <cstdint>
#include <string>

#include "net/kube/watch_events.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static lastgood::WatchEvents events;  // kept from line to line, as in use
  const lastgood::Resource backups{"postgresql.cnpg.io", "v1", "backups", "Backup"};
  std::string line(reinterpret_cast<const char*>(data), size);
  bool shown = false;
  const lastgood::WatchEvent event = events.Read(line, backups, [&shown](const lastgood::Fields& fields) {
    shown = true;
    fields.Timestamp({"status", "startedAt"});
  });
  using Type = lastgood::WatchEvent::Type;
  if (shown != (event.type == Type::kChanged)) __builtin_trap();
  if (event.type == Type::kBroken && !event.problem) __builtin_trap();
  return 0;
}
