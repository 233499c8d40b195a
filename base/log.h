// Structured log lines on a stream, as logfmt or JSON: time, level, msg, then the fields. Values are escaped,
// so that what comes from outside cannot start a line of its own. Failures() folds repeated ones.
// Thread-safe.
#pragma once

#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

enum class LogLevel { kDebug, kInfo, kWarn, kError };
enum class LogFormat { kLogfmt, kJson };

Result<LogLevel> ParseLogLevel(std::string_view text);
Result<LogFormat> ParseLogFormat(std::string_view text);

using LogFields = std::vector<std::pair<std::string_view, std::string>>;

// One line, without the newline. Pure.
std::string FormatLogLine(LogFormat format, Time time, LogLevel level, std::string_view message,
                          const LogFields& fields);

class Logger {
 public:
  // `stream` stays the caller's; null writes nothing.
  Logger(std::FILE* stream, const Clock& clock, LogLevel level, LogFormat format)
      : stream_(stream), clock_(clock), level_(level), format_(format) {}

  void Log(LogLevel level, std::string_view message, const LogFields& fields = {});

  // The failures of one source, all of them at once. The same ones as last time are not logged again, but
  // every hour with how often they came; when there are none after some, one line says so.
  void Failures(const std::string& source, const std::vector<Error>& failures);

 private:
  struct Folded {
    std::string messages;
    std::size_t times = 0;
    Time logged;
  };

  std::FILE* stream_;
  const Clock& clock_;
  LogLevel level_;
  LogFormat format_;
  std::mutex mutex_;
  std::map<std::string, Folded> failing_;  // by source
};

}  // namespace lastgood
