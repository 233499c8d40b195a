#include "base/base64.h"

#include <openssl/evp.h>

#include <memory>

namespace lastgood {

std::optional<std::string> DecodeBase64(std::string_view text) {
  const std::unique_ptr<EVP_ENCODE_CTX, decltype(&EVP_ENCODE_CTX_free)> context(EVP_ENCODE_CTX_new(),
                                                                                &EVP_ENCODE_CTX_free);
  std::string bytes(text.size() + 64, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(bytes.data());
  int size = 0, last = 0;
  EVP_DecodeInit(context.get());
  const int state =
      EVP_DecodeUpdate(context.get(), out, &size, reinterpret_cast<const unsigned char*>(text.data()),
                       static_cast<int>(text.size()));
  if (state < 0 || EVP_DecodeFinal(context.get(), out + size, &last) < 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(size + last));
  return bytes;
}

std::string EncodeBase64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace lastgood
