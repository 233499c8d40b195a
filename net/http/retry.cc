#include "net/http/retry.h"

#include <date/date.h>

#include <algorithm>
#include <charconv>
#include <random>
#include <sstream>

namespace lastgood {
namespace {

std::optional<Duration> ParseRetryAfter(std::string_view text, const Clock& clock) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc() && end == text.data() + text.size()) {
    constexpr std::int64_t kDay = 86400;
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kDay));
  }
  std::istringstream stream{std::string(text)};
  date::sys_seconds when;
  stream >> date::parse("%a, %d %b %Y %T GMT", when);
  if (stream.fail()) return std::nullopt;
  return std::max(Duration::zero(), std::chrono::duration_cast<Duration>(when - clock.Wall()));
}

bool StatusMayPass(int status) {
  return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

bool ErrorMayPass(ErrorCode code) {
  return code == ErrorCode::kUnavailable || code == ErrorCode::kTruncated || code == ErrorCode::kTimeout;
}

}  // namespace

// No secret depends on it.
Duration Jittered(Duration full) {
  thread_local std::minstd_rand random(std::random_device{}());
  std::uniform_int_distribution<Duration::rep> pick(full.count() / 2, full.count());
  return Duration(pick(random));
}

bool WaitForTry(int next, std::optional<Duration> after, const RetryPolicy& policy, const Clock& clock,
                const Deadline& deadline) {
  if (next > policy.tries) return false;
  const int doublings = std::min(next - 2, 20);
  Duration wait = Jittered(std::min(policy.most, policy.first * (std::int64_t{1} << doublings)));
  // What the other side asks for is a least, not a most.
  if (after) wait = std::max(wait, std::min(*after, policy.most));
  if (wait >= deadline.Left(clock)) return false;
  clock.Sleep(wait, deadline.stop);
  return !deadline.Over(clock);
}

Attempt<HttpResponse> Judge(Result<HttpResponse> response, const Clock& clock) {
  if (!response.ok()) {
    const bool may_pass = ErrorMayPass(response.error().code);
    return {std::move(response), may_pass, std::nullopt};
  }
  const bool may_pass = StatusMayPass(response->status);
  const std::optional<Duration> after = ParseRetryAfter(response->Header("retry-after"), clock);
  return {std::move(response), may_pass, after};
}

}  // namespace lastgood
