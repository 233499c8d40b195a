// Time zones of the system's database. kMalformed names the zone that is not there. Functions may be called
// from any thread.
#pragma once

#include <string_view>

#include "base/result.h"

namespace date {
class time_zone;
}

namespace lastgood {

// By its IANA name; null is UTC, for "", "UTC" and "Etc/UTC". The database is loaded when a zone is first
// named; what is returned lives as long as the process, and using it does not throw.
Result<const date::time_zone*> FindZone(std::string_view name);

}  // namespace lastgood
