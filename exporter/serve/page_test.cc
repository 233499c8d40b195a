#include "exporter/serve/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time kNow{std::chrono::seconds(1'790'000'000)};

Snapshot Of(Facts facts) {
  Snapshot snapshot;
  snapshot.parts = {std::make_shared<const Part>(MakePart({}, std::move(facts), {}, kNow))};
  return snapshot;
}

std::string PageOf(Facts facts, const Thresholds& thresholds = {}) {
  const Snapshot snapshot = Of(std::move(facts));
  return RenderPage(Assess(snapshot, kNow, thresholds, {}), snapshot, thresholds, kNow, {.version = "test"});
}

BucketFacts Bucket(std::uint64_t used) {
  return {.name = "b",
          .url = "s3://b",
          .used_bytes = used,
          .limit_bytes = 100,
          .listed = kNow,
          .listing_deadline = kNow + std::chrono::hours(1)};
}

TEST(PageTest, TheBarOfABucketIsJudgedByTheThresholdsInForce) {
  const Thresholds strict{.bucket_warning = 0.5, .bucket_critical = 0.6};
  EXPECT_THAT(PageOf({.buckets = {Bucket(70)}}, strict), HasSubstr("<div class=\"critical\" style"));
  EXPECT_THAT(PageOf({.buckets = {Bucket(55)}}, strict), HasSubstr("<div class=\"warning\" style"));
  EXPECT_THAT(PageOf({.buckets = {Bucket(96)}}), HasSubstr("<div class=\"critical\" style"));
  EXPECT_THAT(PageOf({.buckets = {Bucket(70)}}), HasSubstr("<div class=\"good\" style"));
}

TEST(PageTest, WhatCameFromOutsideIsEscaped) {
  BucketFacts bucket = Bucket(1);
  bucket.url = "s3://<script>alert(1)</script>";
  bucket.prefixes = {{.prefix = "<b onmouseover=x>"}};
  ObjectFacts object{.key = {"s3", "<i>", "Cluster", "\"><img src=x>"}, .observed = kNow};
  object.tracks = {{.method = "<u>", .destination = "<s>"}};
  const std::string page = PageOf({.objects = {object}, .buckets = {bucket}});
  for (const char* tag : {"<script", "<b onmouseover", "<i>", "<img", "<u>", "<s>"})
    EXPECT_THAT(page, Not(HasSubstr(tag)));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
}

TEST(PageTest, ABucketThatWasNeverListedHasNoBar) {
  BucketFacts bucket = Bucket(1);
  bucket.used_bytes = std::nullopt;
  EXPECT_THAT(PageOf({.buckets = {bucket}}), HasSubstr("not listed yet"));
  bucket = Bucket(1);
  bucket.limit_bytes = 0;
  EXPECT_THAT(PageOf({.buckets = {bucket}}), HasSubstr("no limit set"));
}

TEST(PageTest, ABarNeverLeavesItsFrame) {
  EXPECT_THAT(PageOf({.buckets = {Bucket(1000)}}), HasSubstr("width:100.0%"));
}

TEST(PageTest, UnknownIsNeverShownAsZero) {
  const std::string page = PageOf({.objects = {{.key = {"cnpg", "app", "Cluster", "db"}, .observed = kNow}}});
  EXPECT_THAT(page, HasSubstr("none known"));
  EXPECT_THAT(page, HasSubstr("<span class=none>unknown</span>"));
}

TEST(PageTest, AnEmptyPageSaysThatNothingWasFound) {
  EXPECT_THAT(PageOf({}), HasSubstr("No object was found."));
}

TEST(PageTest, ObjectsBeyondAFewThousandAreCountedOnly) {
  Facts facts;
  for (int i = 0; i < 2003; ++i)
    facts.objects.push_back({.key = {"s3", "", "Folder", std::to_string(i)}, .observed = kNow});
  EXPECT_THAT(PageOf(std::move(facts)),
              HasSubstr("3 more are not shown; lastgood check lists every object."));
}

}  // namespace
}  // namespace lastgood
