// Plain values to bytes and back, for what is kept between runs: bencode, with fields by their names, so that
// a reader leaves alone what is absent and skips what it does not know. Nothing that is read is trusted:
// texts are cut, depth and memory bounded, and what cannot be a value ends the reading. A struct says its
// fields in a specialisation of Packed. For one thread at a time.
#pragma once

#include <bit>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lastgood {

// Of a struct: `static void Fields(auto& value, auto&& field)`, which calls field("name", member) for each; a
// structured binding there makes a new member a mistake of the compiler's.
// Of an enum: `static constexpr std::array kNames`, in its order.
// Of anything else: `Plain`, `static Plain To(const T&)` and `static bool From(const Plain&, T&)`.
template <typename T>
struct Packed;

namespace pack_internal {

struct AnyField {
  void operator()(std::string_view, auto&) const {}
};
template <typename T>
concept HasFields = requires(T& value) { Packed<std::remove_const_t<T>>::Fields(value, AnyField{}); };
template <typename T>
concept HasNames = requires { Packed<T>::kNames.size(); };
template <typename T>
concept HasPlain = requires { typename Packed<T>::Plain; };
template <typename T>
concept IsNumber = std::is_integral_v<T> || std::is_same_v<T, double>;

template <typename T, template <typename...> typename Of>
inline constexpr bool kIs = false;
template <template <typename...> typename Of, typename... Ts>
inline constexpr bool kIs<Of<Ts...>, Of> = true;

template <typename T>
inline constexpr bool kIsMoment = false;
template <typename Rep, typename Period>
inline constexpr bool kIsMoment<std::chrono::duration<Rep, Period>> = true;
template <typename Clock, typename Length>
inline constexpr bool kIsMoment<std::chrono::time_point<Clock, Length>> = true;

// What a field that is absent is read as.
template <typename T>
bool IsBlank(const T& value) {
  if constexpr (kIs<T, std::optional>)
    return !value.has_value();
  else if constexpr (requires { value.empty(); })
    return value.empty();
  else if constexpr (IsNumber<T> || kIsMoment<T> || std::is_enum_v<T>)
    return value == T{};
  else
    return false;
}

}  // namespace pack_internal

