// The program's only two fakes: a clock that tests move, and HTTP answered by a function.
#pragma once

#include <atomic>
#include <functional>
#include <utility>

#include "base/clock.h"
#include "net/http/http.h"

namespace lastgood {

// Stands still until it is moved; Sleep moves it by what was asked for and returns at once.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Time now = Time(std::chrono::seconds(1'790'000'000)))
      : now_(now.time_since_epoch().count()) {}
  Time Now() const override { return Time(Duration(now_.load())); }
  Monotonic Steady() const override { return Monotonic(Duration(now_.load())); }
  void Sleep(Duration duration, const std::stop_token&) const override { now_ += duration.count(); }
  Time Wall() const override { return Now() + apart_; }
  void Advance(Duration duration) { now_ += duration.count(); }
  // From now on Now() is a moment that someone asked for, so far from other machines' now.
  void SetWallApart(Duration apart) { apart_ = apart; }

 private:
  mutable std::atomic<Duration::rep> now_;
  Duration apart_{0};
};

class FakeHttp final : public HttpClient {
 public:
  using Answer = std::function<Result<HttpResponse>(const HttpRequest&)>;
  explicit FakeHttp(Answer answer) : answer_(std::move(answer)) {}
  Result<HttpResponse> Do(const HttpRequest& request) override { return answer_(request); }

 private:
  Answer answer_;
};

}  // namespace lastgood
