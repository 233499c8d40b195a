// Ports of 127.0.0.1 that nobody uses. What cannot be had is thrown as std::system_error.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace lastgood {

// A socket bound to a free port, which the caller closes.
inline int BindAnyPort(std::uint16_t& port) {
  const int bound = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{
      .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (bound < 0 || bind(bound, raw, size) != 0 || getsockname(bound, raw, &size) != 0)
    throw std::system_error(errno, std::generic_category(), "a port of 127.0.0.1");
  port = ntohs(address.sin_port);
  return bound;
}

// One that was free a moment ago, for servers that cannot say which one they took.
inline std::uint16_t FreePort() {
  std::uint16_t port = 0;
  close(BindAnyPort(port));
  return port;
}

}  // namespace lastgood
