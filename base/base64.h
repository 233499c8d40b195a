// Base64 by OpenSSL. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lastgood {

// nullopt when `text` is not base64; white space within is passed over.
std::optional<std::string> DecodeBase64(std::string_view text);
std::string EncodeBase64(std::string_view bytes);

}  // namespace lastgood
