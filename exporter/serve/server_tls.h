// TLS for the server, over OpenSSL: what a web config asks for, as a context for handshakes. Errors are
// kConfig. A context may be shared by threads.
#pragma once

#include <memory>

#include "base/result.h"
#include "exporter/serve/web_config.h"

struct ssl_ctx_st;

namespace lastgood {

using TlsContext = std::shared_ptr<ssl_ctx_st>;

// Reads the certificate, its key and the clients' authorities. Null without TLS.
Result<TlsContext> MakeTlsContext(const std::shared_ptr<const WebConfig>& config);

}  // namespace lastgood
