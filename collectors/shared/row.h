// The parts that rows of Kubernetes tables are made of: an identity and moments in few bytes, since a
// cluster may hold 100,000 backups. Pure values.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace lastgood {

// Which object of its kind: half of the SHA-256 of its namespace and name. In 16 bytes, since a cluster may
// hold 100,000 backups with long names; and nobody can choose names that are taken for another tenant's.
struct ObjectId {
  std::uint64_t high = 0, low = 0;

  explicit operator bool() const { return high != 0 || low != 0; }  // none
  auto operator<=>(const ObjectId&) const = default;
};

ObjectId IdOf(std::string_view namespace_, std::string_view name);

// A moment in whole seconds, or none. From 1970 to 2106; others become none.
class Stamp {
 public:
  Stamp() = default;
  Stamp(const std::optional<Time>& time) {  // NOLINT: implicit on purpose
    if (!time) return;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count();
    if (seconds > 0 && seconds <= UINT32_MAX) seconds_ = static_cast<std::uint32_t>(seconds);
  }

  std::optional<Time> Get() const {
    return seconds_ == 0 ? std::nullopt : std::optional(Time(std::chrono::seconds(seconds_)));
  }
  explicit operator bool() const { return seconds_ != 0; }
  Stamp Or(Stamp other) const { return seconds_ != 0 ? *this : other; }
  auto operator<=>(const Stamp&) const = default;  // none is before every moment

 private:
  std::uint32_t seconds_ = 0;
};

}  // namespace lastgood

template <>
struct std::hash<lastgood::ObjectId> {
  std::size_t operator()(const lastgood::ObjectId& id) const { return id.low; }
};
