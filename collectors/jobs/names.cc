#include "collectors/jobs/names.h"

namespace lastgood::jobs {

std::set<std::string> Names::Claim(std::size_t source, const std::set<std::string>& names) {
  const std::lock_guard lock(mutex_);
  std::erase_if(owners_, [&](const auto& owner) { return owner.second == source; });
  std::set<std::string> taken;
  for (const std::string& name : names) {
    const auto [owner, free] = owners_.try_emplace(name, source);
    if (owner->second < source)
      taken.insert(name);
    else
      owner->second = source;
  }
  return taken;
}

}  // namespace lastgood::jobs
