#include "net/s3/lifecycle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"

namespace lastgood {
namespace {

using std::chrono::days;
using testing::HasSubstr;

std::vector<LifecycleRule> Rules(const std::string& rules) {
  Result<std::vector<LifecycleRule>> read =
      DecodeLifecycleRules("<LifecycleConfiguration>" + rules + "</LifecycleConfiguration>");
  EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().message);
  return read.ok() ? *read : std::vector<LifecycleRule>();
}
LifecycleRule Only(const std::string& inside) {
  const std::vector<LifecycleRule> rules =
      Rules("<Rule><ID>r</ID><Status>Enabled</Status>" + inside + "</Rule>");
  return rules.empty() ? LifecycleRule() : rules[0];
}

TEST(LifecycleTest, PrefixesAndTagsAreReadWhereverTheyStand) {
  EXPECT_EQ(Only("<Prefix>a/</Prefix>").prefix, "a/");
  EXPECT_EQ(Only("<Filter><Prefix>a/</Prefix></Filter>").prefix, "a/");
  const LifecycleRule both = Only(
      "<Filter><And><Prefix>a/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>"
      "<ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></And></Filter>");
  EXPECT_EQ(both.prefix, "a/");
  EXPECT_EQ(both.tag, "k=v");
  EXPECT_EQ(Only("<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>").tag, "k=v");
  EXPECT_EQ(Only("<Filter/>").prefix, "");
}

TEST(LifecycleTest, OnlyWhatTakesCurrentObjectsAwayExpiresThem) {
  EXPECT_EQ(Only("<Expiration><Days>35</Days></Expiration>").expires->age, days(35));
  EXPECT_EQ(FormatRfc3339(*Only("<Expiration><Date>2026-12-01T00:00:00Z</Date></Expiration>").expires->date),
            "2026-12-01T00:00:00Z");
  EXPECT_FALSE(Only("<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>")
                   .expires.has_value());
  EXPECT_FALSE(Only("<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>"
                    "</NoncurrentVersionExpiration>")
                   .expires.has_value());
  EXPECT_TRUE(Only("<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>"
                   "</AbortIncompleteMultipartUpload>")
                  .aborts_uploads);
}

TEST(LifecycleTest, OfSeveralTransitionsTheFirstIntoAnArchiveCounts) {
  const LifecycleRule rule = Only(
      "<Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition>"
      "<Transition><Days>180</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition>"
      "<Transition><Days>90</Days><StorageClass>GLACIER</StorageClass></Transition>");
  EXPECT_EQ(rule.archives->age, days(90));
  EXPECT_EQ(rule.archive_class, "GLACIER");
  EXPECT_FALSE(Only("<Transition><Days>1</Days><StorageClass>GLACIER_IR</StorageClass></Transition>")
                   .archives.has_value());
}

TEST(LifecycleTest, RulesThatAreOffAreNone) {
  EXPECT_TRUE(Rules("<Rule><ID>r</ID><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>")
                  .empty());
}

TEST(LifecycleTest, WhatCannotBeReadIsAnErrorThatNamesTheRule) {
  const Result<std::vector<LifecycleRule>> bad = DecodeLifecycleRules(
      "<LifecycleConfiguration><Rule><ID>r1</ID><Status>Enabled</Status><Expiration><Days>soon</Days>"
      "</Expiration></Rule></LifecycleConfiguration>");
  ASSERT_FALSE(bad.ok());
  EXPECT_THAT(bad.error().message, HasSubstr("rule \"r1\": Expiration: Days: expected a number"));
}

}  // namespace
}  // namespace lastgood
