#include "base/shell.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

TEST(ShellQuotedTest, OnlyWhatNeedsQuotesGetsThem) {
  EXPECT_EQ(ShellQuoted("s3://b/x-1_2"), "s3://b/x-1_2");
  EXPECT_EQ(ShellQuoted("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(ShellQuoted(""), "''");
}

}  // namespace
}  // namespace lastgood
