#include "net/http/curl_tls.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "base/read_file.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostPem = 4 * 1024 * 1024;  // a bundle of all public authorities is 0.2 MiB

Result<std::string> ReadPem(const std::string& pem, const std::string& file, std::string_view what) {
  if (!pem.empty() || file.empty()) return pem;
  Result<std::string> read = ReadFile(file, {.most = kMostPem});
  if (!read.ok())
    return Error{ErrorCode::kTls, fmt::format("cannot read the {} {}: {}", what, file, read.error().message)};
  std::string text = *std::move(read);
  if (text.find("-----BEGIN ") == std::string::npos) {
    return Error{ErrorCode::kTls,
                 fmt::format("the {} {} is not PEM: expected a line -----BEGIN ...", what, file)};
  }
  return text;
}

// Each part goes in with its length, so that no two lists of parts look alike.
std::string Digest(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
  for (const std::string_view part : parts) {
    const std::size_t size = part.size();
    EVP_DigestUpdate(context, &size, sizeof(size));
    EVP_DigestUpdate(context, part.data(), part.size());
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(context, digest.data(), &size);
  EVP_MD_CTX_free(context);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace

Result<TlsMaterial> LoadTlsMaterial(const TlsOptions& options, const std::string& proxy_url) {
  TlsMaterial material;
  LASTGOOD_ASSIGN(material.ca, ReadPem(options.ca_pem, options.ca_file, "CA file"));
  LASTGOOD_ASSIGN(material.cert, ReadPem(options.cert_pem, options.cert_file, "client certificate"));
  LASTGOOD_ASSIGN(material.key, ReadPem(options.key_pem, options.key_file, "client key"));
  material.identity = Digest({material.ca, material.cert, material.key, options.server_name, proxy_url,
                              options.insecure_skip_verify ? "insecure" : ""});
  return material;
}

}  // namespace lastgood
