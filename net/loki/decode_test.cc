#include "net/loki/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

std::string Vector(const std::string& results) {
  return R"({"status":"success","data":{"resultType":"vector","result":[)" + results + R"(],"stats":{}}})";
}
std::string Streams(const std::string& results) {
  return R"({"status":"success","data":{"resultType":"streams","result":[)" + results + "]}}";
}

TEST(LokiDecodeTest, VolumesAreBytesByNamespace) {
  EXPECT_THAT(*DecodeLokiVolume(Vector(R"({"metric":{"namespace":"app"},"value":[1700000000.1,"1024"]},
                                          {"metric":{"namespace":"db"},"value":[1700000000,"1.5e3"]},
                                          {"metric":{"namespace":"app","x":"y"},"value":[1700000000,"1"]},
                                          {"metric":{},"value":[1700000000,"5"]})")),
              UnorderedElementsAre(Pair("app", 1025), Pair("db", 1500)));
  EXPECT_THAT(*DecodeLokiVolume(Vector("")), IsEmpty());
  EXPECT_THAT(*DecodeLokiVolume(R"({"data":{"resultType":"vector","result":null}})"), IsEmpty());
}

TEST(LokiDecodeTest, TheNewestEntryIsReadToTheMillisecondAndNotAsAFloat) {
  EXPECT_EQ(*DecodeLokiNewest(Streams(R"({"stream":{"a":"b"},"values":[["1755648070123456789","x"],
                                          ["1755648070999999999","y",{"structured":"z"}]]},
                                         {"stream":{},"values":[["1755648000000000000","z"]]})")),
            Time(Duration(1'755'648'070'999)));
  EXPECT_EQ(*DecodeLokiNewest(Streams("")), std::nullopt);
  EXPECT_EQ(*DecodeLokiNewest(Streams(R"({"stream":{},"values":[]})")), std::nullopt);
}

TEST(LokiDecodeTest, AnEntryOfBytesThatAreNoUtf8IsRead) {
  EXPECT_EQ(
      *DecodeLokiNewest(Streams("{\"stream\":{},\"values\":[[\"1755648070123456789\",\"\xff\xfe\xc3\"]]}")),
      Time(Duration(1'755'648'070'123)));
}

struct Malformed {
  std::string body;
  ErrorCode code;
  const char* says;
};

