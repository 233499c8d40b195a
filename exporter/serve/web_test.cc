#include "exporter/serve/web.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/coding.h"
#include "base/time.h"
#include "tests/support/fakes.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A web with one collector that knows one object whose name is hostile.
class WebTest : public testing::Test {
 protected:
  void SetUp() override { Serve({.enable_lifecycle = false}); }

  void Serve(WebSettings settings) {
    Collector collector{.kind = "s3", .source = "test"};
    collector.collect = [this](const Pass&) {
      Collected collected;
      collected.facts.objects = {
          {.key = {"s3", "app", "Cluster", "<script>alert(1)</script>"}, .observed = clock_.Now()}};
      return collected;
    };
    runner_ = std::make_shared<Runner>(std::vector{collector}, Objectives{}, clock_, log_);
    web_ = std::make_unique<Web>(settings, clock_, instruments_, [this] { return reload_; });
    web_->Serve(runner_, {}, {"1", "r", "c", true, clock_.Now()});
  }

  WebResponse Get(std::string path, std::string query = "", std::string accept = "",
                  std::string encoding = "") {
    return web_->Answer({"GET", std::move(path), std::move(query), std::move(accept), std::move(encoding)});
  }

  FakeClock clock_;
  Logger log_{nullptr, clock_, LogLevel::kError, LogFormat::kLogfmt};
  Status reload_ = Ok();
  std::shared_ptr<Runner> runner_;
  Instruments instruments_;
  std::unique_ptr<Web> web_;
};

TEST_F(WebTest, IsReadyOnlyAfterTheFirstPassOfEachCollector) {
  EXPECT_EQ(Get("/-/ready").status, 503);
  EXPECT_THAT(Get("/-/ready").body, HasSubstr("s3/test"));
  EXPECT_EQ(Get("/-/healthy").status, 200);
  runner_->RunOnce({});
  EXPECT_EQ(Get("/-/ready").status, 200);
}

TEST_F(WebTest, ServesTextWithItsExactContentTypeAndOpenMetricsOnRequest) {
  EXPECT_EQ(Get("/metrics").content_type, "text/plain; version=0.0.4; charset=utf-8");
  const WebResponse open = Get("/metrics", "", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
  EXPECT_EQ(open.content_type, "application/openmetrics-text; version=1.0.0; charset=utf-8");
  EXPECT_TRUE(open.body.ends_with("# EOF\n"));
}

TEST_F(WebTest, CollectPicksCollectorsAndAnUnknownOneIsABadRequest) {
  runner_->RunOnce({});
  EXPECT_THAT(Get("/metrics", "collect%5B%5D=s3").body, HasSubstr("collector=\"s3\""));
  EXPECT_THAT(Get("/metrics", "collect[]=cnpg").body, Not(HasSubstr("collector=\"s3\"")));
  EXPECT_EQ(Get("/metrics", "collect[]=nope").status, 400);
}

TEST_F(WebTest, AThingHasAPageOfItsOwn) {
  runner_->RunOnce({});
  const WebResponse page = Get("/object/s3/app/Cluster/%3Cscript%3Ealert%281%29%3C%2Fscript%3E");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("&lt;script&gt;"));
  EXPECT_EQ(Get("/object/s3/app/Cluster/gone").status, 404);
  EXPECT_EQ(Get("/object/").status, 404);
}

// The page's script runs by its digest: nothing else does.
TEST_F(WebTest, OnlyThePagesOwnScriptMayRun) {
  const WebResponse page = Get("/");
  const std::string head = "<script>";
  const std::size_t begin = page.body.find(head) + head.size();
  const std::string script = page.body.substr(begin, page.body.find("</script>") - begin);
  const auto digest = Sha256(script);
  const std::string expected =
      "script-src 'sha256-" + EncodeBase64(std::string(digest.begin(), digest.end())) + "'";
  EXPECT_THAT(page.headers, testing::Contains(testing::Pair("Content-Security-Policy", HasSubstr(expected))));
}

