// Trying again what may pass: jittered exponential back-off, bounded by a number of tries and by the
// deadline. An attempt says whether its error may pass and how long the other side asked to wait. When the
// tries are used up, the last attempt's result is the answer. Functions may be called from any thread.
#pragma once

#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "net/http/http.h"

namespace lastgood {

struct RetryPolicy {
  int tries = 5;
  Duration first = std::chrono::milliseconds(250);  // before the second try; doubled for each one after it
  Duration most = std::chrono::seconds(20);         // Retry-After included
};

template <typename T>
struct Attempt {
  Result<T> result;
  bool may_pass = false;                         // the result is worth another try
  std::optional<Duration> after = std::nullopt;  // what Retry-After asked for
};

// Half to all of it: spreads clients that failed together.
Duration Jittered(Duration full);

// Waits before try number `next` (2 is the first retry): half to all of the back-off, or what `after` asks
// for. False, without waiting, when no try is left or the deadline would come first.
bool WaitForTry(int next, std::optional<Duration> after, const RetryPolicy& policy, const Clock& clock,
                const Deadline& deadline);

// Calls `attempt()`, which returns an Attempt<T>, until its result is final.
template <typename F>
auto Retry(const Clock& clock, const Deadline& deadline, F attempt, const RetryPolicy& policy = {}) {
  for (int next = 2;; ++next) {
    auto outcome = attempt();
    if (!outcome.may_pass || !WaitForTry(next, outcome.after, policy, clock, deadline)) {
      return std::move(outcome.result);
    }
  }
}

// Judges one HTTP exchange: 429, 500, 502, 503, 504, a lost connection, an answer cut short and a timeout of
// the request may pass. Retry-After is read as seconds or as a date.
Attempt<HttpResponse> Judge(Result<HttpResponse> response, const Clock& clock);

}  // namespace lastgood
