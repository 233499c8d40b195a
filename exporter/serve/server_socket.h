// The bytes of one accepted connection, in plain or over TLS. Nothing blocks: a step says what to wait for.
// Owns the TLS session, not the descriptor. Not thread-safe; the thread should have SIGPIPE blocked.
#pragma once

#include <memory>
#include <string_view>

#include "exporter/serve/server_tls.h"

struct ssl_st;

namespace lastgood {

class ServerSocket {
 public:
  enum class Step { kDone, kWantsRead, kWantsWrite, kEnded, kSpeaksPlain };
  struct Moved {
    Step step = Step::kDone;
    std::size_t bytes = 0;
  };

  // Without `tls` in plain.
  ServerSocket(int file, const TlsContext& tls);
  ~ServerSocket();

  // kSpeaksPlain: the client sent a request in plain text, and may be answered in it.
  Step Handshake();
  Moved Read(char* into, std::size_t most);
  Moved Write(std::string_view bytes);
  // Nothing more will be sent; what the client still sends can be read.
  void EndOutput();

 private:
  void Begin();
  Step After(int result);

  const int file_;
  TlsContext tls_;
  ssl_st* session_ = nullptr;
};

}  // namespace lastgood
