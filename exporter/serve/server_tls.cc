#include "exporter/serve/server_tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/read_file.h"
#include "exporter/serve/client_names.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostPem = 4 * 1024 * 1024;

int VersionOf(const std::string& name) {
  if (name == "TLS10") return TLS1_VERSION;
  if (name == "TLS11") return TLS1_1_VERSION;
  return name == "TLS13" ? TLS1_3_VERSION : TLS1_2_VERSION;
}

Error Failed(const std::string& what) {
  const unsigned long code = ERR_get_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return {ErrorCode::kConfig,
          fmt::format("tls_server_config: {}: {}", what, reason == nullptr ? "not usable" : reason)};
}

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Bio Over(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

// Nobody is there to be asked for the password of a key.
int NoPassword(char*, int, int, void*) { return 0; }

Certificate NextCertificate(const Bio& bio) {
  return {PEM_read_bio_X509(bio.get(), nullptr, &NoPassword, nullptr), &X509_free};
}

// What a key of the config stands for: the content of its file, or the text itself.
Result<std::string> Pem(const PemSource& source, const char* key) {
  if (source.file.empty()) return source.text;
  return ReadFile(source.file, {.most = kMostPem})
      .In(fmt::format("tls_server_config: {}: {}", key, source.file));
}

Status UseCertificate(SSL_CTX* context, const WebConfig& config) {
  LASTGOOD_ASSIGN(const std::string chain, Pem(config.cert, "cert_file"));
  LASTGOOD_ASSIGN(const std::string secret, Pem(config.key, "key_file"));
  const Bio certificates = Over(chain);
  const Certificate own = NextCertificate(certificates);
  if (own == nullptr || SSL_CTX_use_certificate(context, own.get()) != 1)
    return Failed("the certificate " + config.cert.file);
  while (Certificate next = NextCertificate(certificates))
    if (SSL_CTX_add0_chain_cert(context, next.get()) == 1) static_cast<void>(next.release());
  ERR_clear_error();  // the end of the file
  const Bio keys = Over(secret);
  const Key key(PEM_read_bio_PrivateKey(keys.get(), nullptr, &NoPassword, nullptr), &EVP_PKEY_free);
  if (key == nullptr || SSL_CTX_use_PrivateKey(context, key.get()) != 1 ||
      SSL_CTX_check_private_key(context) != 1)
    return Failed("the key " + config.key.file);
  return Ok();
}

// Without any authority of its own, those of the machine count, as in Go.
Status UseClientAuthorities(SSL_CTX* context, const WebConfig& config) {
  if (config.client_ca.empty()) {
    if (config.client_auth >= ClientAuth::kVerifyIfGiven) SSL_CTX_set_default_verify_paths(context);
    return Ok();
  }
  LASTGOOD_ASSIGN(const std::string text, Pem(config.client_ca, "client_ca_file"));
  const Bio authorities = Over(text);
  while (const Certificate authority = NextCertificate(authorities)) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
    SSL_CTX_add_client_CA(context, authority.get());
  }
  ERR_clear_error();
  return Ok();
}

const WebConfig* ConfigOf(const SSL* ssl) {
  return static_cast<const WebConfig*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
}

// The leaf must carry one of client_allowed_sans, when there are any; what else is checked is the policy's.
int Judge(int valid, X509_STORE_CTX* store) {
  const auto* ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const WebConfig* config = ConfigOf(ssl);
  if (valid != 1 && config->client_auth >= ClientAuth::kVerifyIfGiven) return 0;
  if (X509_STORE_CTX_get_error_depth(store) != 0 || !config->client_allowed_sans) return 1;
  return HasOneOf(X509_STORE_CTX_get0_cert(store), *config->client_allowed_sans) ? 1 : 0;
}

void SetClientAuth(SSL_CTX* context, const WebConfig& config) {
  if (config.client_auth == ClientAuth::kNone) return SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  const bool required = config.client_auth == ClientAuth::kRequireAny ||
                        config.client_auth == ClientAuth::kRequireAndVerify || config.client_allowed_sans;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), &Judge);
}

std::string Joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ":")); }

void SetProtocol(SSL_CTX* context, const WebConfig& config) {
  const int least = config.only_tls13 ? TLS1_3_VERSION : VersionOf(config.min_version);
  SSL_CTX_set_min_proto_version(context, least);
  SSL_CTX_set_max_proto_version(context, VersionOf(config.max_version));
  // Debian's level 2 refuses keys and versions that exporter-toolkit takes when the file asks for them.
  SSL_CTX_set_security_level(context, least < TLS1_2_VERSION ? 0 : 1);
  SSL_CTX_set_cipher_list(context, Joined(config.cipher_suites).c_str());
  if (!config.curves.empty()) SSL_CTX_set1_groups_list(context, Joined(config.curves).c_str());
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // Buffers are given back while a connection is idle, and no session is kept: tickets hold them.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  static constexpr unsigned char kName[] = "lastgood";
  SSL_CTX_set_session_id_context(context, kName, sizeof kName - 1);
}

}  // namespace

Result<TlsContext> MakeTlsContext(const std::shared_ptr<const WebConfig>& config) {
  if (!config->tls) return TlsContext();
  // The context reads the config for as long as it lives.
  TlsContext context(SSL_CTX_new(TLS_server_method()), [config](SSL_CTX* made) { SSL_CTX_free(made); });
  if (context == nullptr) return Failed("no context");
  SetProtocol(context.get(), *config);
  LASTGOOD_RETURN_IF_ERROR(UseCertificate(context.get(), *config));
  LASTGOOD_RETURN_IF_ERROR(UseClientAuthorities(context.get(), *config));
  SSL_CTX_set_app_data(context.get(), const_cast<WebConfig*>(config.get()));
  SetClientAuth(context.get(), *config);
  return context;
}

}  // namespace lastgood
