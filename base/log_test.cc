#include "base/log.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/support/fakes.h"

namespace lastgood {
namespace {

// A stream in memory.
class Memory {
 public:
  Memory() : stream_(open_memstream(&text_, &size_)) {}
  ~Memory() {
    std::fclose(stream_);
    std::free(text_);
  }
  std::FILE* stream() { return stream_; }
  std::string text() {
    std::fflush(stream_);
    return std::string(text_, size_);
  }

 private:
  char* text_ = nullptr;
  std::size_t size_ = 0;
  std::FILE* stream_;
};

const Time kTime = Time(std::chrono::seconds(1'790'000'000));

TEST(LogTest, ValuesCannotStartALineOrAFieldOfTheirOwn) {
  EXPECT_EQ(
      FormatLogLine(LogFormat::kLogfmt, kTime, LogLevel::kError, "no \"x\"", {{"object", "a\nlevel=info b"}}),
      "time=2026-09-21T14:13:20Z level=error msg=\"no \\\"x\\\"\" object=\"a level=info b\"");
  EXPECT_EQ(FormatLogLine(LogFormat::kJson, kTime, LogLevel::kInfo, "a\xFF", {{"k", "\"\n"}}),
            "{\"time\":\"2026-09-21T14:13:20Z\",\"level\":\"info\",\"msg\":\"a\uFFFD\",\"k\":\"\\\" \"}");
}

TEST(LogTest, ARepeatedFailureIsFoldedAndItsEndIsTold) {
  Memory memory;
  FakeClock clock(kTime);
  Logger logger(memory.stream(), clock, LogLevel::kInfo, LogFormat::kLogfmt);
  const std::vector<Error> refused = {{ErrorCode::kUnavailable, "refused"}};
  for (int i = 0; i < 5; ++i) logger.Failures("cnpg", refused);
  clock.Advance(std::chrono::hours(1));
  logger.Failures("cnpg", refused);
  logger.Failures("cnpg", {});
  logger.Failures("cnpg", {});
  EXPECT_EQ(memory.text(),
            "time=2026-09-21T14:13:20Z level=error msg=refused source=cnpg reason=unavailable times=1\n"
            "time=2026-09-21T15:13:20Z level=error msg=refused source=cnpg reason=unavailable times=6\n"
            "time=2026-09-21T15:13:20Z level=info msg=\"works again\" source=cnpg failed_passes=6\n");
}

TEST(LogTest, AnotherFailureIsToldAtOnce) {
  Memory memory;
  FakeClock clock(kTime);
  Logger logger(memory.stream(), clock, LogLevel::kInfo, LogFormat::kLogfmt);
  logger.Failures("s3", {{ErrorCode::kTimeout, "slow"}});
  logger.Failures("s3", {{ErrorCode::kForbidden, "denied"}});
  EXPECT_NE(memory.text().find("msg=denied"), std::string::npos);
}

TEST(LogTest, LinesBelowTheLevelAreLeftOut) {
  Memory memory;
  FakeClock clock(kTime);
  Logger logger(memory.stream(), clock, LogLevel::kWarn, LogFormat::kLogfmt);
  logger.Log(LogLevel::kInfo, "quiet");
  EXPECT_EQ(memory.text(), "");
  EXPECT_FALSE(ParseLogLevel("verbose").ok());
  EXPECT_FALSE(ParseLogFormat("xml").ok());
}

}  // namespace
}  // namespace lastgood
