#include "exporter/serve/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exporter/serve/gzip.h"

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

std::string PageOf(Facts facts, const Thresholds& thresholds = {}, std::string_view query = "") {
  const Snapshot snapshot = Of(std::move(facts));
  return RenderPage(Assess(snapshot, kNow, thresholds, {}), snapshot, thresholds, ReadPageQuery(query), kNow,
                    {.version = "test"});
}

// Read a moment ago, its next backup due a day ago where it is late.
ObjectFacts Object(const std::string& namespace_, const std::string& name, bool late) {
  ObjectFacts object{.key = {"cnpg", namespace_, "Cluster", name}, .observed = kNow};
  object.created = kNow - std::chrono::days(90);
  object.protection = Protection::kScheduled;
  object.max_age = std::chrono::days(1);
  Track track{.method = "plugin", .counts = BackupCounts{.completed = 1}};
  track.last_success_finish = track.recovery_point = kNow - std::chrono::hours(late ? 72 : 2);
  object.tracks = {track};
  return object;
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
  for (const char* tag : {"<script>alert", "<b onmouseover", "<i>", "<img", "<u>", "<s>"})
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

TEST(PageTest, WhatIsNotKnownIsSaid) {
  const std::string page = PageOf({.objects = {{.key = {"cnpg", "app", "Cluster", "db"}, .observed = kNow}}});
  EXPECT_THAT(page, HasSubstr(">none<"));
  EXPECT_THAT(page, HasSubstr("nothing was read yet"));
}

TEST(PageTest, FourCountsLeadToWhatTheyCount) {
  const Facts facts{.objects = {Object("shop", "carts", true), Object("shop", "orders", false)},
                    .buckets = {Bucket(99)}};
  const std::string page = PageOf(facts);
  EXPECT_THAT(page, HasSubstr("href=\"?state=risk\"><span class=dot></span>At risk 1</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"?state=attention\"><span class=dot></span>Attention 1</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"?state=good\"><span class=dot></span>Good 1</a>"));
  const std::string risk = PageOf(facts, {}, "state=risk");
  EXPECT_THAT(risk, HasSubstr("carts"));
  EXPECT_THAT(risk, Not(HasSubstr("orders")));
  EXPECT_THAT(risk, HasSubstr("chip critical on\" aria-current=true href=\"?\"")) << "and back to everything";
}

TEST(PageTest, AFilterKeepsToANamespaceASystemAndWords) {
  const Facts facts{.objects = {Object("shop", "carts", true), Object("crm", "contacts", true)}};
  EXPECT_THAT(PageOf(facts, {}, "namespace=crm"), Not(HasSubstr("carts")));
  EXPECT_THAT(PageOf(facts, {}, "system=velero"), HasSubstr("Nothing is like that"));
  EXPECT_THAT(PageOf(facts, {}, "q=CART"), HasSubstr("carts"));
  const std::string words = PageOf(facts, {}, "q=cart&state=risk");
  EXPECT_THAT(words, Not(HasSubstr("contacts")));
  EXPECT_THAT(words, HasSubstr("value=\"cart\""));
  EXPECT_THAT(words, HasSubstr("href=\"?state=good&amp;q=cart\"")) << "a count keeps the other filters";
}

TEST(PageTest, GoodObjectsAreALineForEachNamespace) {
  const std::string page = PageOf({.objects = {Object("shop", "carts", false),
                                               Object("shop", "orders", false), Object("crm", "c", false)}});
  EXPECT_THAT(page, HasSubstr("Good &middot; 3"));
  EXPECT_THAT(page, testing::ContainsRegex("<li><b>shop</b> .*carts.*, .*orders.*</li>"));
  EXPECT_THAT(page, Not(HasSubstr("<ul class=list>")));
}

TEST(PageTest, ALongListHasPages) {
  Facts facts;
  for (int i = 0; i < 650; ++i)
    facts.objects.push_back(Object("app", "db-" + std::to_string(1000 + i), true));
  const std::string first = PageOf(facts), last = PageOf(facts, {}, "page=3"),
                    beyond = PageOf(facts, {}, "page=99");
  EXPECT_THAT(first, HasSubstr("page 1 of 3 <a href=\"?page=2\">next</a>"));
  EXPECT_THAT(first, testing::ContainsRegex("<h2>[A-Za-z]+ &middot; 650</h2>"))
      << "all, not those of the page";
  EXPECT_THAT(first, HasSubstr("db-1000"));
  EXPECT_THAT(first, Not(HasSubstr("db-1600")));
  EXPECT_THAT(last, HasSubstr("db-1649"));
  EXPECT_EQ(last, beyond);
}

// Objects of every posture: a third is late, a third was never read.
Facts Many(int count) {
  Facts facts;
  for (int i = 0; i < count; ++i) {
    ObjectFacts object = Object("team-" + std::to_string(i * 7919 % 211),
                                "database-" + std::to_string(i * 104'729 % 99'991), i % 3 == 0);
    if (i % 3 == 1) object.observed = kNow - std::chrono::days(3);
    facts.objects.push_back(std::move(object));
  }
  return facts;
}

TEST(PageTest, ThousandsOfObjectsMakeASmallPage) {
  EXPECT_LT(Gzip(PageOf(Many(1'000))).size(), 60'000U);
  EXPECT_LT(Gzip(PageOf(Many(10'000))).size(), 150'000U);
}

TEST(PageTest, AFilterIsEscapedAndBounded) {
  const std::string page = PageOf({.objects = {Object("shop", "carts", true)}}, {},
                                  "q=%22%3E%3Cscript%3E&namespace=%3Cb%3E&page=-1&state=nonsense");
  EXPECT_THAT(page, Not(HasSubstr("\"><script")));
  EXPECT_THAT(page, HasSubstr("&quot;&gt;&lt;script&gt;"));
}

TEST(PageTest, AnEmptyPageSaysThatNothingWasFound) {
  EXPECT_THAT(PageOf({}), HasSubstr("No object was found."));
}

}  // namespace
}  // namespace lastgood