class PackWriter {
 public:
  template <typename T>
  void Put(const T& value) {
    using namespace pack_internal;
    if constexpr (kIs<T, std::optional>) {
      Put(*value);
    } else if constexpr (IsNumber<T>) {
      Number(std::is_same_v<T, double> ? std::bit_cast<std::int64_t>(static_cast<double>(value))
                                       : static_cast<std::int64_t>(value));
    } else if constexpr (std::is_convertible_v<T, std::string_view>) {
      Text(value);
    } else if constexpr (HasNames<T>) {
      Text(Packed<T>::kNames[static_cast<std::size_t>(value)]);
    } else if constexpr (std::is_same_v<T, std::chrono::sys_time<std::chrono::milliseconds>>) {
      Number(value.time_since_epoch().count());
    } else if constexpr (kIsMoment<T>) {
      Number(value.count());
    } else if constexpr (kIs<T, std::pair>) {
      out_ += 'l';
      Put(value.first);
      Put(value.second);
      out_ += 'e';
    } else if constexpr (HasPlain<T>) {
      Put(Packed<T>::To(value));
    } else if constexpr (HasFields<const T>) {
      out_ += 'd';
      Packed<T>::Fields(value, [this](std::string_view name, const auto& field) {
        if (IsBlank(field)) return;
        Text(name);
        Put(field);
      });
      out_ += 'e';
    } else {
      out_ += 'l';
      for (const auto& one : value) Put(one);
      out_ += 'e';
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  void Text(std::string_view text);
  void Number(std::int64_t number);

  std::string out_;
};

struct PackLimits {
  std::size_t text = 64 * 1024;            // longer texts are cut
  std::size_t memory = 512 * 1024 * 1024;  // of all that is read, about
};

class PackReader {
 public:
  // `bytes` must outlive the reader.
  explicit PackReader(std::string_view bytes, const PackLimits& limits = {})
      : bytes_(bytes), limits_(limits), memory_(limits.memory) {}

  // False when there is no such value; then nothing more can be read.
  template <typename T>
  bool Get(T& value) {
    using namespace pack_internal;
    if constexpr (kIs<T, std::optional>) {
      return Get(value.emplace());
    } else if constexpr (std::is_same_v<T, std::string>) {
      return Text(value);
    } else if constexpr (HasNames<T>) {
      return GetName(value);
    } else if constexpr (IsNumber<T> || kIsMoment<T>) {
      return GetNumber(value);
    } else if constexpr (kIs<T, std::pair>) {
      return Open('l') && Get(value.first) && Get(value.second) && Close();
    } else if constexpr (HasPlain<T>) {
      typename Packed<T>::Plain plain;
      return Get(plain) && Packed<T>::From(plain, value);
    } else if constexpr (HasFields<T>) {
      return GetFields(value);
    } else {
      return GetAll(value);
    }
  }

  bool AtEnd() const { return bytes_.empty(); }

 private:
  bool Open(char kind);
  bool Close() { return Open('e'); }
  bool AtClose() const { return bytes_.starts_with('e'); }
  bool Text(std::string& text);
  bool View(std::string_view& text);
  bool Number(std::int64_t& number);
  bool Skip(int depth = 0);
  // Books memory; false when there is too much.
  bool Spend(std::size_t bytes);
  // Moments are between the years -9999 and 9999, so that nothing overflows that adds them.
  static bool IsPlausible(std::int64_t milliseconds);

  template <typename T>
  bool GetNumber(T& value) {
    std::int64_t number = 0;
    if (!Number(number)) return false;
    if constexpr (std::is_same_v<T, double>) {
      value = std::bit_cast<double>(number);
      return value - value == 0;  // finite
    } else if constexpr (pack_internal::kIsMoment<T>) {
      if (!IsPlausible(number)) return false;
      value = T(std::chrono::milliseconds(number));
      return true;
    } else {
      value = static_cast<T>(number);
      return static_cast<std::int64_t>(value) == number;
    }
  }

  template <typename T>
  bool GetName(T& value) {
    std::string_view name;
    if (!View(name)) return false;
    for (std::size_t i = 0; i < Packed<T>::kNames.size(); ++i) {
      if (Packed<T>::kNames[i] != name) continue;
      value = static_cast<T>(i);
      return true;
    }
    return false;
  }

  template <typename T>
  bool GetAll(T& values) {
    values.clear();
    if (!Open('l')) return false;
    while (!AtClose()) {
      if constexpr (requires { typename T::mapped_type; }) {
        std::pair<typename T::key_type, typename T::mapped_type> one;
        if (!Spend(sizeof one) || !Get(one)) return false;
        values.insert(std::move(one));
      } else {
        typename T::value_type one{};
        if (!Spend(sizeof one) || !Get(one)) return false;
        values.insert(values.end(), std::move(one));
      }
    }
    return Close();
  }

  // In the order in which they were written one look at each field is enough.
  template <typename T>
  bool GetFields(T& value) {
    if (!Open('d')) return false;
    bool good = true;
    std::optional<std::string_view> key;
    const auto next = [&] {
      key.reset();
      if (good && !AtClose()) good = View(key.emplace());
    };
    for (next(); good && key;) {
      bool any = false;
      Packed<T>::Fields(value, [&](std::string_view name, auto& field) {
        if (!good || !key || *key != name) return;
        any = true;
        good = Get(field);
        next();
      });
      if (any || !good) continue;
      good = Skip();
      next();
    }
    return good && Close();
  }

  std::string_view bytes_;
  PackLimits limits_;
  std::size_t memory_;
};

template <>
struct Packed<ErrorCode> {
  static constexpr auto kNames = kErrorCodeNames;
};

template <>
struct Packed<Error> {
  static void Fields(auto& value, auto&& field) {
    auto& [code, message] = value;
    field("code", code);
    field("message", message);
  }
};

}  // namespace lastgood
