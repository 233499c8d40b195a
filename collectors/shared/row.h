// The parts that rows of Kubernetes tables are made of: an identity and moments in few bytes, since a
// cluster may hold 100,000 backups. Pure values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace lastgood {

// A 64-bit hash of namespace and name. Two objects of one kind that share it are taken for one.
std::uint64_t ObjectId(std::string_view namespace_, std::string_view name);

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
