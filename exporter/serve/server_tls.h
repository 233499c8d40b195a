// TLS for the server, over OpenSSL: civetweb hands us its SSL_CTX. The certificate is read anew for every
// handshake, so that a rotated one is served without a restart.
#pragma once

#include <memory>

#include "base/result.h"
#include "exporter/serve/web_config.h"

struct ssl_ctx_st;

namespace lastgood {

// `config` must stay alive as long as the context; the server holds it.
Status ConfigureTls(ssl_ctx_st* context, const WebConfig& config);

}  // namespace lastgood