TEST_F(WebTest, GzipHoldsTheSameBytes) {
  runner_->RunOnce({});
  const WebResponse packed = Get("/metrics", "", "", "gzip;q=1.0, deflate");
  EXPECT_THAT(packed.headers, testing::Contains(testing::Pair("Content-Encoding", "gzip")));
  std::string text(1 << 20, '\0');
  z_stream stream{};
  ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.body.data()));
  stream.avail_in = static_cast<uInt>(packed.body.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  EXPECT_THAT(text, HasSubstr("lastgood_build_info{version=\"1\",revision=\"r\",compiler=\"c\"} 1\n"));
}

TEST_F(WebTest, APageThatIsTheSameIsNotSentAgain) {
  runner_->RunOnce({});
  const WebResponse page = Get("/", "", "", "gzip");
  EXPECT_THAT(page.headers, testing::Contains(testing::Pair("Content-Encoding", "gzip")));
  const auto tag = std::ranges::find(page.headers, "ETag", [](const auto& header) { return header.first; });
  ASSERT_NE(tag, page.headers.end());
  WebRequest request{.method = "GET", .path = "/", .accept_encoding = "gzip"};
  request.if_none_match = "\"other\", " + tag->second;
  const WebResponse same = web_->Answer(request);
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  request.if_none_match = "\"other\"";
  EXPECT_EQ(web_->Answer(request).status, 200);
}

TEST_F(WebTest, TheReportIsWhatCheckPrintsAsJson) {
  runner_->RunOnce({});
  const WebResponse report = Get("/api/v1/report");
  EXPECT_EQ(report.content_type, "application/json");
  const auto json = nlohmann::json::parse(report.body);
  EXPECT_TRUE(json.contains("answer"));
  EXPECT_TRUE(json.at("rows").is_array());
}

