#include "base/clock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace lastgood {

Time SystemClock::Now() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

Monotonic SystemClock::Steady() const { return std::chrono::steady_clock::now(); }

void SystemClock::Sleep(Duration duration, const std::stop_token& stop) const {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, duration, [] { return false; });
}

Duration Deadline::Left(const Clock& clock) const {
  constexpr Duration kDay = std::chrono::hours(24);
  const Monotonic now = clock.Steady();
  if (stop.stop_requested() || now >= at) return Duration::zero();
  if (at == Monotonic::max()) return kDay;
  return std::min(kDay, std::chrono::ceil<Duration>(at - now));
}

}  // namespace lastgood
