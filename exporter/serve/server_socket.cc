#include "exporter/serve/server_socket.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>

namespace lastgood {
namespace {

using Step = ServerSocket::Step;

Step AfterSystemCall(Step wants) {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? wants : Step::kEnded;
}

}  // namespace

ServerSocket::ServerSocket(int file, const TlsContext& tls) : file_(file), tls_(tls) {}

ServerSocket::~ServerSocket() { SSL_free(session_); }

Step ServerSocket::After(int result) {
  switch (SSL_get_error(session_, result)) {
    case SSL_ERROR_WANT_READ:
      return Step::kWantsRead;
    case SSL_ERROR_WANT_WRITE:
      return Step::kWantsWrite;
    default:
      return Step::kEnded;
  }
}

void ServerSocket::Begin() {
  session_ = SSL_new(tls_.get());
  SSL_set_fd(session_, file_);
  SSL_set_accept_state(session_);
}

Step ServerSocket::Handshake() {
  if (tls_ == nullptr) return Step::kDone;
  if (session_ == nullptr) Begin();
  ERR_clear_error();
  const int result = SSL_do_handshake(session_);
  if (result == 1) return Step::kDone;
  const bool plain = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
  const Step step = After(result);
  ERR_clear_error();
  if (step != Step::kEnded || !plain) return step;
  SSL_free(session_);
  session_ = nullptr;
  tls_ = nullptr;
  return Step::kSpeaksPlain;
}

ServerSocket::Moved ServerSocket::Read(char* into, std::size_t most) {
  if (session_ == nullptr) {
    const ssize_t size = recv(file_, into, most, 0);
    if (size > 0) return {Step::kDone, static_cast<std::size_t>(size)};
    return {size == 0 ? Step::kEnded : AfterSystemCall(Step::kWantsRead), 0};
  }
  ERR_clear_error();
  std::size_t size = 0;
  const int result = SSL_read_ex(session_, into, most, &size);
  return {result == 1 ? Step::kDone : After(result), size};
}

ServerSocket::Moved ServerSocket::Write(std::string_view bytes) {
  if (session_ == nullptr) {
    const ssize_t size = send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size >= 0) return {Step::kDone, static_cast<std::size_t>(size)};
    return {AfterSystemCall(Step::kWantsWrite), 0};
  }
  ERR_clear_error();
  std::size_t size = 0;
  const int result = SSL_write_ex(session_, bytes.data(), bytes.size(), &size);
  return {result == 1 ? Step::kDone : After(result), size};
}

void ServerSocket::EndOutput() {
  if (session_ != nullptr && SSL_is_init_finished(session_) == 1) SSL_shutdown(session_);
  ERR_clear_error();
  shutdown(file_, SHUT_WR);
}

}  // namespace lastgood