TEST_F(WebTest, ThePageEscapesNamesAndAllowsNoScripts) {
  runner_->RunOnce({});
  const WebResponse page = Get("/");
  EXPECT_THAT(page.body, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(page.body, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page.headers,
              testing::Contains(testing::Pair("Content-Security-Policy", HasSubstr("default-src 'none'"))));
}

TEST_F(WebTest, AnAlertsRunbookIsAPageWithItsTablesAndCommands) {
  const WebResponse page = Get("/runbooks/BackupStale");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(page.body, HasSubstr("<title>BackupStale &middot; lastgood</title>"));
  EXPECT_THAT(page.body, HasSubstr("<th>Severity</th>"));
  EXPECT_THAT(page.body, HasSubstr("<code class=\"language-sh\">lastgood check -n &lt;namespace&gt;"));
  EXPECT_EQ(Get("/runbooks/BackupStale.md").body, page.body);
  EXPECT_THAT(page.headers,
              testing::Contains(testing::Pair("Content-Security-Policy", HasSubstr("default-src 'none'"))));
}

TEST_F(WebTest, EveryLinkOfADocumentLeadsToOne) {
  for (const std::string path : {"/runbooks/", "/alerts.md", "/runbooks/Unprotected", "/metrics.md"}) {
    const std::string body = Get(path).body;
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const std::regex link("href=\"([^\":]+)\"");
    for (auto found = std::sregex_iterator(body.begin(), body.end(), link); found != std::sregex_iterator();
         ++found) {
      const std::string target = std::filesystem::path(folder + (*found)[1].str()).lexically_normal();
      EXPECT_EQ(Get(target).status, 200) << path << " links to " << target;
    }
  }
}

TEST_F(WebTest, AnAlertThatTheConfigHasNoSourceForStillHasItsRunbook) {
  GeneratorSettings settings;
  settings.everything = false;
  settings.collectors = {"loki"};
  web_->Serve(runner_, settings, {});
  EXPECT_THAT(Get("/runbooks/").body, Not(HasSubstr("CNPGOperatorDown")));
  EXPECT_EQ(Get("/runbooks/CNPGOperatorDown").status, 200);
}

TEST_F(WebTest, NoPathLeadsOutOfTheDocuments) {
  for (const std::string path :
       {"/runbooks/NoSuchAlert", "/runbooks/../../etc/passwd", "/docs/alerts.md", "/runbooks//"})
    EXPECT_EQ(Get(path).status, 404) << path;
}

TEST_F(WebTest, TheExternalPathMayBeCutOffByAProxyOrNot) {
  Serve({.external_path = "/lastgood"});
  for (const std::string before : {"", "/lastgood"}) {
    EXPECT_EQ(Get(before + "/-/healthy").status, 200);
    EXPECT_EQ(Get(before + "/runbooks/BackupStale").status, 200);
    EXPECT_THAT(Get(before + "/metrics").body, HasSubstr("lastgood_build_info"));
  }
  const WebResponse moved = Get("/lastgood");
  EXPECT_EQ(moved.status, 302);
  EXPECT_THAT(moved.headers, testing::Contains(testing::Pair("Location", "lastgood/")));
  EXPECT_EQ(Get("/lastgoodness/metrics").status, 404);
}

TEST_F(WebTest, ThePageLinksToTheMetricsWhereverTheyAre) {
  Serve({.telemetry_path = "/of/lastgood"});
  EXPECT_THAT(Get("/").body, HasSubstr("href=\"of/lastgood\""));
}

TEST_F(WebTest, ReloadingIsOffUnlessItIsTurnedOn) {
  EXPECT_EQ(web_->Answer({"POST", "/-/reload"}).status, 403);
  Serve({.enable_lifecycle = true});
  EXPECT_EQ(web_->Answer({"GET", "/-/reload"}).status, 405);
  EXPECT_EQ(web_->Answer({"POST", "/-/reload"}).status, 200);
  reload_ = Error{ErrorCode::kConfig, "x.yaml:1:1: bad"};
  const WebResponse failed = web_->Answer({"POST", "/-/reload"});
  EXPECT_EQ(failed.status, 500);
  EXPECT_THAT(failed.body, HasSubstr("x.yaml:1:1"));
}

TEST_F(WebTest, WhatIsNotServedSaysWhatIs) {
  EXPECT_THAT(Get("/nope").body, HasSubstr("/metrics"));
  EXPECT_EQ(Get("/nope").status, 404);
  EXPECT_EQ(web_->Answer({"DELETE", "/metrics"}).status, 405);
}

TEST(NegotiateTest, QualityDecides) {
  EXPECT_EQ(Negotiate(""), Format::kText);
  EXPECT_EQ(Negotiate("*/*"), Format::kText);
  EXPECT_EQ(
      Negotiate(
          "application/openmetrics-text; version=1.0.0; charset=utf-8;q=0.5,text/plain;version=0.0.4;q=0.8"),
      Format::kText);
  EXPECT_EQ(Negotiate("application/openmetrics-text;q=0"), Format::kText);
  EXPECT_EQ(Negotiate("Application/OpenMetrics-Text; q = 0.9, text/plain; q = 0.5"), Format::kOpenMetrics);
}

TEST(AcceptEncodingTest, GzipIsSentToWhoTakesIt) {
  for (const char* accepts : {"gzip", "GZIP", "x-gzip", "deflate, gzip;q=0.1", "*", "gzip ; q = 1",
                              "gzip;Q=0.5", "identity;q=0.5, gzip", "gzip;q=1;x=0"})
    EXPECT_TRUE(AcceptsGzip(accepts)) << accepts;
  for (const char* refuses :
       {"", "identity", "deflate, br", "gzip;q=0", "gzip; q=0", "gzip ; q = 0", "gzip;q=0.000", "gzip;Q=0",
        "*;q=0", "*, gzip;q=0", "gzip;q=0, *", "gzip;q=x", "identity, gzip;q=0.5"})
    EXPECT_FALSE(AcceptsGzip(refuses)) << refuses;
}

TEST(QueryTest, ValuesAreDecoded) {
  EXPECT_THAT(QueryValues("a=1&b=x%20y&a=2&c", "a"), ElementsAre("1", "2"));
  EXPECT_THAT(QueryValues("a=x%20y+z&&=", "a"), ElementsAre("x y z"));
}

}  // namespace
}  // namespace lastgood
