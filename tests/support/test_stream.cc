#include "tests/support/test_stream.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace lastgood {

bool TestStream::Handshake() {
  if (context_ == nullptr) return true;
  ssl_.reset(SSL_new(context_));
  SSL_set_fd(ssl_.get(), socket_);
  const bool done = SSL_accept(ssl_.get()) == 1;
  ERR_clear_error();
  if (!done) {
    // Closing with its request unread would reset the connection, and the alert be lost.
    shutdown(socket_, SHUT_WR);
    std::array<char, 4096> ignored{};
    while (recv(socket_, ignored.data(), ignored.size(), 0) > 0) continue;
  }
  return done;
}

std::string TestStream::Client() const {
  if (ssl_ == nullptr) return {};
  X509* cert = SSL_get1_peer_certificate(ssl_.get());
  if (cert == nullptr) return {};
  std::array<char, 128> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(cert), NID_commonName, name.data(), name.size());
  X509_free(cert);
  return name.data();
}

bool TestStream::ReadMore(std::string& buffer) {
  std::array<char, 16384> block{};
  const auto size = ssl_ != nullptr ? SSL_read(ssl_.get(), block.data(), static_cast<int>(block.size()))
                                    : recv(socket_, block.data(), block.size(), 0);
  if (size <= 0) return false;
  buffer.append(block.data(), static_cast<std::size_t>(size));
  return true;
}

bool TestStream::ReadUntil(std::string& buffer, std::string_view end) {
  while (buffer.find(end) == std::string::npos) {
    if (!ReadMore(buffer)) return false;
  }
  return true;
}

bool TestStream::ReadSize(std::string& buffer, std::size_t size) {
  while (buffer.size() < size) {
    if (!ReadMore(buffer)) return false;
  }
  return true;
}

bool TestStream::Write(std::string_view data) {
  while (!data.empty()) {
    const auto sent = ssl_ != nullptr ? SSL_write(ssl_.get(), data.data(), static_cast<int>(data.size()))
                                      : send(socket_, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool TestStream::Wait(int milliseconds) const {
  pollfd wanted{socket_, POLLIN | POLLRDHUP, 0};
  return poll(&wanted, 1, milliseconds) == 0;
}

void TestStream::Reset() {
  const linger now{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  ssl_.reset();
  Close();
}

void TestStream::Close() {
  const std::lock_guard lock(mutex_);
  if (socket_ < 0) return;
  if (ssl_ != nullptr) SSL_shutdown(ssl_.get());
  ERR_clear_error();
  close(socket_);
  socket_ = -1;
}

void TestStream::Abort() {
  const std::lock_guard lock(mutex_);
  if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
}

}  // namespace lastgood
