#include "rules/template_text.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

TEST(TemplateTextTest, BracesOfANameAreNoTemplate) {
  EXPECT_EQ(TemplateText("plain-name"), "plain-name");
  EXPECT_EQ(TemplateText("a{{b}}"), "a{{\"{\"}}{{\"{\"}}b}}");
  EXPECT_EQ(TemplateText("ends with {"), "ends with {{\"{\"}}");
}

TEST(TemplateTextTest, AValueMayNameALabelAndNothingElse) {
  EXPECT_EQ(TemplateValue("{{ $labels.namespace }}-{{$value}}"), "{{ $labels.namespace }}-{{$value}}");
  EXPECT_EQ(TemplateValue("{{ query \"up\" }}"), "{{\"{\"}}{{\"{\"}} query \"up\" }}");
  EXPECT_EQ(TemplateValue("x{{{ $labels.a }}"), "x{{\"{\"}}{{ $labels.a }}");
}

}  // namespace
}  // namespace lastgood
