#include "proof/longhorn/checksum.h"

#include <openssl/evp.h>

#include <algorithm>

#include "base/coding.h"

namespace lastgood::proof::longhorn {
namespace {

// -1 of what is no digit.
int Value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

}  // namespace

std::optional<Checksum> ParseChecksum(std::string_view digits) {
  Checksum checksum;
  if (digits.size() != 2 * checksum.size()) return std::nullopt;
  for (std::size_t i = 0; i < checksum.size(); ++i) {
    const int high = Value(digits[2 * i]), low = Value(digits[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    checksum[i] = static_cast<unsigned char>(16 * high + low);
  }
  return checksum;
}

std::string Digits(const Checksum& checksum) {
  return Hex({reinterpret_cast<const char*>(checksum.data()), checksum.size()});
}

void Digest::Free::operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }

Digest::Digest() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha512(), nullptr); }

void Digest::Add(std::string_view piece) { EVP_DigestUpdate(context_.get(), piece.data(), piece.size()); }

Checksum Digest::Finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> whole{};
  EVP_DigestFinal_ex(context_.get(), whole.data(), nullptr);
  Checksum half;
  std::copy_n(whole.begin(), half.size(), half.begin());
  return half;
}

Checksum ChecksumOf(std::string_view content) {
  Digest digest;
  digest.Add(content);
  return digest.Finish();
}

}  // namespace lastgood::proof::longhorn
