// Dumps that a lifecycle rule of their bucket deletes.
#include "collectors/dumps/dumps.h"
#include "collectors/shared/store_fixture.h"
#include "model/derive.h"

namespace lastgood {
namespace {

using std::chrono::hours;

class DumpLifecycleTest : public StoreTest {
 protected:
  std::optional<Duration> KeptWith(const std::string& rule) {
    server_.Put("pg/2026-01-01.sql", 100, FormatRfc3339(Ago(hours(5))));
    // It may not be read, so that it is taken at its size.
    server_.SetOverride([](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
      if (request.path().find(".sql") == std::string::npos) return std::nullopt;
      return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")};
    });
    server_.SetFeature("lifecycle", "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status>" +
                                        rule + "</Rule></LifecycleConfiguration>");
    Open(&MakeDumpCollectors, "pg: {bucket: s3, prefix: pg/, max_age: 26h}");
    Run();
    return former_.objects.at(0).tracks.at(0).kept_for;
  }
};

TEST_F(DumpLifecycleTest, ARuleThatDeletesEachDumpBeforeTheNextIsDueLeavesNothing) {
  EXPECT_EQ(KeptWith("<Filter><Prefix>pg/</Prefix></Filter><Expiration><Days>1</Days></Expiration>"),
            hours(24));
  const Derived derived = Derive(former_.objects.at(0), {}, clock_.Now());
  EXPECT_EQ(derived.retention_margin, hours(-2));
  EXPECT_EQ(KeptWith("<Filter/><Expiration><Days>30</Days></Expiration>"), hours(720));
}

TEST_F(DumpLifecycleTest, OtherRulesKeepThem) {
  for (const char* rule :
       {"<Filter><Prefix>other/</Prefix></Filter><Expiration><Days>1</Days></Expiration>",
        "<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter><Expiration><Days>1</Days></Expiration>",
        "<Filter/><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></"
        "NoncurrentVersionExpiration>"})
    EXPECT_EQ(KeptWith(rule), std::nullopt) << rule;
}

}  // namespace
}  // namespace lastgood
