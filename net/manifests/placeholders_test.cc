#include "net/manifests/placeholders.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

TEST(PlaceholdersTest, DefaultsAreTakenAndTheRestStays) {
  EXPECT_EQ(SubstituteDefaults("schedule: ${CRON:-0 4 * * *}"), "schedule: 0 4 * * *");
  EXPECT_EQ(SubstituteDefaults("${A:=x}/${B-y}/${C=z}/${D}"), "x/y/z/${D}");
  EXPECT_EQ(SubstituteDefaults("${CLAIM:=${APP:-web}}-${X:-}end"), "web-end");
  EXPECT_EQ(SubstituteDefaults("$${A:-x} ${A:0:3} ${a b:-c} ${"), "$${A:-x} ${A:0:3} ${a b:-c} ${");
  EXPECT_EQ(SubstituteDefaults("${OPEN:-x\n}"), "${OPEN:-x\n}") << "it ends on its line";
}

TEST(PlaceholdersTest, NestingIsBounded) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "${A:-";
  EXPECT_EQ(SubstituteDefaults(text), text);
  for (int i = 0; i < 100; ++i) text += "}";
  EXPECT_LT(SubstituteDefaults(text).size(), text.size());
}

TEST(PlaceholdersTest, AStringThatIsNothingButAPlaceholderIsUnknown) {
  EXPECT_EQ(BarePlaceholder(R"({"schedule":"${CRON}"})"), "${CRON}");
  EXPECT_EQ(BarePlaceholder(R"({"url":"s3://${BUCKET}/","x":"${A}${B}","y":"${A}-db"})"), std::nullopt);
  EXPECT_EQ(BarePlaceholder(R"({"x":"${)"), std::nullopt);
}

}  // namespace
}  // namespace lastgood
