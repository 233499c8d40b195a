#include "exporter/serve/server_tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace lastgood {
namespace {

int VersionOf(const std::string& name) {
  if (name == "TLS10") return TLS1_VERSION;
  if (name == "TLS11") return TLS1_1_VERSION;
  return name == "TLS12" ? TLS1_2_VERSION : TLS1_3_VERSION;
}

Error Failed(const std::string& what) {
  const unsigned long code = ERR_get_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return {ErrorCode::kConfig, fmt::format("{}: {}", what, reason == nullptr ? "not usable" : reason)};
}

// 1 when the handshake may go on with the certificate as it is on disk now.
int LoadCertificate(SSL* ssl, void* argument) {
  const auto& config = *static_cast<const WebConfig*>(argument);
  const bool loaded = SSL_use_certificate_chain_file(ssl, config.cert_file.c_str()) == 1 &&
                      SSL_use_PrivateKey_file(ssl, config.key_file.c_str(), SSL_FILETYPE_PEM) == 1;
  ERR_clear_error();
  return loaded ? 1 : 0;
}

int AnyCertificate(int, X509_STORE_CTX*) { return 1; }

bool HasName(X509* certificate, const std::string& name) {
  return X509_check_host(certificate, name.data(), name.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                         nullptr) == 1 ||
         X509_check_email(certificate, name.data(), name.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT) == 1 ||
         X509_check_ip_asc(certificate, name.c_str(), 0) == 1;
}

// The leaf must carry one of client_allowed_sans, when there are any.
int AllowedName(int valid, X509_STORE_CTX* store) {
  if (valid != 1 || X509_STORE_CTX_get_error_depth(store) != 0) return valid;
  const auto* ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto* config = static_cast<const WebConfig*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  X509* certificate = X509_STORE_CTX_get_current_cert(store);
  const auto& names = config->client_allowed_sans;
  return names.empty() || std::any_of(names.begin(), names.end(),
                                      [&](const std::string& name) { return HasName(certificate, name); });
}

void SetClientAuth(SSL_CTX* context, ClientAuth auth) {
  constexpr int kRequired = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  switch (auth) {
    case ClientAuth::kNone:
      return SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
    case ClientAuth::kRequest:
      return SSL_CTX_set_verify(context, SSL_VERIFY_PEER, AnyCertificate);
    case ClientAuth::kRequireAny:
      return SSL_CTX_set_verify(context, kRequired, AnyCertificate);
    case ClientAuth::kVerifyIfGiven:
      return SSL_CTX_set_verify(context, SSL_VERIFY_PEER, AllowedName);
    case ClientAuth::kRequireAndVerify:
      return SSL_CTX_set_verify(context, kRequired, AllowedName);
  }
}

// TLS 1.2 suites by OpenSSL's or IANA's name; those of TLS 1.3 are not configurable, as in Go.
Status SetCiphers(SSL_CTX* context, const std::vector<std::string>& suites) {
  std::string list;
  for (const std::string& suite : suites) {
    const SSL_CIPHER* known = nullptr;
    STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(context);
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers) && known == nullptr; ++i) {
      const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(ciphers, i);
      const char* standard = SSL_CIPHER_standard_name(cipher);
      if (suite == SSL_CIPHER_get_name(cipher) || (standard != nullptr && suite == standard)) known = cipher;
    }
    if (known == nullptr)
      return Error{ErrorCode::kConfig,
                   fmt::format("cipher_suites: \"{}\" is not known to OpenSSL here", suite)};
    list += (list.empty() ? "" : ":") + std::string(SSL_CIPHER_get_name(known));
  }
  if (!list.empty() && SSL_CTX_set_cipher_list(context, list.c_str()) != 1) return Failed("cipher_suites");
  return Ok();
}

}  // namespace

Status ConfigureTls(ssl_ctx_st* context, const WebConfig& config) {
  SSL_CTX_set_min_proto_version(context, VersionOf(config.min_version));
  SSL_CTX_set_max_proto_version(context, VersionOf(config.max_version));
  LASTGOOD_RETURN_IF_ERROR(SetCiphers(context, config.cipher_suites));
  if (SSL_CTX_use_certificate_chain_file(context, config.cert_file.c_str()) != 1)
    return Failed(config.cert_file);
  if (SSL_CTX_use_PrivateKey_file(context, config.key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1)
    return Failed(config.key_file);
  if (!config.client_ca_file.empty()) {
    if (SSL_CTX_load_verify_locations(context, config.client_ca_file.c_str(), nullptr) != 1)
      return Failed(config.client_ca_file);
    SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(config.client_ca_file.c_str()));
  }
  SSL_CTX_set_app_data(context, const_cast<WebConfig*>(&config));
  SetClientAuth(context, config.client_auth);
  SSL_CTX_set_cert_cb(context, LoadCertificate, const_cast<WebConfig*>(&config));
  return Ok();
}

}  // namespace lastgood
