// Time as the program sees it, behind an interface so that tests own it. Clock is one of the two virtual
// interfaces of the program (the other is HttpClient). Every method may be called from any thread.
#pragma once

#include <chrono>
#include <stop_token>

namespace lastgood {

using Duration = std::chrono::milliseconds;
// A moment in UTC, to the millisecond.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Monotonic = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
  // What other machines call now, where Now() is a moment that someone asked for (--now): what is signed and
  // what they date is measured with it.
  virtual Time Wall() const { return Now(); }
  // Never set back; deadlines and durations of our own work are measured with it.
  virtual Monotonic Steady() const = 0;
  // Returns after `duration`, or at once when a stop is requested.
  virtual void Sleep(Duration duration, const std::stop_token& stop) const = 0;
};

// The machine's clocks.
class SystemClock final : public Clock {
 public:
  Time Now() const override;
  Monotonic Steady() const override;
  void Sleep(Duration duration, const std::stop_token& stop) const override;
};

// The moment by which work must end; `stop` ends it sooner (the process is asked to leave).
struct Deadline {
  Monotonic at = Monotonic::max();
  std::stop_token stop;

  static Deadline After(const Clock& clock, Duration duration, std::stop_token stop = {}) {
    return {clock.Steady() + duration, std::move(stop)};
  }
  bool Over(const Clock& clock) const { return stop.stop_requested() || clock.Steady() >= at; }
  // What is left, never below zero; at most a day, so that sums cannot overflow.
  Duration Left(const Clock& clock) const;
};

}  // namespace lastgood
