#include "base/time_zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include "base/time.h"

namespace lastgood {

Result<const date::time_zone*> FindZone(std::string_view name) {
  if (name.empty() || name == "UTC" || name == "Etc/UTC") return nullptr;
  try {
    const date::time_zone* zone = date::locate_zone(std::string(name));
    zone->get_info(std::chrono::sys_seconds());  // reads its file now, so that nothing throws later
    return zone;
  } catch (const std::exception&) {
    return Error{
        ErrorCode::kMalformed,
        fmt::format("unknown time zone \"{}\"; expected an IANA name such as Europe/Berlin", Cut(name, 40))};
  }
}

}  // namespace lastgood
