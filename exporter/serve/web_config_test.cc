#include "exporter/serve/web_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

std::string Mistake(const std::string& text) {
  const Result<WebConfig> config = ParseWebConfig(text, "/etc/web.yaml");
  return config.ok() ? "" : config.error().message;
}

TEST(WebConfigTest, ReadsExporterToolkitsFormatWithPathsRelativeToTheFile) {
  const Result<WebConfig> config = ParseWebConfig(
      "tls_server_config:\n  cert_file: tls/cert.pem\n  key_file: /k.pem\n  min_version: TLS13\n"
      "http_server_config: {http2: true, headers: {X-Frame-Options: deny}}\n"
      "rate_limit: {interval: 1s, burst: 5}\n"
      "basic_auth_users: {prom: $2y$10$abcdefghijklmnopqrstuv}\n",
      "/etc/web.yaml");
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->cert_file, "/etc/tls/cert.pem");
  EXPECT_EQ(config->key_file, "/k.pem");
  EXPECT_EQ(config->headers.at("X-Frame-Options"), "deny");
  EXPECT_EQ(config->rate_burst, 5);
  EXPECT_EQ(config->users.size(), 1u);
}

TEST(WebConfigTest, MistakesAreNamed) {
  EXPECT_THAT(Mistake("tls_server_confg: {}"), HasSubstr("did you mean \"tls_server_config\"?"));
  EXPECT_THAT(Mistake("tls_server_config: {cert_file: a}"), HasSubstr("needs cert_file and key_file"));
  EXPECT_THAT(Mistake("tls_server_config: {cert_file: a, key_file: b, client_ca_file: c}"),
              HasSubstr("would check nobody"));
  EXPECT_THAT(
      Mistake("tls_server_config: {cert_file: a, key_file: b, client_auth_type: RequireAndVerifyClientCert}"),
      HasSubstr("needs client_ca_file"));
  EXPECT_THAT(Mistake("tls_server_config: {cert_file: a, key_file: b, min_version: SSL3}"),
              HasSubstr("TLS10, TLS11, TLS12, TLS13"));
  EXPECT_THAT(Mistake("basic_auth_users: {prom: secret}"), HasSubstr("expected a bcrypt hash"));
  EXPECT_THAT(Mistake("http_server_config: {headers: {X-Frame-Options: \"a\\r\\nb\"}}"),
              HasSubstr("one line"));
}

TEST(WebConfigFileTest, AChangeIsReadAndAMistakeKeepsTheOldOne) {
  TempDir folder;
  const std::string file = folder.Write("web.yaml", "rate_limit: {interval: 1s, burst: 1}\n");
  const auto rewrite = [&](const std::string& text, int seconds) {
    folder.Write("web.yaml", text);
    std::filesystem::last_write_time(file,
                                     std::filesystem::last_write_time(file) + std::chrono::seconds(seconds));
  };
  Result<std::unique_ptr<WebConfigFile>> opened = WebConfigFile::Open(file);
  ASSERT_TRUE(opened.ok());
  std::optional<Error> mistake;
  EXPECT_EQ((*opened)->Current(mistake)->rate_burst, 1);
  rewrite("rate_limit: {interval: 1s, burst: 2}\n", 10);
  EXPECT_EQ((*opened)->Current(mistake)->rate_burst, 2);
  EXPECT_FALSE(mistake.has_value());
  rewrite("rate_limt: {}\n", 20);
  EXPECT_EQ((*opened)->Current(mistake)->rate_burst, 2);
  EXPECT_TRUE(mistake.has_value());
}

TEST(AuthenticatorTest, OnlyTheRightPasswordOfAKnownUserIsLetIn) {
  WebConfig config;
  const Authenticator authenticator;
  EXPECT_TRUE(authenticator.Allows(config, "")) << "without users everybody is let in";
  config.users["prom"] = "$2y$04$71Vhhvu5k7y1Cpw0.MGgju1lrNmk6BWU2279IQAImwhtKv8RKqXni";  // "secret"
  EXPECT_TRUE(authenticator.Allows(config, "Basic cHJvbTpzZWNyZXQ="));
  EXPECT_TRUE(authenticator.Allows(config, "Basic cHJvbTpzZWNyZXQ="));
  for (const char* wrong : {"", "Basic", "Basic !!!", "Bearer x",
                            "Basic cHJvbTp3cm9uZw==", "Basic bm9ib2R5OnNlY3JldA==", "Basic cHJvbQ=="})
    EXPECT_FALSE(authenticator.Allows(config, wrong)) << wrong;
  EXPECT_FALSE(authenticator.Allows(config, "Basic cHJvbTpzZWNyZXQAeA=="))
      << "a zero byte and more behind the password";
  config.users["prom"] = "$2y$04$71Vhhvu5k7y1Cpw0.MGgju1lrNmk6BWU2279IQAImwhtKv8RKqXnj";
  EXPECT_FALSE(authenticator.Allows(config, "Basic cHJvbTpzZWNyZXQ=")) << "the hash was changed";
}

}  // namespace
}  // namespace lastgood
