// -resource-list.json.gz: which objects a backup holds. Velero restores without it; it tells what to expect.
// Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood::proof::velero {

struct Resources {
  std::set<std::string> namespaces, claims;  // claims as "app/data"
  std::uint64_t kinds = 0;
};

Result<Resources> ParseResources(std::string_view json);

// "app, db and 3 more".
std::string Named(const std::set<std::string>& names);

}  // namespace lastgood::proof::velero
