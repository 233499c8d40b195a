// A TCP client of 127.0.0.1 that sends whatever bytes a test wants, and waits ten seconds at most for each
// answer. Not thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace lastgood {

class RawClient {
 public:
  // `url` as "http://127.0.0.1:9847".
  explicit RawClient(const std::string& url);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void Send(std::string_view bytes) const;
  // One answer, as long as its Content-Length says; what came until the end or the wait's end otherwise.
  std::string Answer();
  // Whether the server ends the connection, without sending more.
  bool Ended();

 private:
  bool ReadSome();

  int socket_ = -1;
  std::string read_;
  bool ended_ = false;
};

// "400" of "HTTP/1.1 400 Bad Request...".
std::string StatusIn(const std::string& answer);

}  // namespace lastgood
