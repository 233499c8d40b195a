// How bytes are written where only text may stand, and the hash that names them: percent-encoding, base64,
// SHA-256. By OpenSSL where it can be. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lastgood {

using NameValues = std::vector<std::pair<std::string, std::string>>;

// RFC 3986: all but A-Z a-z 0-9 - . _ ~ becomes %XX, upper case; '/' is left alone when `keep_slash` is set.
std::string PercentEncode(std::string_view text, bool keep_slash = false);

// %XX and '+' undone, as forms and S3 listings write them: some write a space as '+', and all write '+' as
// %2B. What is no valid escape stays as it is.
void DecodeUrl(std::string_view text, std::string& decoded);
// The same, as a text of its own.
std::string DecodeUrl(std::string_view text);

// "a=1&b=2", each part encoded, in the order given.
std::string EncodeQuery(const NameValues& query);

// Lower-case hexadecimal.
std::string Hex(std::string_view bytes);
// SHA-256, and the same in lower-case hexadecimal.
std::array<unsigned char, 32> Sha256(std::string_view text);
std::string Sha256Hex(std::string_view text);

// nullopt when `text` is not base64; white space within is passed over.
std::optional<std::string> DecodeBase64(std::string_view text);
std::string EncodeBase64(std::string_view bytes);

}  // namespace lastgood
