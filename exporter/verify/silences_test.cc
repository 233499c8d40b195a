#include "exporter/verify/silences.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

std::string One(const std::string& matchers, const char* state = "active",
                const char* ends = "2030-01-01T00:00:00.000Z") {
  return fmt::format(
      R"([{{"id":"1","status":{{"state":"{}"}},"matchers":[{}],"endsAt":"{}","createdBy":"me","comment":"noise"}}])",
      state, matchers, ends);
}
std::string Matching(const char* name, const char* value, bool regex = false, bool equal = true) {
  return fmt::format(R"({{"name":"{}","value":"{}","isRegex":{},"isEqual":{}}})", name, value, regex, equal);
}
const std::map<std::string, std::string> kAny = {
    {"alertname", "BackupStale"}, {"severity", "warning"}, {"namespace", "x"}, {"name", "x"}};

TEST(SilencesTest, OneThatNamesNoObjectHidesAll) {
  for (const std::string& matchers :
       {Matching("severity", "warning"), Matching("alertname", "Backup.*", true),
        Matching("name", ".+", true), Matching("severity", "critical", false, false)}) {
    const Result<Silences> silences = Silences::Parse(One(matchers));
    ASSERT_TRUE(silences.ok());
    const Silence* silence = silences->Hiding(kAny);
    ASSERT_NE(silence, nullptr) << matchers;
    EXPECT_THAT(silence->text, HasSubstr("by me: noise"));
    EXPECT_EQ(FormatRfc3339(*silence->ends), "2030-01-01T00:00:00Z");
  }
}

TEST(SilencesTest, OneOfASingleObjectOrThatIsOverHidesNoOther) {
  EXPECT_EQ(Silences::Parse(One(Matching("name", "pvc-1")))->Hiding(kAny), nullptr);
  EXPECT_EQ(Silences::Parse(One(Matching("severity", "warning"), "expired"))->Hiding(kAny), nullptr);
  EXPECT_EQ(Silences::Parse(One(""))->Hiding(kAny), nullptr);
  EXPECT_EQ(Silences::Parse("[]")->Hiding(kAny), nullptr);
}

TEST(SilencesTest, GarbageIsAnErrorAndNoCrash) {
  EXPECT_FALSE(Silences::Parse("<html>").ok());
  EXPECT_FALSE(Silences::Parse("{}").ok());
  EXPECT_TRUE(Silences::Parse(R"([1,{"status":3},{"status":{"state":"active"},"matchers":{}}])").ok());
}

}  // namespace
}  // namespace lastgood
