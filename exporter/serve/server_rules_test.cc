// What the web config asks for counts from the next handshake, not from the next start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exporter/serve/server.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/raw_client.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certificates.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kTls = "cert_file: cert.pem, key_file: key.pem";

class ServerRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    web_.Serve(std::make_shared<Runner>(std::vector<Collector>{}, Objectives{}, clock_, log_), {},
               {"1", "r", "c", true, clock_.Now()});
    const TestCertificate own = authority_.Server();
    folder_.Write("cert.pem", own.cert_pem);
    folder_.Write("key.pem", own.key_pem);
    folder_.Write("ca.pem", authority_.ca_pem());
  }
  void Rules(const std::string& text) { folder_.Write("web.yaml", text); }
  void TlsRules(const std::string& more = "") {
    Rules(std::string("tls_server_config: {") + kTls + (more.empty() ? "" : ", " + more) + "}\n");
  }
  void Start() {
    Result<std::unique_ptr<Server>> started = Server::Start("127.0.0.1:0", folder_ / "web.yaml", web_, log_);
    ASSERT_TRUE(started.ok()) << started.error().message;
    server_ = *std::move(started);
  }
  std::string Url(const char* scheme) const {
    return scheme + server_->url().substr(server_->url().find("://"));
  }
  // The status of an answer to a new client, 0 when none comes.
  int StatusOf(const char* scheme, const TestCertificate& client = {}) const {
    HttpRequest request{.url = Url(scheme) + "/-/healthy"};
    request.tls.ca_pem = authority_.ca_pem();
    request.tls.cert_pem = client.cert_pem;
    request.tls.key_pem = client.key_pem;
    const Result<HttpResponse> response = MakeCurlHttpClient("lastgood/test")->Do(request);
    return response.ok() ? response->status : 0;
  }
  bool SpeaksAtMost(int version) const;

  FakeClock clock_;
  Logger log_{nullptr, clock_, LogLevel::kError, LogFormat::kLogfmt};
  TempDir folder_;
  TestAuthority authority_;
  Instruments instruments_;
  Web web_{{}, clock_, instruments_, [] { return Ok(); }};
  std::unique_ptr<Server> server_;
};

// Whether a client that knows no newer version of TLS comes in.
bool ServerRulesTest::SpeaksAtMost(int version) const {
  const std::string port = server_->url().substr(server_->url().rfind(':') + 1);
  const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address{.sin_family = AF_INET,
                            .sin_port = htons(static_cast<std::uint16_t>(std::stoi(port))),
                            .sin_addr = {htonl(INADDR_LOOPBACK)},
                            .sin_zero = {}};
  connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_max_proto_version(context, version);
  SSL* session = SSL_new(context);
  SSL_set_fd(session, file);
  const bool connected = SSL_connect(session) == 1;
  SSL_free(session);
  SSL_CTX_free(context);
  close(file);
  return connected;
}

TEST_F(ServerRulesTest, ClientCertificatesAreAskedForFromTheNextHandshake) {
  TlsRules();
  Start();
  EXPECT_EQ(StatusOf("https"), 200);
  TlsRules("client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem");
  EXPECT_EQ(StatusOf("https"), 0);
  EXPECT_EQ(StatusOf("https", authority_.Client("prometheus")), 200);
  EXPECT_EQ(StatusOf("https", TestAuthority().Client("prometheus")), 0) << "of another authority";
}

TEST_F(ServerRulesTest, AnAuthorityThatIsTakenAwayLetsNobodyInAnyMore) {
  const std::string verify = "client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem";
  TlsRules(verify);
  Start();
  EXPECT_EQ(StatusOf("https", authority_.Client("prometheus")), 200);
  folder_.Write("ca.pem", TestAuthority("another").ca_pem());
  EXPECT_EQ(StatusOf("https", authority_.Client("prometheus")), 0);
}

TEST_F(ServerRulesTest, OnlyNamesThatAreAllowedToTheLetterComeIn) {
  const std::string verify = "client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem";
  TlsRules(verify + ", client_allowed_sans: [prometheus]");
  Start();
  EXPECT_EQ(StatusOf("https", authority_.Client("prometheus")), 200);
  EXPECT_EQ(StatusOf("https", authority_.Client("Prometheus")), 0);
  EXPECT_EQ(StatusOf("https", authority_.Client("*")), 0);
  TlsRules(verify + ", client_allowed_sans: []");
  EXPECT_EQ(StatusOf("https", authority_.Client("prometheus")), 0) << "an empty list names nobody";
  TlsRules("client_auth_type: RequestClientCert, client_allowed_sans: [prometheus]");
  EXPECT_EQ(StatusOf("https"), 0) << "a name is asked for, so a certificate is";
}

TEST_F(ServerRulesTest, ANewLeastVersionCountsFromTheNextHandshake) {
  TlsRules();
  Start();
  EXPECT_FALSE(SpeaksAtMost(TLS1_1_VERSION));
  EXPECT_TRUE(SpeaksAtMost(TLS1_2_VERSION));
  TlsRules("min_version: TLS13");
  EXPECT_FALSE(SpeaksAtMost(TLS1_2_VERSION));
  EXPECT_TRUE(SpeaksAtMost(TLS1_3_VERSION));
  TlsRules("min_version: TLS10");
  EXPECT_TRUE(SpeaksAtMost(TLS1_VERSION));
  TlsRules("cipher_suites: [TLS_AES_128_GCM_SHA256]");
  EXPECT_FALSE(SpeaksAtMost(TLS1_2_VERSION)) << "no suite of TLS 1.2 is named";
}

TEST_F(ServerRulesTest, TlsIsSwitchedOnAndOffWithoutARestart) {
  Rules("http_server_config: {}\n");
  Start();
  RawClient plain(server_->url());
  const char* ask = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n";
  plain.Send(ask);
  EXPECT_EQ(StatusIn(plain.Answer()), "200");
  TlsRules();
  plain.Send(ask);
  EXPECT_EQ(StatusIn(plain.Answer()), "no answer") << "who came in without TLS has to come in anew";
  EXPECT_EQ(StatusOf("https"), 200);
  Rules("http_server_config: {}\n");
  EXPECT_EQ(StatusOf("http"), 200);
}

TEST_F(ServerRulesTest, PlainHttpOnATlsPortIsAnsweredInPlainWords) {
  TlsRules();
  Start();
  EXPECT_THAT(server_->url(), StartsWith("https://127.0.0.1:"));
  RawClient client(server_->url());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = client.Answer();
  EXPECT_EQ(StatusIn(answer), "400");
  EXPECT_THAT(answer, HasSubstr("ask with https://"));
  EXPECT_TRUE(client.Ended());
}

TEST_F(ServerRulesTest, AMistakeKeepsTheRulesThatWereInForce) {
  TlsRules("client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem");
  Start();
  TlsRules("client_auth_type: Nobody");
  EXPECT_EQ(StatusOf("https"), 0);
  EXPECT_EQ(StatusOf("https", authority_.Client("prometheus")), 200);
}

}  // namespace
}  // namespace lastgood
