#include "base/text.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

TEST(TextTest, InvalidUtf8IsReplacedByteByByte) {
  EXPECT_EQ(ToValidUtf8("caf\u00e9 \u6570\u636e \U0001F4BE"), "caf\u00e9 \u6570\u636e \U0001F4BE");
  EXPECT_EQ(ToValidUtf8("a\xFF"
                        "b"),
            "a\uFFFD"
            "b");
  EXPECT_EQ(ToValidUtf8("\xC0\xAF"), "\uFFFD\uFFFD") << "an overlong slash";
  EXPECT_EQ(ToValidUtf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "a surrogate";
  EXPECT_EQ(ToValidUtf8("\xE6\x95"), "\uFFFD\uFFFD") << "cut off";
}

TEST(TextTest, OneLineCannotMoveTheCursorOrTurnTextAround) {
  EXPECT_EQ(OneLine("a\nb\tc"), "a b c");
  EXPECT_EQ(OneLine("\x1b[31mred\x07"), "[31mred");
  EXPECT_EQ(OneLine("evil\u202Egnp.exe"), "evilgnp.exe");
  EXPECT_EQ(OneLine("abcdef", 3), "abc");
  EXPECT_EQ(OneLine("it begins here and goes on until it ends here", 30), "it begins he ...  it ends here");
}

TEST(TextTest, HtmlIsEscapedEverywhereItCouldBreakOut) {
  EXPECT_EQ(EscapeHtml("<script>alert('x' & \"y\")</script>"),
            "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;");
}

TEST(TextTest, ColumnsCountCodePoints) {
  EXPECT_EQ(Columns("abc"), 3u);
  EXPECT_EQ(Columns("\u00e9"), 1u);
}

}  // namespace
}  // namespace lastgood
