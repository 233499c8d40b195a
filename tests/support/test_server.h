// A real HTTP/1.1 server on 127.0.0.1, plain or over TLS, whose answers and faults a test scripts. The
// handler is called from one thread per connection, so that it must be thread-safe and must not block for
// long; the destructor ends every connection and joins. All methods may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/test_certificates.h"

namespace lastgood {

class TestServer {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  struct Request {
    std::string method, target;  // the target as sent: "/a?b=c", or a whole URL when we are used as a proxy
    Headers headers;             // names in lower case
    std::string body;
    std::string client;        // common name of the client's certificate, "" without one
    int connection = 0;        // counts connections from 1: equal for requests that shared one
    std::string path() const;  // before the "?"
    std::string Query(std::string_view name) const;   // decoded, "" when absent
    std::string Header(std::string_view name) const;  // lower case, "" when absent
  };

  enum class Fault {
    kNone,
    kReset,       // RST after `fault_after` bytes of the body
    kEndless,     // chunks without end, until the client goes
    kStall,       // `fault_after` bytes of the body, then nothing, until the client goes
    kTrickle,     // the body at one byte each 5 ms
    kNoAnswer,    // nothing at all, until the client goes
    kCloseEarly,  // a clean close after `fault_after` bytes, fewer than Content-Length says
    kGarbage,     // no HTTP at all
  };

  struct Reply {
    int status = 200;
    std::string body;
    Headers headers;    // Content-Length is added
    bool gzip = false;  // compresses the body when the client accepts it
    Fault fault = Fault::kNone;
    std::size_t fault_after = 0;
    // An answer that lasts: it writes pieces until it has no more, or a write fails since the client is gone.
    std::function<void(const std::function<bool(std::string_view)>& write)> stream = {};
  };

  struct Tls {
    TestCertificate certificate;
    std::string client_ca_pem;  // not empty: clients must show a certificate that it signed
  };

  using Handler = std::function<Reply(const Request&)>;
  explicit TestServer(Handler handler, std::optional<Tls> tls = {});
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  std::uint16_t port() const;
  std::string Url() const;  // "http://127.0.0.1:12345", without a slash at the end
  std::vector<Request> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A port of 127.0.0.1 on which nobody listens; it stays refused while the value lives.
class ClosedPort {
 public:
  ClosedPort();
  ~ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;
  std::uint16_t port() const { return port_; }
  std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int socket_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace lastgood
