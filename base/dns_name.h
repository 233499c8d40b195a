// Names as DNS and Kubernetes have them. Pure.
#pragma once

#include <string_view>

namespace lastgood {

// A DNS subdomain (RFC 1123), as the API server asks of namespaces and of the names of custom resources.
bool IsDnsName(std::string_view name);

}  // namespace lastgood