TEST(LokiDecodeTest, EveryMalformedAnswerIsRefused) {
  const std::string deep = R"({"data":)" + std::string(300'000, '[');
  const std::string wide = Vector([] {
    std::string text = "{}";
    for (int i = 0; i < 10'001; ++i) text += ",{}";
    return text;
  }());
  const std::vector<Malformed> volumes = {
      {"", ErrorCode::kTruncated, "empty"},
      {"<html>login</html>", ErrorCode::kMalformed, "JSON of Loki"},
      {Vector(R"({"metric":{"namespace":"app"},"value":[1,"1024"]})").substr(0, 90), ErrorCode::kMalformed,
       "JSON"},
      {"[]", ErrorCode::kMalformed, "data.resultType vector"},
      {R"({"data":{"resultType":"vector","result":{}}})", ErrorCode::kMalformed,
       "to be a list, found object"},
      {Streams(""), ErrorCode::kMalformed, "found \"streams\""},
      {Vector(R"({"metric":{"namespace":"app"},"value":"1024"})"), ErrorCode::kMalformed, "list of two"},
      {Vector(R"({"metric":{"namespace":"app"},"value":[1]})"), ErrorCode::kMalformed, "list of two"},
      {Vector(R"({"metric":{"namespace":"app"},"value":[1,1024]})"), ErrorCode::kMalformed,
       "as text, found number"},
      {Vector(R"({"metric":{"namespace":"app"},"value":[1,"many"]})"), ErrorCode::kMalformed, "\"many\""},
      {R"({"data":{"resultType":1e999}})", ErrorCode::kMalformed, "JSON"},
      {deep, ErrorCode::kMalformed, "nesting"},
      {wide, ErrorCode::kTooLarge, "10002 series"},
  };
  for (const Malformed& malformed : volumes) {
    const auto volume = DecodeLokiVolume(malformed.body);
    ASSERT_FALSE(volume.ok()) << malformed.body.substr(0, 200);
    EXPECT_EQ(volume.error().code, malformed.code) << volume.error().message;
    EXPECT_THAT(volume.error().message, HasSubstr(malformed.says));
    EXPECT_LT(volume.error().message.size(), 400u);
  }
  const std::vector<std::pair<const char*, const char*>> entries = {
      {R"({"values":5})", "values to be a list"},
      {R"({"values":[5]})", "an entry to be a list"},
      {R"({"values":[[]]})", "an entry to be a list"},
      {R"({"values":[[1755648070123456789,"x"]]})", "as text"},
      {R"({"values":[["99999999999999999999999","x"]]})", "nanoseconds"},
      {R"({"values":[["-5","x"]]})", "nanoseconds"},
      {R"({"values":[["1.5","x"]]})", "nanoseconds"},
  };
  for (const auto& [stream, says] : entries) {
    const auto newest = DecodeLokiNewest(Streams(stream));
    ASSERT_FALSE(newest.ok()) << stream;
    EXPECT_EQ(newest.error().code, ErrorCode::kMalformed);
    EXPECT_THAT(newest.error().message, HasSubstr(says)) << stream;
  }
}

TEST(LokiDecodeTest, ReadinessIsToldInLokisWords) {
  EXPECT_EQ(DecodeLokiReady({200, {}, "ready\n"}).ready, true);
  const LokiReadiness waiting =
      DecodeLokiReady({503, {}, "Ingester not ready: waiting for 15s after being ready\n"});
  EXPECT_EQ(waiting.ready, false);
  EXPECT_EQ(waiting.detail, "Ingester not ready: waiting for 15s after being ready");
  EXPECT_EQ(DecodeLokiReady({502, {{"content-type", "text/html"}}, "<html>Bad Gateway"}).detail, "HTTP 502");
  EXPECT_EQ(DecodeLokiReady({404, {}, "404 page not found"}).ready, std::nullopt);
  EXPECT_EQ(DecodeLokiReady({200, {{"content-type", "text/html; charset=utf-8"}}, "OK"}).ready, std::nullopt);
  EXPECT_EQ(DecodeLokiReady({200, {}, "<!doctype html>"}).ready, std::nullopt);
}

TEST(LokiDecodeTest, CountersAreAddedUpOverLabelsThatDrift) {
  const LokiCounters counters = *DecodeLokiMetrics(
      "# TYPE loki_distributor_bytes_received_total counter\n"
      "loki_distributor_bytes_received_total{tenant=\"a\",retention_hours=\"744\"} 100\n"
      "loki_distributor_bytes_received_total{tenant=\"b\",aggregated_metric=\"false\",policy=\"\"} 11\n"
      "loki_discarded_samples_total{reason=\"rate_limited\",tenant=\"a\"} 2\n"
      "loki_discarded_samples_total{reason=\"rate_limited\",tenant=\"b\",policy=\"x\"} 3\n"
      "loki_discarded_samples_total{reason=\"line_too_long\",tenant=\"a\"} 1\n");
  EXPECT_EQ(counters.received_bytes, 111);
  EXPECT_THAT(counters.discarded_samples,
              UnorderedElementsAre(Pair("rate_limited", 5), Pair("line_too_long", 1)));
}

TEST(LokiDecodeTest, AFamilyThatIsNotThereIsUnknown) {
  const LokiCounters counters = *DecodeLokiMetrics("go_goroutines 5\n");
  EXPECT_EQ(counters.received_bytes, std::nullopt);
  EXPECT_THAT(counters.discarded_samples, IsEmpty());
}

TEST(LokiDecodeTest, TextWithoutAnyMetricIsNoAnswer) {
  EXPECT_EQ(DecodeLokiMetrics("").error().code, ErrorCode::kMalformed);
  EXPECT_THAT(DecodeLokiMetrics("<html>\nlogin").error().message, HasSubstr("line 1"));
}

TEST(LokiDecodeTest, ManyReasonsDoNotMakeManySeries) {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += "loki_discarded_samples_total{reason=\"r" + std::to_string(i) + "\"} 1\n";
  const LokiCounters counters = *DecodeLokiMetrics(text);
  EXPECT_EQ(counters.discarded_samples.size(), 65u);
  EXPECT_EQ(counters.discarded_samples.at("(other)"), 1000 - 64);
}

TEST(LokiDecodeTest, EveryRefusalSaysWhatToDo) {
  const auto refused = [](int status, std::string body) {
    return ExplainLoki("asking", {status, {}, std::move(body)});
  };
  EXPECT_THAT(refused(401, "no org id\n").message, HasSubstr("HTTP 401 no org id: set `tenant`"));
  EXPECT_EQ(refused(401, "Unauthorized").code, ErrorCode::kUnauthorized);
  EXPECT_THAT(refused(401, "Unauthorized").message, HasSubstr("basic_auth"));
  EXPECT_EQ(refused(403, "").code, ErrorCode::kForbidden);
  EXPECT_EQ(refused(404, "").code, ErrorCode::kNotFound);
  EXPECT_EQ(refused(429, "too many outstanding requests").code, ErrorCode::kThrottled);
  EXPECT_EQ(refused(400, "parse error at line 1").code, ErrorCode::kConfig);
  EXPECT_EQ(refused(500, "").code, ErrorCode::kUnavailable);
  EXPECT_EQ(refused(302, "<html>").code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace lastgood
