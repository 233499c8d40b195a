// Paging, restarts and retries, with HTTP and time faked.
#include "net/kube/list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/objects/reading.h"
#include "tests/support/fakes.h"
#include "tests/support/kube_readings.h"
#include "tests/support/kube_server.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Answers the n-th request (from 1) with what `script` says.
class KubeListTest : public ::testing::Test {
 protected:
  using Script = std::function<Result<HttpResponse>(int call, const std::string& url)>;

  Result<ReadOutcome> List(const Script& script, const Deadline& deadline = {}) {
    FakeHttp http([&](const HttpRequest& request) {
      urls_.push_back(request.url);
      return script(static_cast<int>(urls_.size()), request.url);
    });
    const KubeAccess access{.server = "https://api"};
    KubeCredentials credentials(access, clock_);
    const std::string scope;
    KubePageDecoder decoder;
    const auto progress = [this](std::string_view what, std::size_t count) {
      told_.push_back(std::string(what) + " " + std::to_string(count));
    };
    return ListResource({access, credentials, http, clock_, scope}, names_.reading(), deadline, progress,
                        decoder, unreachable_);
  }

  FakeClock clock_;
  Names names_{kBackups};
  std::vector<std::string> urls_, told_;
  bool unreachable_ = false;
};

Result<HttpResponse> Ok200(const std::string& body) { return HttpResponse{200, {}, body}; }
Result<HttpResponse> Gone() {
  return HttpResponse{
      410, {}, R"({"kind":"Status","reason":"Expired","metadata":{"continue":"inconsistent"}})"};
}

TEST_F(KubeListTest, TellsItsProgressAfterEachPage) {
  ASSERT_TRUE(List([](int call, const auto&) {
                return Ok200(BackupPage(call, call + 1, call < 3 ? std::to_string(call) : ""));
              }).ok());
  EXPECT_THAT(told_, ElementsAre("backups 2", "backups 4", "backups 6"));
}

TEST_F(KubeListTest, AnExpiredListBeginsAnew) {
  const auto outcome = List([](int call, const auto&) {
    if (call == 1) return Ok200(BackupPage(1, 2, "t"));
    if (call == 2) return Gone();
    return Ok200(BackupPage(5, 6));
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_THAT(names_.list, ElementsAre("app/b5", "app/b6"));
  EXPECT_EQ(names_.restarts, 1);
  EXPECT_EQ(urls_[2], urls_[0]);
}

TEST_F(KubeListTest, AListThatAlwaysExpiresIsUnavailable) {
  const auto outcome =
      List([](int call, const auto&) { return call % 2 == 1 ? Ok200(BackupPage(1, 2, "t")) : Gone(); });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(names_.restarts, 3);
}

TEST_F(KubeListTest, APageThatContinuesWithItselfIsMalformed) {
  const auto outcome = List([](int, const auto&) { return Ok200(BackupPage(1, 2, "same")); });
  EXPECT_EQ(outcome.error().code, ErrorCode::kMalformed);
  EXPECT_EQ(urls_.size(), 2u);
}

TEST_F(KubeListTest, AThrottledPageIsAskedForAgainAfterTheTimeThatTheServerWants) {
  const Monotonic before = clock_.Steady();
  const auto outcome = List([](int call, const auto&) -> Result<HttpResponse> {
    if (call == 1) return HttpResponse{429, {{"retry-after", "3"}}, ""};
    return Ok200(BackupPage(1, 1));
  });
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(clock_.Steady() - before, std::chrono::seconds(3));
  EXPECT_THAT(names_.list, ElementsAre("app/b1"));
}

TEST_F(KubeListTest, ALostConnectionAndA503AreTriedAgain) {
  const auto outcome = List([](int call, const auto&) -> Result<HttpResponse> {
    if (call == 1) return Error{ErrorCode::kUnavailable, "reset"};
    if (call == 2) return HttpResponse{503, {}, ""};
    return Ok200(BackupPage(1, 1));
  });
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(urls_.size(), 3u);
}

TEST_F(KubeListTest, APageThatIsTooLargeIsHalved) {
  const auto outcome = List([](int, const std::string& url) -> Result<HttpResponse> {
    if (url.ends_with("limit=125")) return Ok200(BackupPage(1, 1));
    return Error{ErrorCode::kTooLarge, "big"};
  });
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(urls_.size(), 3u);
}

TEST_F(KubeListTest, AnObjectThatIsTooLargeAloneIsTooLarge) {
  const auto outcome =
      List([](int, const auto&) -> Result<HttpResponse> { return Error{ErrorCode::kTooLarge, "big"}; });
  EXPECT_EQ(outcome.error().code, ErrorCode::kTooLarge);
  EXPECT_TRUE(urls_.back().ends_with("limit=1"));
}

TEST_F(KubeListTest, AResourceThatVanishesWhileItIsListedIsAFailure) {
  const auto outcome = List([](int call, const auto&) -> Result<HttpResponse> {
    if (call == 1) return Ok200(BackupPage(1, 2, "t"));
    return HttpResponse{404, {}, "404 page not found\n"};
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kNotFound);
}

TEST_F(KubeListTest, A401IsTriedOnceMoreAndThenAnError) {
  const auto outcome =
      List([](int, const auto&) -> Result<HttpResponse> { return HttpResponse{401, {}, "{}"}; });
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnauthorized);
  EXPECT_EQ(urls_.size(), 2u);
}

TEST_F(KubeListTest, TheDeadlineEndsTheRetries) {
  const auto outcome =
      List([](int, const auto&) -> Result<HttpResponse> { return Error{ErrorCode::kUnavailable, "reset"}; },
           Deadline::After(clock_, std::chrono::milliseconds(200)));
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(outcome.error().message, HasSubstr("list backups.postgresql.cnpg.io: reset"));
  EXPECT_LE(urls_.size(), 2u);
}

}  // namespace
}  // namespace lastgood
