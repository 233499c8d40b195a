#include "tests/support/hostile_clients.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

namespace lastgood {
namespace {

constexpr std::chrono::milliseconds kPace(100);  // between two bytes of a client

// A client's whole hello of TLS, which costs a server more than half of one.
std::string Hello() {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL* session = SSL_new(context);
  SSL_set_bio(session, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_connect(session);
  std::string hello(4096, '\0');
  hello.resize(static_cast<std::size_t>(std::max(0, BIO_read(SSL_get_wbio(session), hello.data(), 4096))));
  SSL_free(session);
  SSL_CTX_free(context);
  return hello;
}

}  // namespace

HostileClients::HostileClients(HostileSettings settings)
    : settings_(std::move(settings)), hello_(Hello()), clients_(settings_.clients) {
  for (std::size_t i = 0; i < clients_.size(); ++i)
    clients_[i].manner = settings_.manners[i % settings_.manners.size()];
  thread_ = std::jthread([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) Run();
  });
}

HostileClients::~HostileClients() {
  thread_.request_stop();
  thread_.join();
  for (Client& client : clients_)
    if (client.socket >= 0) close(client.socket);
}

void HostileClients::Run() {
  const auto next = std::chrono::steady_clock::now() + kPace;
  for (Client& client : clients_) {
    if (client.socket < 0) Connect(client);
    if (client.socket >= 0) Move(client);
  }
  std::this_thread::sleep_until(next);
}

void HostileClients::Connect(Client& client) {
  client.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (client.socket < 0) return;
  const int small = 4096;  // what the kernel takes for a client that reads slowly
  setsockopt(client.socket, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  const sockaddr_in address{.sin_family = AF_INET,
                            .sin_port = htons(settings_.port),
                            .sin_addr = {htonl(INADDR_LOOPBACK)},
                            .sin_zero = {}};
  if (connect(client.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
      errno != EINPROGRESS) {
    close(client.socket);
    client.socket = -1;
    return;
  }
  client.sent = 0;
  client.answer.clear();
  ++connected_;
}

std::string HostileClients::TextOf(Manner manner) const {
  if (manner == Manner::kSilent) return "";
  if (manner == Manner::kUnfinishedHandshake) return hello_;
  const std::string start = "GET " + settings_.path + " HTTP/1.1\r\nHost: x\r\n" + settings_.headers;
  return manner == Manner::kHeaderByteByByte ? start + "X-Endless: " + std::string(4000, 'x')
                                             : start + "\r\n";
}

void HostileClients::Move(Client& client) {
  Send(client, client.manner == Manner::kHeaderByteByByte ? 1 : std::string::npos);
  if (client.socket >= 0) Read(client, client.manner == Manner::kReadsByteByByte ? 1 : 65536);
}

void HostileClients::Send(Client& client, std::size_t most) {
  const std::string text = TextOf(client.manner).substr(client.sent, most);
  if (text.empty()) return;
  const ssize_t sent = send(client.socket, text.data(), text.size(), MSG_NOSIGNAL);
  if (sent > 0) client.sent += static_cast<std::size_t>(sent);
  if (sent < 0 && errno != EAGAIN && errno != ENOTCONN) End(client);
}

void HostileClients::Read(Client& client, std::size_t most) {
  std::array<char, 65536> buffer{};
  const ssize_t size = recv(client.socket, buffer.data(), std::min(most, buffer.size()), 0);
  if (size > 0 && client.answer.size() < 12)
    client.answer.append(buffer.data(), static_cast<std::size_t>(size));
  if (size == 0 || (size < 0 && errno != EAGAIN && errno != ENOTCONN)) End(client);
}

void HostileClients::End(Client& client) {
  close(client.socket);
  client.socket = -1;
  --connected_;
  ++ended_;
  if (client.answer.starts_with("HTTP/1.1 503")) ++refused_;
}

void AllowDescriptors(std::size_t files) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(std::max<rlim_t>(limit.rlim_cur, files), limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace lastgood
