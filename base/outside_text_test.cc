#include "base/outside_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(OutsideTextTest, NoSecretIsLeft) {
  for (const std::string text : {
           "rpc error: https://user:hunter2@minio.example/backups: refused",
           "PUT https://b.s3.amazonaws.com/x?X-Amz-Credential=AKIA&X-Amz-Signature=hunter2: 403",
           "http://push:9091/metrics?token=hunter2",
           "s3://key:hunter2@bucket/x",
           "AWS_SECRET_ACCESS_KEY=hunter2 is wrong",
           "aws_secret_access_key = hunter2",
           "password='hunter2 with spaces' refused",
           R"({"secretKey": "hunter2", "user": "me"})",
           R"({'token':'hunter2'})",
           "Authorization: Bearer hunter2hunter2 was refused",
           "Authorization: Basic aHVudGVyMjpodW50ZXIy, hunter",
           "apiKey=hunter2;x",
           "sig=hunter2&se=1",
           "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----\n",
           "-----BEGIN PRIVATE KEY-----\nhunter2",
           "the token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2 has expired",
       })
    EXPECT_THAT(WithoutSecrets(text), Not(HasSubstr("hunter2"))) << text;
  EXPECT_THAT(WithoutSecrets("Basic aHVudGVyMjpodW50ZXIy"), Not(HasSubstr("aHVu")));
}

TEST(OutsideTextTest, WhatIsNoSecretStays) {
  for (const std::string text :
       {"backups.velero.io is forbidden: User \"system:serviceaccount:lastgood:lastgood\" cannot list",
        "token: expired", "the secret \"x\" was not found", "s3://bucket@us-east-1/path",
        "https://10.0.0.1:6443/apis/velero.io/v1/backups: refused", "a basic mistake, a bearer of news",
        "Secret longhorn/minio-secret: no such key", "exit code=1, signature", "user=me", "", "\xFF=\x80",
        "=", "token=", "http://"})
    EXPECT_EQ(WithoutSecrets(text), text);
  EXPECT_EQ(WithoutSecrets("see https://h/p?x=1 (twice)"), "see https://h/p?... (twice)");
}

TEST(OutsideTextTest, ALongMessageKeepsItsDecisiveEnd) {
  const std::string text =
      "backups.velero.io is forbidden: " + std::string(1000, 'x') + " clusterrole \"a\" not found";
  const std::string cut = CutMiddle(text, 100);
  EXPECT_LE(cut.size(), 100u);
  EXPECT_THAT(cut, StartsWith("backups.velero.io is forbidden"));
  EXPECT_THAT(cut, HasSubstr(" ... "));
  EXPECT_THAT(cut, EndsWith("clusterrole \"a\" not found"));
  EXPECT_EQ(CutMiddle("short", 100), "short");
}

TEST(OutsideTextTest, ACutLeavesCharactersWhole) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "\xE4\xB8\xAD";
  for (std::size_t limit = 0; limit < 300; ++limit) {
    const std::string cut = CutMiddle(text, limit);
    EXPECT_LE(cut.size(), limit);
    std::size_t gap = cut.find(" ... ");
    if (gap == std::string::npos) gap = cut.size();
    EXPECT_EQ(gap % 3, 0u) << limit;
  }
}

TEST(OutsideTextTest, AnHtmlPageIsCalledOne) {
  EXPECT_EQ(BodyInWords("  <!DOCTYPE html>\n<html><head><TITLE> Sign in </TITLE>"),
            "an HTML page (\"Sign in\")");
  EXPECT_EQ(BodyInWords("\xEF\xBB\xBF<HTML><body>x"), "an HTML page");
  EXPECT_EQ(BodyInWords(" \n"), "nothing");
  EXPECT_EQ(BodyInWords("upstream\nfailed"), "\"upstream failed\"");
  EXPECT_FALSE(IsHtmlPage("{\"a\":1}"));
}

TEST(OutsideTextTest, WhatIsNotSeenIsEscapedInJson) {
  EXPECT_EQ(
      EscapeUnseen(
          "\"a\x7F\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8F\xE2\x80\xA8\xD8\x9C\xC3\xA9\xE4\xB8\xAD\""),
      "\"a\\u007f\\u009b\\u202e\\u2066\\u200f\\u2028\\u061c\xC3\xA9\xE4\xB8\xAD\"");
}

}  // namespace
}  // namespace lastgood
