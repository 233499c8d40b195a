#include "base/dns_name.h"

namespace lastgood {

bool IsDnsName(std::string_view name) {
  return !name.empty() && name.size() <= 253 && name.front() != '-' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos;
}

}  // namespace lastgood
