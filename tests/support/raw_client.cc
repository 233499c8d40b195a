#include "tests/support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>

namespace lastgood {
namespace {

// Of a whole answer at the start of `text`; npos while it is not whole.
std::size_t SizeOfAnswer(const std::string& text) {
  const std::size_t head = text.find("\r\n\r\n");
  const std::size_t length = text.find("Content-Length: ");
  if (head == std::string::npos || length > head) return std::string::npos;
  const std::size_t size = head + 4 + std::strtoull(text.c_str() + length + 16, nullptr, 10);
  return text.size() < size ? std::string::npos : size;
}

}  // namespace

RawClient::RawClient(const std::string& url) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const sockaddr_in address{
      .sin_family = AF_INET,
      .sin_port = htons(static_cast<std::uint16_t>(std::atoi(url.c_str() + url.rfind(':') + 1))),
      .sin_addr = {htonl(INADDR_LOOPBACK)},
      .sin_zero = {}};
  ended_ = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
}

RawClient::~RawClient() { close(socket_); }

void RawClient::Send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawClient::ReadSome() {
  std::array<char, 65536> buffer{};
  const ssize_t size = ended_ ? 0 : recv(socket_, buffer.data(), buffer.size(), 0);
  if (size > 0) read_.append(buffer.data(), static_cast<std::size_t>(size));
  if (size == 0 || (size < 0 && errno == ECONNRESET)) ended_ = true;
  return size > 0;
}

std::string RawClient::Answer() {
  while (SizeOfAnswer(read_) == std::string::npos && ReadSome()) {
  }
  const std::string answer = read_.substr(0, SizeOfAnswer(read_));
  read_.erase(0, answer.size());
  return answer;
}

bool RawClient::Ended() {
  while (ReadSome()) {
  }
  return ended_ && read_.empty();
}

std::string StatusIn(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? answer.substr(9, 3) : "no answer";
}

}  // namespace lastgood
