// KubeSource against a real HTTP server: what each answer and each fault becomes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http/curl_http.h"
#include "net/kube/source.h"
#include "net/objects/reading.h"
#include "tests/support/fakes.h"
#include "tests/support/kube_readings.h"
#include "tests/support/kube_server.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Reply = TestServer::Reply;
using Request = TestServer::Request;

class KubeLiveTest : public ::testing::Test {
 protected:
  Result<ReadOutcome> Read(const std::string& kubeconfig, const std::string& scope = "",
                           Duration most = std::chrono::seconds(30)) {
    auto source = KubeSource::Open({.kubeconfig = kubeconfig, .namespace_ = scope}, *http_, clock_);
    if (!source.ok()) return source.error();
    const std::vector<Reading> readings = {names_.reading()};
    return (*source)->Read(readings, Deadline::After(clock_, most)).at(0);
  }
  Result<ReadOutcome> ReadFrom(TestServer& server, const std::string& user = "token: good") {
    return Read(WriteKubeconfig(folder_, server.Url(), user));
  }

  const SystemClock clock_;
  const TempDir folder_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  Names names_{kBackups};
};

TEST_F(KubeLiveTest, AListIsReadPageByPage) {
  TestServer server([](const Request& request) {
    const std::string token = request.Query("continue");
    if (token.empty()) return Reply{.body = BackupPage(1, 2, "a+/=")};
    return Reply{.body = BackupPage(3, 3, token == "a+/=" ? "" : "wrong"), .gzip = true};
  });
  const auto outcome = ReadFrom(server);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(outcome->state, ReadState::kRead);
  EXPECT_THAT(names_.list, ElementsAre("app/b1", "app/b2", "app/b3"));
  const std::vector<Request> requests = server.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].target, std::string(kBackupsPath) + "?limit=500");
  EXPECT_EQ(requests[0].Header("authorization"), "Bearer good");
  EXPECT_EQ(requests[0].Header("user-agent"), "lastgood/test");
  EXPECT_EQ(requests[1].connection, 1);
}

TEST_F(KubeLiveTest, ANamespaceIsPartOfThePath) {
  TestServer server([](const Request&) { return Reply{.body = BackupPage(1, 1)}; });
  ASSERT_TRUE(Read(WriteKubeconfig(folder_, server.Url(), ""), "team-a").ok());
  EXPECT_EQ(server.requests()[0].path(), "/apis/postgresql.cnpg.io/v1/namespaces/team-a/backups");
  EXPECT_EQ(Read(WriteKubeconfig(folder_, server.Url(), ""), "../x").error().code, ErrorCode::kConfig);
}

TEST_F(KubeLiveTest, TheCoreGroupHasAPathOfItsOwn) {
  TestServer server([](const Request&) {
    return Reply{.body =
                     R"({"kind":"PersistentVolumeClaimList","apiVersion":"v1","metadata":{},"items":[]})"};
  });
  names_ = Names(kClaims);
  ASSERT_TRUE(ReadFrom(server).ok());
  EXPECT_EQ(server.requests()[0].path(), "/api/v1/persistentvolumeclaims");
}

struct AnswerCase {
  const char* name;
  Reply reply;
  ErrorCode code;
  const char* message;
};

class KubeAnswerTest : public KubeLiveTest, public ::testing::WithParamInterface<AnswerCase> {};

TEST_P(KubeAnswerTest, IsAnErrorThatSaysWhatToDo) {
  TestServer server([](const Request&) { return GetParam().reply; });
  const auto outcome =
      Read(WriteKubeconfig(folder_, server.Url(), "token: SECRET"), "", std::chrono::milliseconds(300));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, GetParam().code) << outcome.error().message;
  EXPECT_THAT(outcome.error().message, HasSubstr("list backups.postgresql.cnpg.io"));
  EXPECT_THAT(outcome.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(outcome.error().message, Not(HasSubstr("SECRET")));
}

INSTANTIATE_TEST_SUITE_P(
    Each, KubeAnswerTest,
    ::testing::Values(
        AnswerCase{
            "Forbidden", StatusReply(403, "backups is forbidden"), ErrorCode::kForbidden,
            "in all namespaces: the server answered 403: backups is forbidden; add to the role: apiGroups "
            "[\"postgresql.cnpg.io\"], resources [\"backups\"], verbs [\"list\", \"watch\"]"},
        AnswerCase{"ForbiddenByAProxy",
                   {.status = 403, .body = "<h1>no\nentry</h1>"},
                   ErrorCode::kForbidden,
                   "403: \"<h1>no entry</h1>\""},
        AnswerCase{"Unauthorized", StatusReply(401, "Unauthorized"), ErrorCode::kUnauthorized,
                   "check the token"},
        AnswerCase{"Throttled",
                   {.status = 429, .headers = {{"Retry-After", "9"}}},
                   ErrorCode::kThrottled,
                   "429: nothing"},
        AnswerCase{"Broken", {.status = 500, .body = "oops"}, ErrorCode::kUnavailable, "500: \"oops\""},
        AnswerCase{"NotAnApiServer",
                   {.status = 404, .body = "<html>nginx"},
                   ErrorCode::kNotFound,
                   "check that the address"},
        AnswerCase{"Login",
                   {.status = 302, .headers = {{"Location", "/login"}}},
                   ErrorCode::kMalformed,
                   "login page"},
        AnswerCase{"LoginPage", {.body = "<html>log in</html>"}, ErrorCode::kMalformed, "found an HTML page"},
        AnswerCase{"Reset", {.body = "{}", .fault = TestServer::Fault::kReset}, ErrorCode::kUnavailable, ""},
        AnswerCase{"Stall", {.body = "{}", .fault = TestServer::Fault::kStall}, ErrorCode::kTimeout, ""},
        AnswerCase{"CutOff",
                   {.body = BackupPage(1, 9), .fault = TestServer::Fault::kCloseEarly, .fault_after = 60},
                   ErrorCode::kTruncated,
                   ""}),
    [](const auto& info) { return info.param.name; });

