#include "tests/support/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdlib>

namespace lastgood {
namespace {

struct Free {
  void operator()(X509* x) const { X509_free(x); }
  void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }
  void operator()(BIO* x) const { BIO_free(x); }
  void operator()(X509_EXTENSION* x) const { X509_EXTENSION_free(x); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

template <typename T>
T* Check(T* pointer) {
  if (pointer == nullptr) std::abort();
  return pointer;
}

template <typename Write>
std::string ToPem(const Write& write) {
  Owned<BIO> bio(Check(BIO_new(BIO_s_mem())));
  if (write(bio.get()) != 1) std::abort();
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string ToPem(X509* cert) {
  return ToPem([cert](BIO* bio) { return PEM_write_bio_X509(bio, cert); });
}
std::string ToPem(EVP_PKEY* key) {
  return ToPem(
      [key](BIO* bio) { return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

void AddExtension(X509* cert, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  Owned<X509_EXTENSION> extension(Check(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())));
  X509_add_ext(cert, extension.get(), -1);
}

// A certificate over `key`, valid for the day around now, not signed yet.
Owned<X509> Draft(EVP_PKEY* key, const std::string& common_name) {
  static std::atomic<long> serial{1};
  Owned<X509> cert(Check(X509_new()));
  X509_set_version(cert.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), serial++);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -43200);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 43200);
  X509_set_pubkey(cert.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  return cert;
}

}  // namespace

struct TestAuthority::Keys {
  Owned<EVP_PKEY> key;
  Owned<X509> cert;

  TestCertificate Sign(const std::string& name, const char* usage, const std::string& names) const {
    const Owned<EVP_PKEY> own(Check(EVP_EC_gen("P-256")));
    const Owned<X509> draft = Draft(own.get(), name);
    X509_set_issuer_name(draft.get(), X509_get_subject_name(cert.get()));
    AddExtension(draft.get(), cert.get(), NID_ext_key_usage, usage);
    if (!names.empty()) AddExtension(draft.get(), cert.get(), NID_subject_alt_name, names);
    if (X509_sign(draft.get(), key.get(), EVP_sha256()) == 0) std::abort();
    return {ToPem(draft.get()), ToPem(own.get())};
  }
};

TestAuthority::TestAuthority(const std::string& name) : keys_(std::make_unique<Keys>()) {
  keys_->key.reset(Check(EVP_EC_gen("P-256")));
  keys_->cert = Draft(keys_->key.get(), name);
  X509* cert = keys_->cert.get();
  X509_set_issuer_name(cert, X509_get_subject_name(cert));
  AddExtension(cert, cert, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(cert, cert, NID_key_usage, "critical,keyCertSign,cRLSign");
  if (X509_sign(cert, keys_->key.get(), EVP_sha256()) == 0) std::abort();
  ca_pem_ = ToPem(cert);
}

TestAuthority::~TestAuthority() = default;

TestCertificate TestAuthority::Server(const std::string& names) const {
  return keys_->Sign("lastgood test server", "serverAuth", names);
}

TestCertificate TestAuthority::Client(const std::string& common_name) const {
  return keys_->Sign(common_name, "clientAuth", "DNS:" + common_name);
}

}  // namespace lastgood
