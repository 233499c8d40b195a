#include "exporter/serve/web_config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temp_dir.h"
#include "tests/support/test_certificates.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

class WebConfigFileTest : public testing::Test {
 protected:
  void Open(const std::string& text) {
    Result<std::unique_ptr<WebConfigFile>> opened = WebConfigFile::Open(folder_.Write("web.yaml", text));
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    file_ = *std::move(opened);
  }
  void Write(const TestCertificate& certificate) {
    folder_.Write("cert.pem", certificate.cert_pem);
    folder_.Write("key.pem", certificate.key_pem);
  }
  WebConfigInForce Current() {
    mistake_.reset();
    return file_->Current(mistake_);
  }
  std::string Mistake() const { return mistake_ ? mistake_->message : ""; }

  TempDir folder_;
  TestAuthority authority_;
  std::unique_ptr<WebConfigFile> file_;
  std::optional<Error> mistake_;
};

constexpr const char* kTls = "tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n";

TEST_F(WebConfigFileTest, AChangeIsReadAndAMistakeKeepsTheOldOneAndIsToldOnce) {
  Open("rate_limit: {interval: 1s, burst: 1}\n");
  EXPECT_EQ(Current().config->rate_burst, 1);
  folder_.Write("web.yaml", "rate_limit: {interval: 1s, burst: 2}\n");
  EXPECT_EQ(Current().config->rate_burst, 2);
  EXPECT_EQ(Mistake(), "");
  folder_.Write("web.yaml", "rate_limt: {}\n");
  EXPECT_EQ(Current().config->rate_burst, 2);
  EXPECT_THAT(Mistake(), HasSubstr("web.yaml:1:1: unknown key \"rate_limt\""));
  EXPECT_EQ(Current().config->rate_burst, 2);
  EXPECT_EQ(Mistake(), "");
}

TEST_F(WebConfigFileTest, ARotatedCertificateIsAnotherContext) {
  Write(authority_.Server());
  Open(kTls);
  const TlsContext first = Current().tls;
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(Current().tls, first);
  Write(authority_.Server());
  EXPECT_NE(Current().tls, first);
}

TEST_F(WebConfigFileTest, ACertificateWithoutItsKeyKeepsTheFormerOne) {
  Write(authority_.Server());
  Open(kTls);
  const TlsContext first = Current().tls;
  folder_.Write("cert.pem", authority_.Server().cert_pem);
  EXPECT_EQ(Current().tls, first);
  EXPECT_THAT(Mistake(), HasSubstr("the key"));
}

// Users of a config whose certificate is missing must not be let in without it; when it comes, both count.
TEST_F(WebConfigFileTest, WhatANewConfigAsksForCountsTogetherOrNotAtAll) {
  Open("http_server_config: {}\n");
  folder_.Write("web.yaml", std::string(kTls) + "http_server_config: {headers: {X-Frame-Options: deny}}\n");
  EXPECT_TRUE(Current().config->headers.empty());
  EXPECT_THAT(Mistake(), HasSubstr("cert.pem"));
  Write(authority_.Server());
  EXPECT_EQ(Current().config->headers.size(), 1u);
  EXPECT_NE(Current().tls, nullptr);
}

TEST_F(WebConfigFileTest, APipeDoesNotChange) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(FileStamp::Of(pipe), FileStamp());
  EXPECT_NE(FileStamp::Of(folder_.Write("file", "x")), FileStamp());
}

TEST_F(WebConfigFileTest, AKeyWithAPasswordAsksNobody) {
  Write(authority_.Server());
  folder_.Write("key.pem",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg=\n"
                "-----END ENCRYPTED PRIVATE KEY-----\n");
  EXPECT_FALSE(WebConfigFile::Open(folder_.Write("web.yaml", kTls)).ok());
}

}  // namespace
}  // namespace lastgood
