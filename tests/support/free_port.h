// A port of 127.0.0.1 that was free a moment ago, for servers that cannot say which one they took.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

namespace lastgood {

inline std::uint16_t FreePort() {
  const int socket_file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{
      .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  bind(socket_file, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(socket_file, reinterpret_cast<sockaddr*>(&address), &size);
  close(socket_file);
  return ntohs(address.sin_port);
}

}  // namespace lastgood
