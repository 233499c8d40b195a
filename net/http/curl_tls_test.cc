#include "net/http/curl_tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http/curl_http.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using ::testing::HasSubstr;

TestServer::Reply Hello(const TestServer::Request&) { return {.body = "hello"}; }

class CurlTlsTest : public ::testing::Test {
 protected:
  Result<HttpResponse> Get(const std::string& url, TlsOptions tls) {
    return http_->Do({.url = url, .tls = std::move(tls)});
  }

  const TestAuthority authority_, other_{"another authority"};
  const TempDir folder_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
};

TEST_F(CurlTlsTest, TrustsTheCaThatItIsGiven) {
  TestServer server(Hello, TestServer::Tls{authority_.Server(), ""});
  EXPECT_TRUE(Get(server.Url(), {.ca_pem = authority_.ca_pem()}).ok());
  EXPECT_TRUE(Get(server.Url(), {.ca_file = folder_.Write("ca", authority_.ca_pem())}).ok());
}

TEST_F(CurlTlsTest, AWrongCaIsATlsError) {
  TestServer server(Hello, TestServer::Tls{authority_.Server(), ""});
  const auto response = Get(server.Url(), {.ca_pem = other_.ca_pem()});
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kTls) << response.error().message;
  EXPECT_THAT(response.error().message, HasSubstr("set `ca_file` to the authority"));
  EXPECT_EQ(Get(server.Url(), {}).error().code, ErrorCode::kTls);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(CurlTlsTest, AWrongCaIsIgnoredOnlyWhenToldTo) {
  TestServer server(Hello, TestServer::Tls{authority_.Server(), ""});
  EXPECT_TRUE(Get(server.Url(), {.insecure_skip_verify = true}).ok());
  // The connection that was not verified is not reused by a request that wants verification.
  EXPECT_EQ(Get(server.Url(), {}).error().code, ErrorCode::kTls);
}

TEST_F(CurlTlsTest, ACertificateForAnotherNameNeedsTheServerName) {
  TestServer server(Hello, TestServer::Tls{authority_.Server("DNS:kubernetes.default"), ""});
  EXPECT_EQ(Get(server.Url(), {.ca_pem = authority_.ca_pem()}).error().code, ErrorCode::kTls);
  const auto response =
      Get(server.Url(), {.ca_pem = authority_.ca_pem(), .server_name = "kubernetes.default"});
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(server.requests().at(0).Header("host"), "127.0.0.1:" + std::to_string(server.port()));
}

TEST_F(CurlTlsTest, ShowsItsClientCertificate) {
  TestServer server(Hello, TestServer::Tls{authority_.Server(), authority_.ca_pem()});
  const TestCertificate mine = authority_.Client("system:backup-reader");
  const auto response = Get(server.Url(), {.ca_pem = authority_.ca_pem(),
                                           .cert_pem = mine.cert_pem,
                                           .key_file = folder_.Write("key", mine.key_pem)});
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(server.requests().at(0).client, "system:backup-reader");
}

TEST_F(CurlTlsTest, AMissingClientCertificateIsATlsError) {
  TestServer server(Hello, TestServer::Tls{authority_.Server(), authority_.ca_pem()});
  const auto response = Get(server.Url(), {.ca_pem = authority_.ca_pem()});
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kTls) << response.error().message;
}

TEST_F(CurlTlsTest, ARotatedClientCertificateIsShownByTheNextRequest) {
  TestServer server(Hello, TestServer::Tls{authority_.Server(), authority_.ca_pem()});
  const auto get = [&](const TestCertificate& mine) {
    return Get(server.Url(), {.ca_pem = authority_.ca_pem(),
                              .cert_file = folder_.Write("cert", mine.cert_pem),
                              .key_file = folder_.Write("key", mine.key_pem)});
  };
  ASSERT_TRUE(get(authority_.Client("old")).ok());
  ASSERT_TRUE(get(authority_.Client("new")).ok());
  EXPECT_EQ(server.requests().at(0).client, "old");
  EXPECT_EQ(server.requests().at(1).client, "new");
}

TEST_F(CurlTlsTest, AFileThatIsMissingOrNoPemIsNamed) {
  const auto missing = Get("https://127.0.0.1:1/", {.ca_file = "/nowhere/ca.crt"});
  EXPECT_EQ(missing.error().code, ErrorCode::kTls);
  EXPECT_THAT(missing.error().message, HasSubstr("the CA file /nowhere/ca.crt: No such file"));
  const auto garbage = Get("https://127.0.0.1:1/", {.key_file = folder_.Write("key", "not a key")});
  EXPECT_THAT(garbage.error().message, HasSubstr("is not PEM"));
}

TEST(TlsMaterialTest, TheIdentityChangesWithEachPart) {
  const auto identity = [](const TlsOptions& options, const char* proxy) {
    return LoadTlsMaterial(options, proxy)->identity;
  };
  const std::string plain = identity({}, "");
  EXPECT_EQ(identity({}, ""), plain);
  EXPECT_NE(identity({.ca_pem = "a"}, ""), plain);
  EXPECT_NE(identity({.ca_pem = "a"}, ""), identity({.cert_pem = "a"}, ""));
  EXPECT_NE(identity({.cert_pem = "a"}, ""), plain);
  EXPECT_NE(identity({.key_pem = "a"}, ""), plain);
  EXPECT_NE(identity({.server_name = "a"}, ""), plain);
  EXPECT_NE(identity({.insecure_skip_verify = true}, ""), plain);
  EXPECT_NE(identity({}, "http://proxy"), plain);
}

}  // namespace
}  // namespace lastgood
