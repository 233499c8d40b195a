// Certificates made at run time for tests of TLS: an authority of our own and what it signs. All PEM text.
// A failure of OpenSSL aborts the test program. Thread-compatible.
#pragma once

#include <memory>
#include <string>

namespace lastgood {

struct TestCertificate {
  std::string cert_pem, key_pem;
};

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name = "lastgood test authority");
  ~TestAuthority();

  const std::string& ca_pem() const { return ca_pem_; }
  // For a server; `names` as OpenSSL's subjectAltName writes them.
  TestCertificate Server(const std::string& names = "IP:127.0.0.1,IP:::1,DNS:localhost") const;
  TestCertificate Client(const std::string& common_name) const;

 private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
  std::string ca_pem_;
};

}  // namespace lastgood
