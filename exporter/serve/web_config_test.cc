// What exporter-toolkit 0.20 says of each kind of file was asked of its own Validate; where we differ on
// purpose, it is said, here and in docs/configuration.md.
#include "exporter/serve/web_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exporter/serve/web_config_values.h"

namespace lastgood {
namespace {

using std::chrono::nanoseconds;
using testing::ElementsAre;
using testing::HasSubstr;

std::string Mistake(const std::string& text) {
  const Result<WebConfig> config = ParseWebConfig(text, "/etc/web.yaml");
  return config.ok() ? "" : config.error().message;
}

WebConfig Read(const std::string& text) {
  const Result<WebConfig> config = ParseWebConfig(text, "/etc/web.yaml");
  EXPECT_TRUE(config.ok()) << config.error().message;
  return config.ok() ? *config : WebConfig();
}

std::string Tls(const std::string& more) {
  return "tls_server_config: {cert_file: a, key_file: b" + (more.empty() ? "" : ", " + more) + "}\n";
}
std::string Header(const std::string& line) { return "http_server_config: {headers: {" + line + "}}\n"; }
std::string Rate(const std::string& line) { return "rate_limit: {" + line + "}\n"; }
std::string User(const std::string& hash) { return "basic_auth_users:\n  prom: " + hash + "\n"; }

const std::string kHash = "$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

TEST(WebConfigTest, ReadsExporterToolkitsFormatWithPathsRelativeToTheFile) {
  const WebConfig config = Read(
      "tls_server_config:\n  cert_file: tls/cert.pem\n  key_file: /k.pem\n  min_version: TLS13\n"
      "http_server_config: {http2: true, headers: {X-Frame-Options: deny}}\n"
      "rate_limit: {interval: 1s, burst: 5}\n" +
      User("$2y" + kHash));
  EXPECT_EQ(config.cert.file, "/etc/tls/cert.pem");
  EXPECT_EQ(config.key.file, "/k.pem");
  EXPECT_EQ(config.min_version, "TLS13");
  EXPECT_EQ(config.headers.at("X-Frame-Options"), "deny");
  EXPECT_EQ(config.rate_interval, std::chrono::seconds(1));
  EXPECT_EQ(config.rate_burst, 5);
  EXPECT_EQ(config.users.size(), 1u);
}

const std::vector<std::string> kAccepted = {
    "",
    "~\n",
    "{}\n",
    "# nothing\n",
    "{\"rate_limit\": {\"burst\": 1}}\n",
    "tls_server_config:\nhttp_server_config: ~\nbasic_auth_users: {}\nrate_limit: null\n",
    Tls(""),
    Tls("prefer_server_cipher_suites: no"),
    Tls("prefer_server_cipher_suites: ~"),
    Tls("client_auth_type: ''"),
    Tls("client_auth_type: NoClientCert"),
    Tls("client_auth_type: RequestClientCert"),
    Tls("client_auth_type: RequireClientCert"),
    Tls("client_auth_type: RequireAnyClientCert"),
    Tls("client_auth_type: VerifyClientCertIfGiven"),
    Tls("client_auth_type: RequireAndVerifyClientCert"),
    Tls("client_auth_type: RequireAndVerifyClientCert, client_ca_file: c"),
    Tls("client_auth_type: RequireAndVerifyClientCert, client_ca: text"),
    Tls("client_allowed_sans: []"),
    Tls("client_allowed_sans: [a, 1]"),
    Tls("cipher_suites: [TLS_AES_128_GCM_SHA256]"),
    Tls("cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA]"),
    Tls("cipher_suites: []"),
    Tls("curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]"),
    Tls("min_version: TLS10, max_version: TLS11"),
    Tls("min_version: TLS13, max_version: TLS12"),  // and lets nobody in
    Tls("min_version: ~"),
    "tls_server_config: {cert: text, key: text}\n",
    "tls_server_config: {cert: text, cert_file: a, key_file: b}\n",
    "tls_server_config: {min_version: TLS13}\n",  // and serves plain HTTP
    "tls_server_config: {client_auth_type: ''}\n",
    "tls_server_config: {<<: {cert_file: a, key_file: b}}\n",
    "tls_server_config: {<<: [{cert_file: a}, {key_file: b}]}\n",
    "basic_auth_users: &none {}\nhttp_server_config: {headers: *none}\n",
    Header("X-Frame-Options: sameorigin"),
    Header("X-Content-Type-Options: nosniff"),
    Header("X-XSS-Protection: ~"),
    Header("Content-Security-Policy: \"a\\r\\nb\""),
    "http_server_config: {http2: off, headers: ~}\n",
    User("$2y" + kHash),
    User("$2x" + kHash),
    User("$2" + kHash),
    User("$2y$04" + kHash.substr(3)),
    User("$2y$31" + kHash.substr(3)),
    User("$2y" + kHash + "longer"),
    Rate("interval: 1h30m"),
    Rate("interval: 1.5s, burst: 0"),
    Rate("interval: -1s"),
    Rate("interval: 1000000000, burst: 1.5"),
    Rate("interval: '1s', burst: 0x10"),
    Rate("interval: ~, burst: ~"),
    "# d\u00e9\n",
};

TEST(WebConfigTest, TakesWhatExporterToolkitTakes) {
  for (const std::string& text : kAccepted) EXPECT_EQ(Mistake(text), "") << text;
}

const std::vector<std::pair<std::string, std::string>> kRefused = {
    {"hello\n", "expected a mapping"},
    {"[]\n", "expected a mapping"},
    {"tls_server_confg: {}\n", "did you mean \"tls_server_config\"?"},
    {"rate_limit: {}\nrate_limit: {}\n", "is repeated"},
    {"rate_limit: []\n", "expected a mapping"},
    {"basic_auth_users: x\n", "expected a mapping"},
    {"tls_server_config: {cert_file: a}\n", "needs cert_file and key_file"},
    {"tls_server_config: {key: a}\n", "needs cert_file and key_file"},
    {"tls_server_config: {client_auth_type: NoClientCert}\n", "needs cert_file and key_file"},
    {"tls_server_config: {<<: x}\n", "expected a mapping or a list of mappings"},
    {"tls_server_config: {\"<<\": {}}\n", "unknown key \"<<\""},
    {Tls("client_ca_file: c"), "would check nobody"},
    {Tls("client_ca: c"), "would check nobody"},
    {Tls("client_ca_file: c, client_auth_type: NoClientCert"), "would check nobody"},
    {Tls("client_auth_type: requestclientcert"), "unknown type"},
    {Tls("prefer_server_cipher_suites: maybe"), "expected true or false"},
    {Tls("prefer_server_cipher_suites: 'true'"), "expected true or false"},
    {Tls("client_allowed_sans: a"), "expected a list"},
    {Tls("cipher_suites: TLS_AES_128_GCM_SHA256"), "expected a list"},
    {Tls("cipher_suites: [ECDHE-RSA-AES128-GCM-SHA256]"), "expected Go's names"},
    {Tls("cipher_suites: [TLS_RSA_WITH_AES_128_GCM_SHA256]"), "expected Go's names"},
    {Tls("cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256]"), "expected Go's names"},
    {Tls("curve_preferences: [x25519]"), "expected CurveP256"},
    {Tls("curve_preferences: [X25519MLKEM768]"), "expected CurveP256"},
    {Tls("min_version: SSL3"), "TLS10, TLS11, TLS12, TLS13"},
    {Tls("min_version: tls12"), "TLS10, TLS11, TLS12, TLS13"},
    {Tls("max_version: ''"), "TLS10, TLS11, TLS12, TLS13"},
    {Header("X-Frame-Options: DENY"), "expected deny or sameorigin"},
    {Header("X-Frame-Options: ~"), "expected deny or sameorigin"},
    {Header("X-Content-Type-Options: deny"), "expected nosniff"},
    {Header("x-frame-options: deny"), "unknown key"},
    {Header("Server: x"), "unknown key"},
    {"http_server_config: {http2: 1}\n", "expected true or false"},
    {User("secret"), "has 6 characters"},
    {User(""), "has 0 characters"},
    {User("$2y" + kHash.substr(0, kHash.size() - 2)), "has 58 characters"},
    {User("$2y$03" + kHash.substr(3)), "the cost 3, which is not from 4 to 31"},
    {User("$2y$32" + kHash.substr(3)), "the cost 32, which is not from 4 to 31"},
    {User("$2y$xx" + kHash.substr(3)), "no cost of two digits"},
    {User("$3y" + kHash), "does not start with $2"},
    {Rate("interval: 1d"), "there is no day"},
    {Rate("interval: 1w"), "there is no day"},
    {Rate("interval: 1 s"), "expected a duration"},
    {Rate("interval: '10'"), "expected a duration"},
    {Rate("interval: ''"), "expected a duration"},
    {Rate("interval: 300y"), "expected a duration"},
    {Rate("interval: 9999999h"), "expected a duration"},
    {Rate("burst: '5'"), "expected a whole number"},
    {Rate("burst: x"), "expected a whole number"},
    {Rate("burst: 9223372036854775808"), "expected a whole number"},
    {Header("X-XSS-Protection: d\xe9"), "/etc/web.yaml:1:51: this byte is not UTF-8"},
    {"# a\n# \x01\n", "/etc/web.yaml:2:3: this byte is not UTF-8, or a control character"},
    {"# \xc2\x84\n", "not UTF-8, or a control character"},
    // exporter-toolkit takes these: a list of nothing as a name, lines that end with CR alone, UTF-16.
    {"basic_auth_users: {~: $2y" + kHash + "}\n", "a key must be a plain value"},
    {"rate_limit: {}\rbasic_auth_users: {}\r", "/etc/web.yaml:1"},
    {std::string("\xff\xfe{\0}\0", 6), "this byte is not UTF-8"},
};

TEST(WebConfigTest, RefusesWhatExporterToolkitRefusesAndNamesThePlace) {
  for (const auto& [text, why] : kRefused) {
    EXPECT_THAT(Mistake(text), HasSubstr(why)) << text;
    EXPECT_THAT(Mistake(text), testing::StartsWith("/etc/web.yaml:")) << text;
  }
}

TEST(WebConfigTest, TlsIsOnWhenAKeyOfItSaysSo) {
  EXPECT_TRUE(Read(Tls("")).tls);
  EXPECT_TRUE(Read("tls_server_config: {cert: a, key: b}\n").tls);
  EXPECT_FALSE(Read("tls_server_config: {min_version: TLS13}\n").tls);
  EXPECT_FALSE(Read("").tls);
}

TEST(WebConfigTest, AMergedKeyYieldsToTheMappingsOwn) {
  const WebConfig config = Read("tls_server_config:\n  <<: {cert_file: no, key_file: b}\n  cert_file: a\n");
  EXPECT_EQ(config.cert.file, "/etc/a");
  EXPECT_EQ(config.key.file, "/etc/b");
}

TEST(WebConfigTest, CipherSuitesAndCurvesAreOpenSslsInTheOrderOfTheFile) {
  const WebConfig config =
      Read(Tls("cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256, "
               "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA], curve_preferences: [X25519, CurveP256]"));
  EXPECT_THAT(config.cipher_suites, ElementsAre("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA"));
  EXPECT_FALSE(config.only_tls13);
  EXPECT_THAT(config.curves, ElementsAre("X25519", "P-256"));
  EXPECT_TRUE(Read(Tls("cipher_suites: [TLS_AES_128_GCM_SHA256]")).only_tls13);
}

TEST(WebConfigTest, NoNamesAndNoListOfNamesAreTwoThings) {
  EXPECT_FALSE(Read(Tls("")).client_allowed_sans.has_value());
  EXPECT_FALSE(Read(Tls("client_allowed_sans: ~")).client_allowed_sans.has_value());
  EXPECT_TRUE(Read(Tls("client_allowed_sans: []")).client_allowed_sans.has_value());
}

TEST(GoValuesTest, AreReadAsGoReadsThem) {
  EXPECT_EQ(ParseGoDuration("1h30m", true), nanoseconds(5'400'000'000'000));
  EXPECT_EQ(ParseGoDuration("-1.5s", true), nanoseconds(-1'500'000'000));
  EXPECT_EQ(ParseGoDuration("1\u00b5s", true), nanoseconds(1000));
  EXPECT_EQ(ParseGoDuration("10", true), nanoseconds(10));
  EXPECT_EQ(ParseGoDuration("10", false), std::nullopt);
  EXPECT_EQ(ParseGoDuration("1S", true), std::nullopt);
  EXPECT_EQ(ParseGoInt("010"), 8);
  EXPECT_EQ(ParseGoInt("0x1f"), 31);
  EXPECT_EQ(ParseGoInt("-0b11"), -3);
  EXPECT_EQ(ParseGoInt("1_000"), 1000);
  EXPECT_EQ(ParseGoInt("1e3"), 1000);
  EXPECT_EQ(ParseGoInt("_1"), std::nullopt);
  EXPECT_EQ(ParseGoInt("0x"), std::nullopt);
  EXPECT_EQ(ParseGoBool("Yes"), true);
  EXPECT_EQ(ParseGoBool("OFF"), false);
  EXPECT_EQ(ParseGoBool("tRue"), std::nullopt);
}

}  // namespace
}  // namespace lastgood
