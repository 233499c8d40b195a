// The TLS material of one request, read from its files at this moment, and an identity that changes when any
// of it does. Errors (kTls) name the file. A value; functions may be called from any thread.
#pragma once

#include <string>

#include "base/result.h"
#include "net/http/http.h"

namespace lastgood {

struct TlsMaterial {
  std::string ca, cert, key;  // PEM, "" when not given
  // A digest of the material, the server's name and the proxy: only requests with equal identities may
  // share a connection. Holds no secret.
  std::string identity;
};

Result<TlsMaterial> LoadTlsMaterial(const TlsOptions& options, const std::string& proxy_url);

}  // namespace lastgood
