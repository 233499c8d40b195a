#include "net/manifests/scalar.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

namespace lastgood {
namespace {

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Removes digits from the front; how many.
std::size_t TakeDigits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

bool Take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// [-+]? ( \.[0-9]+ | [0-9]+ ( \.[0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool LooksLikeFloat(std::string_view text) {
  Take(text, "-+");
  const std::size_t whole = TakeDigits(text);
  const std::size_t fraction = Take(text, ".") ? TakeDigits(text) : 0;
  if (whole + fraction == 0) return false;
  if (Take(text, "eE")) {
    Take(text, "-+");
    if (TakeDigits(text) == 0) return false;
  }
  return text.empty();
}

std::optional<std::string> Based(std::string_view text) {
  const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 0;
  if (base == 0) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, number, base);
  if (error != std::errc() || stop != end || number > INT64_MAX) return std::nullopt;
  return std::to_string(number);
}

std::optional<std::string> Integer(std::string_view text) {
  constexpr std::size_t kMostDigits = 18;
  const bool negative = text.starts_with('-');
  Take(text, "-+");
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
  if (text.size() > kMostDigits) return std::nullopt;
  return fmt::format("{}{}", negative ? "-" : "", text);
}

std::optional<std::string> Number(const std::string& text) {
  if (text.size() > 100 || !LooksLikeFloat(text)) return Based(text);
  if (text.find_first_of(".eE") == std::string::npos) return Integer(text);
  const double value = std::strtod(text.c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return fmt::format("{}", value);
}

}  // namespace

std::string JsonString(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string ScalarToJson(std::string_view tag, const std::string& value) {
  constexpr std::string_view kCore = "tag:yaml.org,2002:";
  const bool typed =
      tag.starts_with(kCore) && IsOneOf(tag.substr(kCore.size()), {"int", "float", "bool", "null"});
  if (tag != "?" && !tag.empty() && !typed) return JsonString(value);
  if (IsOneOf(value, {"", "~", "null", "Null", "NULL"})) return "null";
  if (IsOneOf(value, {"true", "True", "TRUE"})) return "true";
  if (IsOneOf(value, {"false", "False", "FALSE"})) return "false";
  return Number(value).value_or(JsonString(value));
}

}  // namespace lastgood
