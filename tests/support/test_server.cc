#include "tests/support/test_server.h"

#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>

#include "tests/support/free_port.h"
#include "tests/support/test_reply.h"
#include "tests/support/test_stream.h"

namespace lastgood {
namespace {

BIO* Memory(const std::string& pem) { return BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())); }

void TrustClients(SSL_CTX* context, const std::string& ca_pem) {
  BIO* bio = Memory(ca_pem);
  X509* ca = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  X509_free(ca);
  BIO_free(bio);
}

std::unique_ptr<SSL_CTX, FreeSsl> MakeContext(const TestServer::Tls& tls) {
  std::unique_ptr<SSL_CTX, FreeSsl> context(SSL_CTX_new(TLS_server_method()));
  BIO* cert_bio = Memory(tls.certificate.cert_pem);
  BIO* key_bio = Memory(tls.certificate.key_pem);
  X509* cert = PEM_read_bio_X509(cert_bio, nullptr, nullptr, nullptr);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(key_bio, nullptr, nullptr, nullptr);
  const bool usable =
      SSL_CTX_use_certificate(context.get(), cert) == 1 && SSL_CTX_use_PrivateKey(context.get(), key) == 1;
  if (!usable) std::abort();
  X509_free(cert);
  EVP_PKEY_free(key);
  BIO_free(cert_bio);
  BIO_free(key_bio);
  if (!tls.client_ca_pem.empty()) TrustClients(context.get(), tls.client_ca_pem);
  return context;
}

}  // namespace

struct TestServer::Impl {
  Handler handler;
  std::unique_ptr<SSL_CTX, FreeSsl> context;
  std::uint16_t port = 0;
  int listener = -1;
  mutable std::mutex mutex;  // guards what follows
  bool stopping = false;
  std::vector<Request> requests;
  std::deque<TestStream> streams;  // a deque, so that they stay where they are
  std::vector<std::thread> threads;
  std::thread acceptor;

  void Accept() {
    for (;;) {
      const int socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      const std::lock_guard lock(mutex);
      TestStream& stream = streams.emplace_back(socket, context.get());
      if (stopping) stream.Abort();
      const int number = static_cast<int>(streams.size());
      threads.emplace_back([this, &stream, number] { Serve(stream, number); });
    }
  }

  void Serve(TestStream& stream, int number) {
    bool open = stream.Handshake();
    std::string buffer;
    while (open) {
      std::optional<Request> request = ReadRequest(stream, buffer);
      if (!request) break;
      request->connection = number;
      {
        const std::lock_guard lock(mutex);
        requests.push_back(*request);
      }
      open = SendReply(stream, *request, handler(*request));
    }
    stream.Close();
  }

  void Stop() {
    shutdown(listener, SHUT_RDWR);
    {
      const std::lock_guard lock(mutex);
      stopping = true;
      for (TestStream& stream : streams) stream.Abort();
    }
    acceptor.join();
    for (std::thread& thread : threads) thread.join();
    close(listener);
  }
};

TestServer::TestServer(Handler handler, std::optional<Tls> tls) : impl_(std::make_unique<Impl>()) {
  // OpenSSL writes without MSG_NOSIGNAL, and clients that go away are what these tests are about.
  std::signal(SIGPIPE, SIG_IGN);
  impl_->handler = std::move(handler);
  if (tls) impl_->context = MakeContext(*tls);
  impl_->listener = BindAnyPort(impl_->port);
  if (listen(impl_->listener, 64) != 0) std::abort();
  impl_->acceptor = std::thread([impl = impl_.get()] { impl->Accept(); });
}

TestServer::~TestServer() { impl_->Stop(); }

std::uint16_t TestServer::port() const { return impl_->port; }

std::string TestServer::Url() const {
  return (impl_->context != nullptr ? "https://127.0.0.1:" : "http://127.0.0.1:") +
         std::to_string(impl_->port);
}

std::vector<TestServer::Request> TestServer::requests() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

ClosedPort::ClosedPort() { socket_ = BindAnyPort(port_); }
ClosedPort::~ClosedPort() { close(socket_); }

}  // namespace lastgood
