// Answers and files that are not what they should be: an error or a problem, never a guess.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/decode_snapshots.h"

namespace lastgood::opensearch {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(OpensearchDecodeTest, BothShapesOfAListAreRead) {
  for (
      const char* body :
      {R"({"snapshots":[{"snapshot":"a","uuid":"x","state":"SUCCESS"}],"total":1,"remaining":0})",
       R"({"responses":[{"repository":"s3","snapshots":[{"snapshot":"a","uuid":"x","state":"SUCCESS"}]}]})"}) {
    const Result<SnapshotList> list = DecodeSnapshots(body);
    ASSERT_TRUE(list.ok()) << list.error().message;
    ASSERT_EQ(list->snapshots.size(), 1u);
    EXPECT_EQ(list->snapshots[0].state, SnapshotState::kSuccess);
    EXPECT_FALSE(list->snapshots[0].detailed);
  }
  EXPECT_THAT(DecodeSnapshots("{}")->snapshots, IsEmpty()) << "filter_path leaves an empty list out";
}

struct Malformed {
  const char* body;
  const char* says;
};

TEST(OpensearchDecodeTest, AListThatBreaksIsAnError) {
  const std::vector<Malformed> cases = {
      {"", "empty"},
      {"[]", "expected an object"},
      {"null", "expected an object"},
      {"<html>", "not valid JSON"},
      {R"({"snapshots":{}})", "not valid JSON"},
      {R"({"snapshots":[{"snapshot":"a"})", "not valid JSON"},
      {R"({"snapshots":null})", "not valid JSON"},
      {R"({"took":3})", "expected a list of snapshots"},
      {R"({"responses":[{"repository":"s3","error":{"type":"repository_exception"}}]})",
       "repository_exception"},
  };
  for (const Malformed& c : cases) {
    const Result<SnapshotList> list = DecodeSnapshots(c.body);
    ASSERT_FALSE(list.ok()) << c.body;
    EXPECT_THAT(list.error().message, AnyOf(HasSubstr(c.says), HasSubstr("found"))) << c.body;
  }
}

TEST(OpensearchDecodeTest, OneBadSnapshotCostsNoOther) {
  const std::vector<const char*> bad = {
      R"(1)",
      R"("a")",
      R"(null)",
      R"({})",
      R"({"snapshot":7,"state":"SUCCESS"})",
      R"({"snapshot":"","state":"SUCCESS"})",
      R"({"snapshot":"a","state":1})",
      R"({"snapshot":"a","start_time_in_millis":"yesterday"})",
      R"({"snapshot":"a","start_time_in_millis":1e3})",
      R"({"snapshot":"a","end_time_in_millis":[]})",
  };
  for (const char* snapshot : bad) {
    const Result<SnapshotList> list = DecodeSnapshots(std::string(R"({"snapshots":[)") + snapshot +
                                                      R"(,{"snapshot":"b","uuid":"y","state":"SUCCESS"}]})");
    ASSERT_TRUE(list.ok()) << snapshot << list.error().message;
    EXPECT_EQ(list->snapshots.size(), 1u) << snapshot;
    EXPECT_EQ(list->problems.size(), 1u) << snapshot;
  }
}

TEST(OpensearchDecodeTest, WhatIsTheUsersOwnMayHaveAnyShape) {
  const Result<SnapshotList> list = DecodeSnapshots(
      R"({"snapshots":[{"snapshot":"a","uuid":"_na_","state":"FAILED","start_time_in_millis":-5,)"
      R"("end_time_in_millis":9223372036854775807,"metadata":{"policy":{"x":1}},"shards":7,"failures":{}}]})");
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->snapshots.size(), 1u);
  EXPECT_EQ(list->snapshots[0].uuid, "a");
  EXPECT_EQ(list->snapshots[0].policy, "");
  EXPECT_EQ(list->snapshots[0].start, std::nullopt);
  EXPECT_EQ(list->snapshots[0].end, std::nullopt);
}

