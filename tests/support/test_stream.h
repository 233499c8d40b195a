// One accepted connection as TestServer sees it: bytes in and out, plain or over TLS. Used by one thread, but
// for Abort(), which any thread may call to end what that thread waits for.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace lastgood {

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

class TestStream {
 public:
  TestStream(int socket, SSL_CTX* context) : socket_(socket), context_(context) {}
  ~TestStream() { Close(); }
  TestStream(const TestStream&) = delete;
  TestStream& operator=(const TestStream&) = delete;

  // True at once without TLS. After a failure it waits until the client goes, so that the client sees why.
  bool Handshake();
  std::string Client() const;                                 // common name of the client's certificate
  bool ReadUntil(std::string& buffer, std::string_view end);  // false when the client is gone
  bool ReadSize(std::string& buffer, std::size_t size);
  bool Write(std::string_view data);
  // Waits for the client to close (or to send what it should not); true when `milliseconds` passed instead.
  bool Wait(int milliseconds = -1) const;
  void Reset();  // closes with RST
  void Close();
  void Abort();

 private:
  bool ReadMore(std::string& buffer);

  std::mutex mutex_;  // guards socket_ against Abort
  int socket_;
  SSL_CTX* context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

}  // namespace lastgood
