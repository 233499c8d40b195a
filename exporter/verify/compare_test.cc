#include "exporter/verify/compare.h"

#include <gmock/gmock.h>

#include "model/object_state.h"
#include "net/http/curl_http.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Row Object(const std::string& name, std::string_view state) {
  Row row;
  row.key = {"cnpg", "shop", "Cluster", name};
  row.state = state;
  return row;
}

std::string Series(const std::string& name, const std::string& state, const std::string& cluster = "") {
  return R"({"metric":{"__name__":"lastgood:object_state","system":"cnpg","namespace":"shop","kind":"Cluster","name":")" +
         name + R"(","state":")" + state + R"(","cluster":")" + cluster + R"("},"value":[0,"1"]})";
}

std::vector<Verdict> Compare(const std::vector<Row>& rows, const std::string& series,
                             GeneratorSettings settings = {}) {
  const TestServer server([&](const TestServer::Request& request) -> TestServer::Reply {
    if (request.body.find("object_state") == std::string::npos) return {.status = 404};
    return {.body = R"({"status":"success","data":{"result":[)" + series + "]}}"};
  });
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient("test");
  Prometheus prometheus({server.Url(), {}, "", ""}, *http);
  Assessment now;
  now.rows = rows;
  return CompareObjects(now, settings, prometheus);
}

TEST(CompareTest, TheSameObjectsInTheSameStateAreOneLine) {
  const auto verdicts = Compare({Object("orders", states::kGood)}, Series("orders", "Good"));
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(verdicts[0].level, Level::kGood);
  EXPECT_EQ(verdicts[0].state, "1 are in the same state as here");
}

TEST(CompareTest, EachDifferenceNamesTheObject) {
  const auto verdicts =
      Compare({Object("orders", alerts::kBackupStale.text()), Object("carts", states::kGood)},
              Series("orders", "Good") + "," + Series("gone", "Good"));
  ASSERT_THAT(verdicts, SizeIs(3));
  EXPECT_EQ(verdicts[0].name, "cnpg Cluster shop/carts");
  EXPECT_EQ(verdicts[0].state, "is not known to Prometheus");
  EXPECT_EQ(verdicts[1].state, "is Good in Prometheus");
  EXPECT_EQ(verdicts[1].why, "here it is BackupStale");
  EXPECT_EQ(verdicts[2].state, "is known to Prometheus only");
}

// Where several clusters share a Prometheus, what is not known here is another's.
TEST(CompareTest, ObjectsOfOtherClustersAreNobodysMistake) {
  const std::string two = Series("far", "Good", "eu") + "," + Series("farther", "Good", "us");
  EXPECT_THAT(Compare({}, two)[0].state, HasSubstr("0 are in the same state"));
  GeneratorSettings settings;
  settings.names.matchers = {{"team", "a"}};
  EXPECT_THAT(Compare({}, Series("far", "Good"), settings)[0].state, HasSubstr("0 are in the same state"));
}

TEST(CompareTest, ManyDifferencesAreCounted) {
  std::vector<Row> rows;
  for (int i = 0; i < 100; ++i) rows.push_back(Object("db-" + std::to_string(i), states::kGood));
  const auto verdicts = Compare(rows, "");
  ASSERT_THAT(verdicts, SizeIs(21));
  EXPECT_EQ(verdicts.back().state, "80 more differ");
}

TEST(CompareTest, WithoutAnAnswerNobodyCanTell) {
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient("test");
  Prometheus prometheus({"http://127.0.0.1:1", {}, "", ""}, *http);
  const auto verdicts = CompareObjects({}, {}, prometheus);
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(verdicts[0].level, Level::kUnknown);
}

}  // namespace
}  // namespace lastgood
