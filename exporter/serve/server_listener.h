// Sockets that listen on "host:port", ":port" (IPv4 and IPv6), "[v6]:port"; port 0 takes a free one. Errors
// are kConfig and name the address. The descriptors belong to the caller, and do not block.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace lastgood {

struct Listening {
  std::vector<int> files;  // more than one where the host has several addresses
  std::uint16_t port = 0;
  std::string host;  // to open in a browser
};

Result<Listening> Listen(const std::string& address);

}  // namespace lastgood
