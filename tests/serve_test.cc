// `lastgood serve` as Prometheus, systemd and Kubernetes use it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "tests/support/demo.h"
#include "tests/support/test_certificates.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ServeTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(demo_.rendered()); }
  Demo demo_;
};

TEST_F(ServeTest, PromtoolFindsNothingWrongWithTheDemosMetrics) {
  const Serving serving(demo_.config());
  ASSERT_NE(serving.url, "");
  serving.AwaitReady();
  Process promtool({"promtool", "check", "metrics"}, serving.Get("/metrics"));
  const int code = promtool.Wait();
  ASSERT_NE(code, 127) << "promtool is not in PATH; ./dev test brings it";
  EXPECT_EQ(code, 0) << promtool.out << promtool.err;
  EXPECT_EQ(promtool.out + promtool.err, "");
}

TEST_F(ServeTest, ThePageAnswersOnTop) {
  const Serving serving(demo_.config());
  serving.AwaitReady();
  EXPECT_THAT(serving.Get("/"),
              AllOf(HasSubstr("objects are at risk"), HasSubstr("shop/carts"), HasSubstr("class=bar")));
}

TEST_F(ServeTest, SigtermEndsItWithExitCode0) {
  Serving serving(demo_.config());
  const auto start = std::chrono::steady_clock::now();
  serving.process->Signal(SIGTERM);
  EXPECT_EQ(serving.process->Wait(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(ServeTest, SighupReloadsAndAMistakeKeepsTheOldConfig) {
  Serving serving(demo_.config());
  serving.AwaitReady();
  demo_.folder().Write("demo/lastgood.yaml",
                       "kubernetes: {folder: " + demo_.manifests() + "}\ncollectors: {cnpg: {}}\n");
  serving.process->Signal(SIGHUP);
  EXPECT_NE(serving.process->AwaitErrorLine("reloaded the config"), "");
  serving.AwaitReady();
  EXPECT_EQ(serving.Get("/metrics").find("lastgood_bucket"), std::string::npos);
  demo_.folder().Write("demo/lastgood.yaml", "kubernets: {}\n");
  serving.process->Signal(SIGHUP);
  EXPECT_THAT(serving.process->AwaitErrorLine("not reloaded"), HasSubstr("did you mean"));
  EXPECT_THAT(serving.Get("/metrics"),
              AllOf(HasSubstr("lastgood_config_last_reload_successful 0\n"), HasSubstr("name=\"carts\"")));
}

TEST_F(ServeTest, AMistakeInTheWebConfigIsAMistakeOfTheReload) {
  const std::string web = demo_.folder().Write("web.yaml", "http_server_config: {http2: true}\n");
  Serving serving(demo_.config(), {"--web.config.file", web});
  serving.AwaitReady();
  demo_.folder().Write("web.yaml", "tls_server_config: {cert_fil: x}\n");
  serving.process->Signal(SIGHUP);
  EXPECT_THAT(serving.process->AwaitErrorLine("the config was not reloaded"), HasSubstr("cert_fil"));
  EXPECT_THAT(serving.Get("/metrics"), HasSubstr("lastgood_config_last_reload_successful 0\n"));
}

TEST_F(ServeTest, ASourceThatGoesAwayKeepsItsLastGoodFacts) {
  demo_.folder().Write("demo/lastgood.yaml", "kubernetes: {folder: " + demo_.manifests() +
                                                 "}\ncollectors: {cnpg: {interval: 1s}}\n");
  Serving serving(demo_.config());
  serving.AwaitReady();
  std::filesystem::remove_all(demo_.manifests());
  EXPECT_THAT(serving.process->AwaitErrorLine("reason=not_found"), HasSubstr("source=cnpg/kubernetes"));
  EXPECT_THAT(serving.Get("/metrics"),
              AllOf(HasSubstr("lastgood_collector_success{collector=\"cnpg\",source=\"kubernetes\"} 0\n"),
                    HasSubstr("name=\"carts\"")));
}

TEST_F(ServeTest, APortThatIsTakenIsAPlainError) {
  const Serving first(demo_.config());
  Process second({LASTGOOD_BINARY, "serve", "--config", demo_.config(),
                  "--web.listen-address=" + first.url.substr(first.url.find("127"))});
  EXPECT_EQ(second.Wait(), 2);
  EXPECT_THAT(second.err, HasSubstr("cannot listen on 127.0.0.1:"));
}

TEST_F(ServeTest, BasicAuthenticationKeepsOthersOut) {
  // The bcrypt hash of "secret", at the least cost.
  const std::string web = demo_.folder().Write(
      "web.yaml", "basic_auth_users: {prom: $2y$04$71Vhhvu5k7y1Cpw0.MGgju1lrNmk6BWU2279IQAImwhtKv8RKqXni}\n");
  const Serving serving(demo_.config(), {"--web.config.file", web});
  ASSERT_NE(serving.url, "");
  HttpRequest request = serving.Request("/metrics");
  EXPECT_EQ(serving.StatusOf(request), 401);
  request.headers = {{"Authorization", "Basic cHJvbTpzZWNyZXQ="}};
  EXPECT_EQ(serving.StatusOf(request), 200);
  EXPECT_EQ(serving.StatusOf(request), 200) << "the second time from memory";
  request.headers = {{"Authorization", "Basic cHJvbTp3cm9uZw=="}};
  EXPECT_EQ(serving.StatusOf(request), 401);
}

TEST_F(ServeTest, TlsServesARotatedCertificateAndAsksForClientCertificates) {
  const TestAuthority authority;
  const auto write = [&](const TestCertificate& certificate) {
    demo_.folder().Write("tls/key.pem", certificate.key_pem);
    demo_.folder().Write("tls/cert.pem", certificate.cert_pem);
  };
  write(authority.Server());
  demo_.folder().Write("tls/ca.pem", authority.ca_pem());
  const std::string web = demo_.folder().Write(
      "tls/web.yaml",
      "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca_file: ca.pem, "
      "client_auth_type: RequireAndVerifyClientCert, client_allowed_sans: [prometheus]}\n");
  const Serving serving(demo_.config(), {"--web.config.file", web});
  ASSERT_THAT(serving.url, HasSubstr("https://127.0.0.1:"));
  HttpRequest request = serving.Request("/-/healthy");
  request.tls.ca_pem = authority.ca_pem();
  EXPECT_EQ(serving.StatusOf(request), 0) << "without a client certificate";
  const TestCertificate stranger = authority.Client("stranger");
  request.tls.cert_pem = stranger.cert_pem;
  request.tls.key_pem = stranger.key_pem;
  EXPECT_EQ(serving.StatusOf(request), 0) << "its name is not allowed";
  const TestCertificate client = authority.Client("prometheus");
  request.tls.cert_pem = client.cert_pem;
  request.tls.key_pem = client.key_pem;
  EXPECT_EQ(serving.StatusOf(request), 200);
  const TestAuthority other;
  write(other.Server());
  request.tls.ca_pem = other.ca_pem();
  EXPECT_EQ(serving.StatusOf(request), 200) << "the new certificate";
}

}  // namespace
}  // namespace lastgood
