#include "net/objects/reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace lastgood {

bool CompleteKinds::Has(const Resource& resource) const {
  if (all) return true;
  const std::string kind = Lower(resource.kind), full = fmt::format("{}.{}", resource.plural, resource.group);
  return std::ranges::any_of(names, [&](const std::string& written) {
    const std::string name = Lower(written);
    return name == kind || name == resource.plural || name == full;
  });
}

}  // namespace lastgood
