#include "net/http/retry.h"

#include <gtest/gtest.h>

#include "tests/support/fakes.h"

namespace lastgood {
namespace {

Attempt<int> Passing(ErrorCode code) { return {Error{code, "no"}, true, std::nullopt}; }

TEST(RetryTest, GoesOnUntilAnAttemptIsFinal) {
  FakeClock clock;
  int calls = 0;
  const Result<int> result = Retry(clock, Deadline{}, [&]() -> Attempt<int> {
    if (++calls < 3) return Passing(ErrorCode::kUnavailable);
    return {calls, false, std::nullopt};
  });
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(*result, 3);
}

TEST(RetryTest, TheLastErrorIsTheAnswerWhenTheTriesAreUsedUp) {
  FakeClock clock;
  const Monotonic before = clock.Steady();
  int calls = 0;
  const auto result = Retry(clock, Deadline{}, [&] {
    ++calls;
    return Passing(ErrorCode::kThrottled);
  });
  EXPECT_EQ(calls, 5);
  EXPECT_EQ(result.error().code, ErrorCode::kThrottled);
  // 250 + 500 + 1000 + 2000 ms, each jittered down to a half at most.
  EXPECT_GE(clock.Steady() - before, std::chrono::milliseconds(1875));
  EXPECT_LE(clock.Steady() - before, std::chrono::milliseconds(3750));
}

TEST(RetryTest, DoesNotStartAWaitThatTheDeadlineWouldCut) {
  FakeClock clock;
  int calls = 0;
  const Deadline deadline = Deadline::After(clock, std::chrono::seconds(3));
  const auto result = Retry(clock, deadline, [&]() -> Attempt<int> {
    ++calls;
    return {Error{ErrorCode::kThrottled, "wait"}, true, std::chrono::seconds(10)};
  });
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(result.ok());
  EXPECT_FALSE(deadline.Over(clock));
}

TEST(JudgeTest, ReadsRetryAfterAsSecondsAndAsADate) {
  const FakeClock clock;  // 2026-09-21 14:13:20 UTC
  const auto judge = [&](const std::string& value) {
    return Judge(HttpResponse{503, {{"retry-after", value}}, ""}, clock);
  };
  EXPECT_TRUE(judge("7").may_pass);
  EXPECT_EQ(judge("7").after, std::chrono::seconds(7));
  EXPECT_EQ(judge("Mon, 21 Sep 2026 14:13:50 GMT").after, std::chrono::seconds(30));
  EXPECT_EQ(judge("Mon, 21 Sep 2020 14:13:50 GMT").after, std::chrono::seconds(0));
  EXPECT_EQ(judge("soon").after, std::nullopt);
}

TEST(JudgeTest, WhatCannotPassIsFinal) {
  const FakeClock clock;
  EXPECT_FALSE(Judge(HttpResponse{403, {}, ""}, clock).may_pass);
  EXPECT_FALSE(Judge(HttpResponse{501, {}, ""}, clock).may_pass);
  EXPECT_FALSE(Judge(Error{ErrorCode::kTls, "wrong CA"}, clock).may_pass);
  EXPECT_FALSE(Judge(Error{ErrorCode::kTooLarge, "big"}, clock).may_pass);
  EXPECT_TRUE(Judge(Error{ErrorCode::kTruncated, "cut"}, clock).may_pass);
  EXPECT_TRUE(Judge(HttpResponse{429, {}, ""}, clock).may_pass);
}

}  // namespace
}  // namespace lastgood
