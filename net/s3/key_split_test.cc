#include "net/s3/key_split.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

KeyBytes BytesOf(std::string_view text) {
  KeyBytes bytes;
  AddKeyBytes(text, bytes);
  return bytes;
}

TEST(KeySplitTest, ACutLiesBehindThePositionAndBeforeTheEnd) {
  const KeyBytes bytes = BytesOf("kopia/p0123456789abcdef");
  for (const auto& [position, end, stable] :
       std::vector<std::tuple<std::string, std::string, std::size_t>>{{"kopia/p0012", "", 9},
                                                                      {"kopia/p0012", "kopia/q", 9},
                                                                      {"kopia/p0012", "kopia/p8", 8},
                                                                      {"a", "b", 0},
                                                                      {"kopia/", "kopia/p0", 6},
                                                                      {"", "", 0}}) {
    const std::string key = SplitKey(position, end, stable, bytes);
    if (key.empty()) continue;
    EXPECT_GT(key, position);
    EXPECT_TRUE(end.empty() || key < end) << key;
  }
}

TEST(KeySplitTest, CutsThatFindNothingSoonReachWhereKeysDiffer) {
  const KeyBytes bytes = BytesOf("velero/kopia/application-0123456789abcdef");
  const std::string position = "velero/kopia/application-00012345",
                    last = "velero/kopia/application-ffffffff";
  std::string end;
  int cuts = 0;
  for (; cuts < 40; ++cuts) {
    const std::string key = SplitKey(position, end, 28, bytes);
    ASSERT_NE(key, "");
    if (key <= last) break;
    end = key;
  }
  EXPECT_LE(cuts, 12) << end;
}

TEST(KeySplitTest, ACutIsValidUtf8) {
  KeyBytes bytes = BytesOf("\xC3\xA9\xE4\xB8\xAD/");
  for (const std::string position : {"\xC3\xBF/1", "\xE4\xB8\xAD\xE6\x96\x87", "\x7E\x7F", "\xFF\xFE"}) {
    for (std::size_t stable = 0; stable <= position.size(); ++stable) {
      const std::string key = SplitKey(position, "", stable, bytes);
      EXPECT_TRUE(key.empty() || (static_cast<unsigned char>(key.back()) & 0x80) == 0 || key.size() > 1)
          << key;
    }
  }
}

}  // namespace
}  // namespace lastgood
