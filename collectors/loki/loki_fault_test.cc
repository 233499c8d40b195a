// The logs collector against a real server that fails: the last good facts stay, and the failure has the
// right reason.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "collectors/loki/loki.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Fault = TestServer::Fault;

constexpr char kVolume[] =
    R"({"data":{"resultType":"vector","result":[{"metric":{"namespace":"app"},"value":[1,"42"]}]}})";
constexpr char kEntry[] =
    R"({"data":{"resultType":"streams","result":[{"stream":{},"values":[["1789999000000000000","x"]]}]}})";

// A Loki that was read once, and then answers every query (but /ready) as the test says.
class LokiFaultTest : public testing::Test {
 protected:
  void Open(const std::string& url, const std::string& more = "", bool real_clock = false) {
    const Clock& clock = real_clock ? static_cast<const Clock&>(system_) : fake_;
    Result<ConfigReader> reader = ConfigReader::Parse(
        "main: {url: \"" + url + "\", expect: [{name: a, selector: '{a=\"b\"}', max_silence: 1h}]" + more +
            "}",
        "c.yaml");
    Result<std::vector<Collector>> made =
        MakeLokiCollectors(*reader, {*http_, clock, nullptr, [](const char*) { return std::nullopt; }});
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
    clock_ = &clock;
  }
  Collected Run(Duration time = std::chrono::minutes(2)) {
    Collected collected = collector_.collect({Deadline::After(*clock_, time), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  void SetFault(std::optional<TestServer::Reply> reply, bool ready_too = false) {
    const std::lock_guard lock(mutex_);
    fault_ = std::move(reply);
    ready_too_ = ready_too;
  }
  TestServer::Reply Answer(const TestServer::Request& request) {
    const std::lock_guard lock(mutex_);
    const bool ready = request.path() == "/ready";
    if (fault_ && (!ready || ready_too_)) return *fault_;
    if (ready) return {.body = "ready\n"};
    return {.body = request.path() == "/loki/api/v1/index/volume" ? kVolume : kEntry};
  }
  void ExpectOldFactsAnd(const Collected& collected, ErrorCode code, const std::string& what) {
    ASSERT_FALSE(collected.failures.empty()) << what;
    for (const Error& failure : collected.failures) {
      EXPECT_EQ(failure.code, code) << what << ": " << failure.message;
      EXPECT_THAT(failure.message, HasSubstr("logs main: "));
    }
    const LogsFacts& logs = collected.facts.logs.at(0);
    EXPECT_EQ(logs.ready, true) << what;
    EXPECT_EQ(logs.window_bytes.at("app"), 42) << what;
    EXPECT_EQ(logs.streams.at(0).newest_entry, Time(std::chrono::seconds(1'789'999'000))) << what;
    EXPECT_EQ(logs.streams.at(0).checked, checked_) << what;
  }
  void ReadOnce() {
    ASSERT_THAT(Run().failures, IsEmpty());
    checked_ = former_.logs.at(0).streams.at(0).checked;
    fake_.Advance(std::chrono::minutes(1));
  }

  FakeClock fake_;
  SystemClock system_;
  const Clock* clock_ = nullptr;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  std::mutex mutex_;
  std::optional<TestServer::Reply> fault_;
  bool ready_too_ = false;
  TestServer server_{[this](const TestServer::Request& request) { return Answer(request); }};
  Collector collector_;
  Facts former_;
  std::optional<Time> checked_;
};

struct FaultCase {
  const char* name;
  TestServer::Reply reply;
  ErrorCode code;
};

TEST_F(LokiFaultTest, WhateverGoesWrongTheLastFactsStay) {
  Open(server_.Url());
  ReadOnce();
  const std::vector<FaultCase> faults = {
      {"reset", {.body = kVolume, .fault = Fault::kReset, .fault_after = 20}, ErrorCode::kUnavailable},
      {"closed too early",
       {.body = kVolume, .fault = Fault::kCloseEarly, .fault_after = 20},
       ErrorCode::kTruncated},
      {"a body without end", {.fault = Fault::kEndless}, ErrorCode::kTooLarge},
      {"an empty answer", {}, ErrorCode::kTruncated},
      {"JSON cut off", {.body = R"({"data":{"resultType":)"}, ErrorCode::kMalformed},
      {"a login page", {.body = "<html>Sign in</html>"}, ErrorCode::kMalformed},
      {"no tenant", {.status = 401, .body = "no org id\n"}, ErrorCode::kUnauthorized},
      {"403", {.status = 403}, ErrorCode::kForbidden},
      {"429", {.status = 429, .body = "too many outstanding requests"}, ErrorCode::kThrottled},
      {"500", {.status = 500}, ErrorCode::kUnavailable},
  };
  for (const FaultCase& fault : faults) {
    SetFault(fault.reply);
    const Collected collected = Run();
    ExpectOldFactsAnd(collected, fault.code, fault.name);
    EXPECT_EQ(collected.failures.size(), 2u) << fault.name << ": the volumes and the stream";
  }
  SetFault({});
  EXPECT_THAT(Run().failures, IsEmpty());
}

TEST_F(LokiFaultTest, AnEntryFromTheFutureEndsNoSilence) {
  TempDir folder;
  folder.Write("ready", "ready\n");
  folder.Write("index_volume.json", kVolume);
  const auto entry = [&](Duration ahead) {
    folder.Write(
        "query_range_a.json",
        fmt::format(
            R"({{"data":{{"resultType":"streams","result":[{{"stream":{{}},"values":[["{}000000","x"]]}}]}}}})",
            (fake_.Now() + ahead).time_since_epoch().count()));
  };
  entry(std::chrono::hours(300));
  Open("file://" + folder.path());
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kClockSkew);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("stream a: its newest entry is of"));
  EXPECT_EQ(former_.logs.at(0).streams.at(0).newest_entry, std::nullopt);
  entry(std::chrono::minutes(2));
  EXPECT_THAT(Run().failures, IsEmpty()) << "clocks differ by a little";
}

TEST_F(LokiFaultTest, WhatHangsEndsAtTheDeadline) {
  Open(server_.Url(), "", /*real_clock=*/true);
  ReadOnce();
  for (const Fault fault : {Fault::kStall, Fault::kTrickle, Fault::kNoAnswer}) {
    SetFault(TestServer::Reply{.body = kVolume, .fault = fault, .fault_after = 10}, /*ready_too=*/true);
    const Collected collected = Run(std::chrono::milliseconds(200));
    ExpectOldFactsAnd(collected, ErrorCode::kTimeout, "hanging");
    EXPECT_EQ(collected.failures.size(), 1u) << "nobody answers: said once";
  }
}

TEST_F(LokiFaultTest, ARefusedConnectionIsUnavailable) {
  auto server =
      std::make_unique<TestServer>([this](const TestServer::Request& request) { return Answer(request); });
  Open(server->Url());
  ReadOnce();
  server.reset();
  ExpectOldFactsAnd(Run(), ErrorCode::kUnavailable, "refused");
}

TEST_F(LokiFaultTest, AServerOfAnotherAuthorityIsRefused) {
  TempDir folder;
  const TestAuthority ours;
  const TestAuthority theirs;
  TestServer secure([this](const TestServer::Request& request) { return Answer(request); },
                    TestServer::Tls{ours.Server(), ""});
  Open(secure.Url(), ", ca_file: \"" + folder.Write("ours.pem", ours.ca_pem()) + "\"");
  ReadOnce();
  Open(secure.Url(), ", ca_file: \"" + folder.Write("theirs.pem", theirs.ca_pem()) + "\"");
  ExpectOldFactsAnd(Run(), ErrorCode::kTls, "another authority");
}

TEST_F(LokiFaultTest, ATokenThatRotatesIsReadAnew) {
  TempDir folder;
  TestServer guarded([&](const TestServer::Request& request) -> TestServer::Reply {
    const bool open = request.path() == "/ready";
    if (open || request.Header("authorization") == "Bearer new") return Answer(request);
    folder.Write("token", "new\n");  // the mounted secret changes meanwhile
    return {.status = 401, .body = "Unauthorized"};
  });
  Open(guarded.Url(), ", bearer_token_file: \"" + folder.Write("token", "old\n") + "\"");
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(former_.logs.at(0).window_bytes.at("app"), 42);
}

TEST_F(LokiFaultTest, AnExpiredTokenIsUnauthorizedAndIsNotShown) {
  TempDir folder;
  TestServer guarded([](const TestServer::Request&) { return TestServer::Reply{.status = 401}; });
  Open(guarded.Url(), ", bearer_token_file: \"" + folder.Write("token", "hunter2\n") + "\"");
  const Collected collected = Run();
  ASSERT_FALSE(collected.failures.empty());
  for (const Error& failure : collected.failures) {
    EXPECT_EQ(failure.code, ErrorCode::kUnauthorized);
    EXPECT_THAT(failure.message, testing::Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace lastgood
