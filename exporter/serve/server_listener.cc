#include "exporter/serve/server_listener.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace lastgood {
namespace {

constexpr int kBacklog = 4096;

struct HostPort {
  std::string host, port;
};

Error CannotListen(const std::string& address, std::string_view why) {
  return {ErrorCode::kConfig,
          fmt::format("cannot listen on {}: {}; is the port taken, or the address wrong?", address, why)};
}

Result<HostPort> Split(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  const bool bracketed = address.starts_with('[');
  const std::size_t close = address.find(']');
  if (colon == address.npos || (bracketed && close + 1 != colon) ||
      (!bracketed && address.find(':') != colon))
    return CannotListen(address, "expected host:port, :port or [address]:port");
  HostPort parts{bracketed ? address.substr(1, close - 1) : address.substr(0, colon),
                 address.substr(colon + 1)};
  const bool digits = !parts.port.empty() && parts.port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || parts.port.size() > 5 || std::stoul(parts.port) > 65535)
    return CannotListen(address, "expected a port from 0 to 65535");
  return parts;
}

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Result<Addresses> Resolve(const std::string& address, const HostPort& parts) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int code =
      getaddrinfo(parts.host.empty() ? nullptr : parts.host.c_str(), parts.port.c_str(), &hints, &found);
  if (code != 0) return CannotListen(address, gai_strerror(code));
  return Addresses(found, &freeaddrinfo);
}

std::uint16_t& PortOf(sockaddr_storage& address) {
  return address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                       : reinterpret_cast<sockaddr_in&>(address).sin_port;
}

// -1, and errno says why. `port` is of an address before it, when that one took a free one.
int Open(const addrinfo& wanted, std::uint16_t& port) {
  const int file = socket(wanted.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (file < 0) return -1;
  const int on = 1;
  setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (wanted.ai_family == AF_INET6) setsockopt(file, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  sockaddr_storage address{};
  std::memcpy(&address, wanted.ai_addr, wanted.ai_addrlen);
  if (PortOf(address) == 0) PortOf(address) = htons(port);
  socklen_t size = sizeof address;
  if (bind(file, reinterpret_cast<sockaddr*>(&address), wanted.ai_addrlen) == 0 &&
      listen(file, kBacklog) == 0 && getsockname(file, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    port = ntohs(PortOf(address));
    return file;
  }
  const int why = errno;
  close(file);
  errno = why;
  return -1;
}

// Of an address that this machine does not have, where another one of the same name works.
bool IsAbsent(int code) { return code == EADDRNOTAVAIL || code == EAFNOSUPPORT || code == EPROTONOSUPPORT; }

}  // namespace

Result<Listening> Listen(const std::string& address) {
  LASTGOOD_ASSIGN(const HostPort parts, Split(address));
  LASTGOOD_ASSIGN(const Addresses found, Resolve(address, parts));
  Listening listening;
  int why = 0;
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
    const int file = Open(*each, listening.port);
    if (file >= 0) listening.files.push_back(file);
    if (file < 0 && (why == 0 || !IsAbsent(errno))) why = errno;
    if (file < 0 && !IsAbsent(errno)) break;
  }
  if (listening.files.empty() || (why != 0 && !IsAbsent(why))) {
    for (const int file : listening.files) close(file);
    return CannotListen(address, std::strerror(why));
  }
  const bool everywhere = parts.host.empty() || parts.host == "0.0.0.0" || parts.host == "::";
  listening.host = everywhere ? "localhost" : parts.host;
  if (listening.host.find(':') != std::string::npos) listening.host = '[' + listening.host + ']';
  return listening;
}

}  // namespace lastgood
