// The names that a client's certificate carries as its subject's alternatives, compared as they are written.
// Pure.
#pragma once

#include <string>
#include <vector>

struct x509_st;

namespace lastgood {

// Whether one of its DNS names, mail addresses, IP addresses or URIs is among `allowed`.
bool HasOneOf(x509_st* certificate, const std::vector<std::string>& allowed);

}  // namespace lastgood
