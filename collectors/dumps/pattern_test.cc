#include "collectors/dumps/pattern.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace lastgood {
namespace {

std::string Match(std::string_view pattern, std::string_view key, std::string_view zone = "") {
  const Result<DumpPattern> parsed = DumpPattern::Parse(pattern, zone);
  if (!parsed.ok()) return parsed.error().message;
  const std::optional<DumpPattern::Match> match = parsed->Try(key);
  if (!match) return "no";
  if (!match->time) return "yes";
  return FormatRfc3339(match->time->time) + " " + FormatDuration(match->time->precision);
}

TEST(DumpPatternTest, NamesAreReadAsTheyAreMeant) {
  EXPECT_EQ(Match("dump-%Y%m%d.sql.gz", "dump-20260820.sql.gz"), "2026-08-20T00:00:00Z 1d");
  EXPECT_EQ(Match("dump-%Y%m%d.sql.gz", "dump-20260820.sql.gz", "Europe/Berlin"), "2026-08-19T22:00:00Z 1d");
  EXPECT_EQ(Match("%F_%H-%M-%S.dump", "2026-08-20_02-30-01.dump"), "2026-08-20T02:30:01Z 1s");
  EXPECT_EQ(Match("%F_%H-%M.dump", "2026-03-29_02-30.dump", "Europe/Berlin"), "2026-03-29T01:00:00Z 1m");
  EXPECT_EQ(Match("%F_%H-%M.dump", "2026-10-25_02-30.dump", "Europe/Berlin"), "2026-10-25T00:30:00Z 1m");
  EXPECT_EQ(Match("%y%m.tar", "2602.tar"), "2026-02-01T00:00:00Z 31d");
  EXPECT_EQ(Match("%Y-%j", "2024-366"), "2024-12-31T00:00:00Z 1d");
  EXPECT_EQ(Match("%s.sql", "1790000000.sql"), "2026-09-21T14:13:20Z 1s");
  EXPECT_EQ(Match("*/%Y%m%d/*.sql", "db1/20260820/x.y.sql"), "2026-08-20T00:00:00Z 1d");
  EXPECT_EQ(Match("a*%Y%m%d*", "a-11-20260820-b"), "2026-08-20T00:00:00Z 1d");
  EXPECT_EQ(Match("100%%", "100%"), "yes");
  EXPECT_EQ(Match("", "any/thing"), "yes");
}

TEST(DumpPatternTest, OtherNamesAreOtherFiles) {
  EXPECT_EQ(Match("dump-%Y%m%d.sql.gz", "dump-20260820.sql.gz.tmp"), "no");
  EXPECT_EQ(Match("dump-%Y%m%d.sql.gz", "dump-2026082.sql.gz"), "no");
  EXPECT_EQ(Match("*.sql", "sub/a.sql"), "no");
  EXPECT_EQ(Match("*.sql", "a.sql.gz"), "no");
  EXPECT_EQ(Match("*a*b", std::string(5000, 'a')), "no");
}

TEST(DumpPatternTest, DigitsThatAreNoDateAreNoTime) {
  for (const char* key : {"20260230", "20261301", "20260800", "19690101", "00000000"})
    EXPECT_EQ(Match("%Y%m%d", key), "yes") << key;
  EXPECT_EQ(Match("%Y%m%d%H", "2026082024"), "yes");
  EXPECT_EQ(Match("%Y%j", "2026366"), "yes");
}

}  // namespace
}  // namespace lastgood
