#include "exporter/serve/web_config_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace lastgood {
namespace {

constexpr CipherSuite kSuites[] = {
    {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"},
    {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"},
    {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"},
    {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"},
    {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"},
    {"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"},
    {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA"},
    {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"},
    {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA"},
    {"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA"},
    {"TLS_AES_128_GCM_SHA256", ""},
    {"TLS_AES_256_GCM_SHA384", ""},
    {"TLS_CHACHA20_POLY1305_SHA256", ""}};

struct Unit {
  std::string_view name;
  long double nanoseconds;
};
// Longer names before those that they begin with.
constexpr Unit kUnits[] = {{"ns", 1},   {"us", 1e3}, {"\u00b5s", 1e3}, {"\u03bcs", 1e3},
                           {"ms", 1e6}, {"s", 1e9},  {"m", 60e9},      {"h", 3600e9}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool TakeSign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

std::optional<long double> TakeNumber(std::string_view& text) {
  std::size_t end = 0, digits = 0;
  for (bool point = false; end < text.size() && (IsDigit(text[end]) || (text[end] == '.' && !point)); ++end) {
    point = point || text[end] == '.';
    digits += IsDigit(text[end]) ? 1 : 0;
  }
  if (digits == 0) return std::nullopt;
  const long double value = std::strtold(std::string(text.substr(0, end)).c_str(), nullptr);
  text.remove_prefix(end);
  return value;
}

std::optional<long double> TakeUnit(std::string_view& text) {
  for (const Unit& unit : kUnits)
    if (text.starts_with(unit.name) && (text.size() == unit.name.size() || IsDigit(text[unit.name.size()]) ||
                                        text[unit.name.size()] == '.')) {
      text.remove_prefix(unit.name.size());
      return unit.nanoseconds;
    }
  return std::nullopt;
}

int TakeBase(std::string_view& digits) {
  const std::string start = Lower(digits.substr(0, 2));
  const int base = start == "0x" ? 16 : start == "0o" ? 8 : start == "0b" ? 2 : 0;
  if (base != 0) digits.remove_prefix(2);
  if (base != 0) return base;
  return digits.size() > 1 && digits[0] == '0' && digits.find_first_of(".eE") == digits.npos ? 8 : 10;
}

std::optional<std::int64_t> Whole(long double value) {
  if (!(std::abs(value) < 9.2e18L)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

// Bytes of the UTF-8 sequence that `text` starts with, 0 when it is none that YAML takes.
std::size_t GoodBytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) {
    const bool good = byte(0) >= 0x20 ? byte(0) != 0x7f : text.find_first_of("\t\n\r") == 0;
    return good ? 1 : 0;
  }
  const std::size_t size = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  const std::string_view sequence = text.substr(0, size);
  if (sequence == "\xef\xbf\xbe" || sequence == "\xef\xbf\xbf") return 0;  // no characters
  if (ToValidUtf8(sequence) != sequence || (byte(0) == 0xc2 && byte(1) < 0xa0 && byte(1) != 0x85)) return 0;
  return size;
}

}  // namespace

std::optional<bool> ParseGoBool(std::string_view text) {
  for (const std::string_view word : {"true", "yes", "on", "y", "false", "no", "off", "n"}) {
    std::string capital(word);
    capital[0] = static_cast<char>(capital[0] - 'a' + 'A');
    if (text == word || text == capital || text == Upper(word))
      return word == "true" || word == "yes" || word == "on" || word == "y";
  }
  return std::nullopt;
}

std::optional<std::int64_t> ParseGoInt(std::string_view text) {
  if (text.starts_with('_')) return std::nullopt;
  std::string plain(text);
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  std::string_view digits = plain;
  const bool negative = TakeSign(digits);
  const int base = TakeBase(digits);
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (!digits.empty() && digits[0] != '-' && code == std::errc() && end == digits.data() + digits.size())
    return negative ? -value : value;
  char* last = nullptr;
  const long double real = std::strtold(plain.c_str(), &last);
  const bool numeric = plain.find_first_not_of("0123456789.eE+-") == std::string::npos;
  return !plain.empty() && numeric && *last == '\0' ? Whole(real) : std::nullopt;
}

std::optional<std::chrono::nanoseconds> ParseGoDuration(std::string_view text, bool plain) {
  if (const std::optional<std::int64_t> number = plain ? ParseGoInt(text) : std::nullopt)
    return std::chrono::nanoseconds(*number);
  const bool negative = TakeSign(text);
  if (text == "0") return std::chrono::nanoseconds(0);
  long double sum = 0;
  do {
    const std::optional<long double> number = TakeNumber(text);
    const std::optional<long double> unit = number ? TakeUnit(text) : std::nullopt;
    if (!unit) return std::nullopt;
    sum += *number * *unit;
  } while (!text.empty());
  const std::optional<std::int64_t> whole = Whole(negative ? -sum : sum);
  return whole ? std::optional(std::chrono::nanoseconds(*whole)) : std::nullopt;
}

const CipherSuite* FindCipherSuite(std::string_view go) {
  for (const CipherSuite& suite : kSuites)
    if (suite.go == go) return &suite;
  return nullptr;
}

std::vector<std::string> DefaultCipherSuites() {
  std::vector<std::string> names;
  for (const CipherSuite& suite : kSuites)
    if (!suite.openssl.empty()) names.emplace_back(suite.openssl);
  return names;
}

std::string_view CurveOf(std::string_view go) {
  if (go == "CurveP256") return "P-256";
  if (go == "CurveP384") return "P-384";
  if (go == "CurveP521") return "P-521";
  return go == "X25519" ? "X25519" : "";
}

std::optional<std::pair<std::size_t, std::size_t>> BadYamlByte(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::pair<std::size_t, std::size_t> place{1, 1};
  while (!text.empty()) {
    const std::size_t size = GoodBytes(text);
    if (size == 0) return place;
    place = text[0] == '\n' ? std::pair(place.first + 1, std::size_t{1})
                            : std::pair(place.first, place.second + 1);
    text.remove_prefix(size);
  }
  return std::nullopt;
}

}  // namespace lastgood
