// Plain values of the web config as Go's YAML library and time.ParseDuration take them, and what its names of
// cipher suites and curves are in OpenSSL. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lastgood {

// true, yes, on, y and their opposites.
std::optional<bool> ParseGoBool(std::string_view text);
// Decimal, 0x, 0o, 0b, with a leading zero octal, underscores anywhere; a fraction is cut off.
std::optional<std::int64_t> ParseGoInt(std::string_view text);
// "1h30m", "-1.5s"; `plain` numbers are nanoseconds. There is no day.
std::optional<std::chrono::nanoseconds> ParseGoDuration(std::string_view text, bool plain);

struct CipherSuite {
  std::string_view go, openssl;  // the latter is "" for those of TLS 1.3, which Go does not let choose
};
const CipherSuite* FindCipherSuite(std::string_view go);
// All up to TLS 1.2 that Go offers when the file names none.
std::vector<std::string> DefaultCipherSuites();
// "" when there is none.
std::string_view CurveOf(std::string_view go);

// The place of the first byte that YAML does not allow (not UTF-8, a control character): line and column from
// 1, nothing when there is none.
std::optional<std::pair<std::size_t, std::size_t>> BadYamlByte(std::string_view text);

}  // namespace lastgood