TEST(OpensearchDecodeTest, AnIndexOfARepositoryIsReadInAllItsVersions) {
  const Result<SnapshotList> old = DecodeRepositoryIndex(
      R"({"snapshots":[{"name":"a","uuid":"x"}],"indices":{"i":{"id":"1","snapshots":[{"name":"a","uuid":"x"}]}}})");
  ASSERT_TRUE(old.ok()) << old.error().message;
  EXPECT_EQ(old->snapshots[0].state, SnapshotState::kUnknown);
  EXPECT_EQ(old->unknown_uuid, "");
  const Result<SnapshotList> recent = DecodeRepositoryIndex(
      R"({"min_version":"7.12.0","uuid":"r","cluster_id":"c1","snapshots":[{"name":"a","uuid":"x","state":1,)"
      R"("index_metadata_lookup":{"1":"q"},"version":"8.11.1","start_time_millis":1789000000000,)"
      R"("end_time_millis":1789000060000,"slm_policy":"nightly"},{"name":"b","uuid":"y","state":3},)"
      R"({"name":"c","uuid":"z","state":9}],"indices":{"i":{"id":"1","snapshots":["x","w"],"shard_generations":["g"]}},)"
      R"("index_metadata_identifiers":{"q":"p"}})");
  ASSERT_TRUE(recent.ok()) << recent.error().message;
  EXPECT_EQ(recent->cluster, "c1");
  EXPECT_EQ(recent->snapshots[0].policy, "nightly");
  EXPECT_EQ(recent->snapshots[0].end, Time(std::chrono::seconds(1'789'000'060)));
  EXPECT_EQ(recent->snapshots[1].state, SnapshotState::kPartial);
  EXPECT_EQ(recent->snapshots[2].state, SnapshotState::kUnknown);
  EXPECT_EQ(recent->unknown_uuid, "w");
  EXPECT_EQ(recent->in_index, "i");
}

TEST(OpensearchDecodeTest, AnIndexThatBreaksIsAnError) {
  for (const char* text :
       {"", "{}", "[]", "{\"snapshots\":[{\"name\":\"a\"", "{\"snapshots\":[],\"indices\":{\"i\":[]}}",
        "{\"snapshots\":[],\"indices\":{\"i\":{\"snapshots\":[7]}}}", "\x3a\x29\x0a smile"})
    EXPECT_FALSE(DecodeRepositoryIndex(text).ok()) << text;
}

TEST(OpensearchDecodeTest, AGenerationIsEightBytesTheHighestFirst) {
  EXPECT_EQ(*DecodeGeneration(std::string("\0\0\0\0\0\0\1\2", 8)), 258u);
  EXPECT_EQ(*DecodeGeneration(std::string(8, '\xff')), UINT64_MAX);
  for (const std::size_t size : {0u, 7u, 9u, 100u})
    EXPECT_FALSE(DecodeGeneration(std::string(size, '\0')).ok()) << size;
}

TEST(OpensearchDecodeTest, SmallAnswersOfAnotherShapeAreErrors) {
  const std::string deep = "{\"a\":" + std::string(200, '[') + std::string(200, ']') + "}";
  for (const std::string& body :
       std::vector<std::string>{"", "[]", "7", "<!DOCTYPE html>", "{\"a\":", deep, "{\"version\":7}"}) {
    EXPECT_FALSE(DecodeCluster(body).ok()) << body;
    EXPECT_FALSE(DecodeRepository(body, "s3").ok()) << body;
    EXPECT_FALSE(DecodeSmPolicies(body).ok()) << body;
    EXPECT_FALSE(DecodeSlmMode(body).ok()) << body;
  }
  EXPECT_FALSE(DecodeSlmPolicies("[]", "RUNNING").ok());
  EXPECT_FALSE(DecodeSlmPolicies(R"({"error":{"type":"x"}})", "RUNNING").ok());
}

TEST(OpensearchDecodeTest, APolicyWithoutANameOrARepositoryIsAProblem) {
  const Result<PolicyList> sm = DecodeSmPolicies(
      R"({"policies":[7,{},{"sm_policy":{"name":"a"}},{"sm_policy":{"name":"b","snapshot_config":{"repository":"s3"}}}]})");
  ASSERT_TRUE(sm.ok());
  EXPECT_EQ(sm->problems.size(), 3u);
  EXPECT_EQ(sm->policies.size(), 1u);
  const Result<PolicyList> slm =
      DecodeSlmPolicies(R"({"a":7,"b":{"policy":{"repository":"s3"}}})", "RUNNING");
  ASSERT_TRUE(slm.ok());
  EXPECT_EQ(slm->problems.size(), 1u);
  EXPECT_EQ(slm->policies.size(), 1u);
}

TEST(OpensearchDecodeTest, RepositoriesSayWhereTheyAreWithoutTheirKeys) {
  const std::vector<Malformed> cases = {
      {R"({"s3":{"type":"s3","settings":{"bucket":"b","secret_key":"k"}}})", "s3://b/"},
      {R"({"s3":{"type":"s3","settings":{"bucket":"b","base_path":"/x/"}}})", "s3://b/x/"},
      {R"({"s3":{"type":"gcs","settings":{"bucket":"b","base_path":"x"}}})", "gs://b/x/"},
      {R"({"s3":{"type":"azure","settings":{"container":"c"}}})", "azure://c/"},
      {R"({"s3":{"type":"fs","settings":{"location":"/mnt/x"}}})", "file:///mnt/x"},
      {R"({"s3":{"type":"hdfs","settings":{"uri":"hdfs://nn:8020","path":"/x"}}})", "hdfs://nn:8020/x"},
      {R"({"s3":{"type":"url","settings":{"url":"ftp://me:pw@h/x?token=k"}}})", "ftp://h/x"},
      {R"({"s3":{"type":"swift","settings":{"swift_password":"k"}}})", "swift:"},
      {R"({"s3":{"settings":7}})", ""},
  };
  for (const Malformed& c : cases) {
    const Result<SnapshotRepositoryRow> row = DecodeRepository(c.body, "s3");
    ASSERT_TRUE(row.ok()) << c.body;
    EXPECT_EQ(row->url, c.says);
  }
}

TEST(OpensearchDecodeTest, RefusalsSayWhatTheClusterSaidAndWhatToDo) {
  const Refusal refusal = ExplainRefusal(
      "asking /x",
      {.status = 500, .body = R"({"error":{"type":"a","reason":"b","caused_by":{"reason":"c"}}})"});
  EXPECT_EQ(refusal.type, "a");
  EXPECT_THAT(refusal.error.message, HasSubstr("asking /x: HTTP 500 a: b: c: "));
  EXPECT_THAT(ExplainRefusal("x", {.status = 400, .body = R"({"error":"no handler found"})"}).error.message,
              HasSubstr("no handler found"));
  EXPECT_THAT(ExplainRefusal("x", {.status = 502, .body = "<html>"}).error.message,
              HasSubstr("an HTML page"));
}

}  // namespace
}  // namespace lastgood::opensearch