TEST_F(KubeLiveTest, WithoutItsCrdAResourceIsAbsent) {
  TestServer server([](const Request&) { return Reply{.status = 404, .body = "404 page not found\n"}; });
  const auto outcome = ReadFrom(server);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->state, ReadState::kAbsent);
}

TEST_F(KubeLiveTest, NobodyListeningIsUnavailable) {
  const ClosedPort port;
  const auto outcome = Read(WriteKubeconfig(folder_, port.Url(), ""), "", std::chrono::milliseconds(100));
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
}

TEST_F(KubeLiveTest, ATokenThatRotatesIsReadAgainAfterA401) {
  const std::string token = folder_.Write("token", "old\n");
  TestServer server([&](const Request& request) {
    if (request.Header("authorization") == "Bearer new") return Reply{.body = BackupPage(1, 1)};
    folder_.Write("token", "new\n");
    return StatusReply(401, "Unauthorized");
  });
  const auto outcome = ReadFrom(server, "tokenFile: token, token: not this one");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(server.requests().size(), 2u);
  EXPECT_EQ(server.requests()[0].Header("authorization"), "Bearer old");
}

TEST_F(KubeLiveTest, ATokenFileThatIsGoneIsUnauthorized) {
  TestServer server([](const Request&) { return Reply{}; });
  const auto outcome = ReadFrom(server, "tokenFile: gone");
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnauthorized);
  EXPECT_THAT(outcome.error().message, HasSubstr(folder_ / "gone"));
}

TEST_F(KubeLiveTest, BasicAuthenticationAndImpersonationAreHeaders) {
  TestServer server([](const Request&) { return Reply{.body = BackupPage(1, 1)}; });
  ASSERT_TRUE(ReadFrom(server, "username: me, password: pw, as: other, as-groups: [g]").ok());
  const Request request = server.requests()[0];
  EXPECT_EQ(request.Header("authorization"), "Basic bWU6cHc=");
  EXPECT_EQ(request.Header("impersonate-user"), "other");
  EXPECT_EQ(request.Header("impersonate-group"), "g");
}

TEST_F(KubeLiveTest, TheClustersProxyIsUsed) {
  TestServer proxy([](const Request&) { return Reply{.body = BackupPage(1, 1)}; });
  const std::string config =
      WriteKubeconfig(folder_, "http://api.invalid:6443", "", ", proxy-url: \"" + proxy.Url() + "\"");
  ASSERT_TRUE(Read(config).ok());
  EXPECT_EQ(proxy.requests()[0].target, "http://api.invalid:6443" + std::string(kBackupsPath) + "?limit=500");
}

TEST_F(KubeLiveTest, TlsIsCheckedAgainstTheClustersCaWithAClientCertificate) {
  const TestAuthority authority, other("other");
  TestServer server([](const Request&) { return Reply{.body = BackupPage(1, 1)}; },
                    TestServer::Tls{authority.Server(), authority.ca_pem()});
  const TestCertificate mine = authority.Client("reader");
  folder_.Write("ca.crt", authority.ca_pem());
  folder_.Write("my.crt", mine.cert_pem);
  folder_.Write("my.key", mine.key_pem);
  const std::string user = "client-certificate: my.crt, client-key: my.key";
  const auto good = Read(WriteKubeconfig(folder_, server.Url(), user, ", certificate-authority: ca.crt"));
  ASSERT_TRUE(good.ok()) << good.error().message;
  EXPECT_EQ(server.requests()[0].client, "reader");
  folder_.Write("ca.crt", other.ca_pem());
  const auto wrong = Read(WriteKubeconfig(folder_, server.Url(), user, ", certificate-authority: ca.crt"));
  EXPECT_EQ(wrong.error().code, ErrorCode::kTls);
}

TEST(KubeUnreachableTest, AServerThatNobodyReachesIsNotAskedForEachKind) {
  int requests = 0;
  FakeHttp http([&](const HttpRequest&) -> Result<HttpResponse> {
    ++requests;
    return Error{ErrorCode::kUnavailable, "refused"};
  });
  const FakeClock clock;
  const TempDir folder;
  const auto source = KubeSource::Open(
      {.kubeconfig = WriteKubeconfig(folder, "https://127.0.0.1:1", "token: x")}, http, clock);
  ASSERT_TRUE(source.ok());
  Names one{kBackups}, other{kBackups};
  const std::vector<Reading> single = {one.reading()}, both = {one.reading(), other.reading()};
  ASSERT_FALSE((*source)->Read(single, {}).at(0).ok());
  const int asked_once = std::exchange(requests, 0);
  const auto outcomes = (*source)->Read(both, {});
  EXPECT_EQ(requests, asked_once);
  EXPECT_EQ(outcomes.at(0).error(), outcomes.at(1).error());
}

}  // namespace
}  // namespace lastgood
