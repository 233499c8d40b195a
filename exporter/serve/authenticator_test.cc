#include "exporter/serve/authenticator.h"

#include <gtest/gtest.h>

#include "base/coding.h"

namespace lastgood {
namespace {

// bcrypt of "secret" with cost 4.
const std::string kSecret = "$04$71Vhhvu5k7y1Cpw0.MGgju1lrNmk6BWU2279IQAImwhtKv8RKqXni";

std::string Basic(const std::string& credentials) { return "Basic " + EncodeBase64(credentials); }

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

TEST(AuthenticatorTest, TheSchemesNameIsNotCaseSensitive) {
  WebConfig config;
  config.users["prom"] = "$2y" + kSecret;
  const Authenticator authenticator;
  EXPECT_TRUE(authenticator.Allows(config, "basic cHJvbTpzZWNyZXQ="));
  EXPECT_TRUE(authenticator.Allows(config, "BASIC cHJvbTpzZWNyZXQ="));
  EXPECT_FALSE(authenticator.Allows(config, "Basics cHJvbTpzZWNyZXQ="));
}

TEST(AuthenticatorTest, EveryLetterOfBcryptIsComputedAsTodays) {
  const Authenticator authenticator;
  for (const char* letter : {"$2", "$2a", "$2b", "$2x", "$2y", "$2z"}) {
    WebConfig config;
    config.users["prom"] = letter + kSecret;
    EXPECT_TRUE(authenticator.Allows(config, Basic("prom:secret"))) << letter;
    EXPECT_FALSE(authenticator.Allows(config, Basic("prom:wrong"))) << letter;
  }
}

// The time is not measured: what is computed for it is.
TEST(AuthenticatorTest, AnUnknownUserCostsWhatTheDearestHashDoes) {
  WebConfig config;
  config.users = {{"a", "$2y" + kSecret},
                  {"b", "$2y$06$71Vhhvu5k7y1Cpw0.MGgju1lrNmk6BWU2279IQAImwhtKv8RKqXni"}};
  const Authenticator authenticator;
  for (const char* user : {"a", "b", "nobody"})
    EXPECT_EQ(authenticator.Read(config, Basic(std::string(user) + ":wrong")).dearest, 6) << user;
}

TEST(AuthenticatorTest, WhatIsKnownIsNotComputedAgain) {
  WebConfig config;
  config.users["prom"] = "$2y" + kSecret;
  const Authenticator authenticator;
  using Verdict = Authenticator::Verdict;
  EXPECT_EQ(authenticator.Read(config, Basic("prom:secret")).verdict, Verdict::kUnknown);
  EXPECT_TRUE(authenticator.Allows(config, Basic("prom:secret")));
  EXPECT_EQ(authenticator.Read(config, Basic("prom:secret")).verdict, Verdict::kAllowed);
  for (int i = 0; i < 300; ++i) authenticator.Allows(config, Basic("prom:wrong" + std::to_string(i)));
  EXPECT_EQ(authenticator.Read(config, Basic("prom:secret")).verdict, Verdict::kAllowed)
      << "wrong passwords make no right one forgotten";
  EXPECT_EQ(authenticator.Read(config, Basic("prom:wrong299")).verdict, Verdict::kRefused);
}

TEST(BcryptCostTest, ReadsWhatExporterToolkitReads) {
  EXPECT_EQ(*BcryptCost("$2y" + kSecret), 4);
  EXPECT_EQ(*BcryptCost("$2x" + kSecret), 4);
  EXPECT_EQ(*BcryptCost("$2" + kSecret), 4);
  EXPECT_TRUE(BcryptCost("$2y$31" + kSecret.substr(3)).ok());
  for (const std::string& wrong :
       {std::string(), std::string("secret"), "$2y" + kSecret.substr(0, 50), "$3y" + kSecret,
        "$2y$03" + kSecret.substr(3), "$2y$32" + kSecret.substr(3), "$2y$4$" + kSecret.substr(3),
        "$2y$ 4" + kSecret.substr(3), "$2y$-4" + kSecret.substr(3)})
    EXPECT_FALSE(BcryptCost(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace lastgood
