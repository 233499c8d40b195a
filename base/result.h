// Errors as values. A Result<T> holds a T or an Error; a Status is a Result without a value.
// An Error's code is one of a closed set (it becomes the `reason` label, so cardinality is bounded);
// its message names the object, what was expected, what was found and what to do. Values own what they
// hold and may be moved between threads.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace lastgood {

enum class ErrorCode : std::uint8_t {
  kUnavailable,   // refused, reset, 5xx, not found by name
  kTimeout,       // a deadline passed
  kUnauthorized,  // 401, bad or expired credentials
  kForbidden,     // 403: the credentials lack a right
  kNotFound,      // what was named does not exist, or no longer
  kThrottled,     // 429, SlowDown
  kClockSkew,     // the clocks differ by more than the other side accepts
  kWrongRegion,   // the bucket lives in another region
  kTls,           // certificate or handshake
  kTruncated,     // an answer that ends too early
  kMalformed,     // an answer or object that cannot be read
  kTooLarge,      // above a bound of ours
  kConfig,        // the user's configuration
  kInternal,      // a bug here
};

inline constexpr std::array<std::string_view, 14> kErrorCodeNames = {
    "unavailable",  "timeout", "unauthorized", "forbidden", "not_found", "throttled", "clock_skew",
    "wrong_region", "tls",     "truncated",    "malformed", "too_large", "config",    "internal"};

// The name that the `reason` label carries.
constexpr std::string_view ToString(ErrorCode code) {
  return kErrorCodeNames[static_cast<std::size_t>(code)];
}

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;

  // "reading x: <message>": context is prepended on the way up.
  Error In(std::string_view context) && { return {code, std::string(context) + ": " + std::move(message)}; }
  Error In(std::string_view context) const& { return Error(*this).In(context); }
  bool operator==(const Error&) const = default;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit on purpose
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const T& value() const& { return std::get<0>(state_); }
  T& value() & { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }
  Result In(std::string_view context) && {
    return ok() ? std::move(*this) : Result(std::get<1>(std::move(state_)).In(context));
  }

 private:
  std::variant<T, Error> state_;
};

struct Nothing {
  bool operator==(const Nothing&) const = default;
};
using Status = Result<Nothing>;
inline Status Ok() { return Nothing{}; }

#define LASTGOOD_CONCAT_INNER(a, b) a##b
#define LASTGOOD_CONCAT(a, b) LASTGOOD_CONCAT_INNER(a, b)
// Returns the error of `expression`, if it has one.
#define LASTGOOD_RETURN_IF_ERROR(expression)                        \
  do {                                                              \
    if (auto lastgood_status = (expression); !lastgood_status.ok()) \
      return std::move(lastgood_status).error();                    \
  } while (false)
// LASTGOOD_ASSIGN(auto x, F()): declares x from F()'s value, or returns F()'s error.
#define LASTGOOD_ASSIGN(declaration, expression) \
  LASTGOOD_ASSIGN_IMPL(LASTGOOD_CONCAT(lastgood_result_, __LINE__), declaration, expression)
#define LASTGOOD_ASSIGN_IMPL(result, declaration, expression) \
  auto result = (expression);                                 \
  if (!result.ok()) return std::move(result).error();         \
  declaration = std::move(result).value()

}  // namespace lastgood
