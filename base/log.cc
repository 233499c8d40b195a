#include "base/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxValue = 2000;
constexpr Duration kRepeatEvery = std::chrono::hours(1);

std::string_view ToString(LogLevel level) {
  static constexpr std::string_view kNames[] = {"debug", "info", "warn", "error"};
  return kNames[static_cast<std::size_t>(level)];
}

// Whatever was told, and by whom.
std::string Shown(std::string_view value) { return OneLine(FromOutside(value, kMaxValue), kMaxValue); }

std::string Quoted(std::string_view value) {
  std::string line = Shown(value);
  const bool plain = !line.empty() && line.find_first_of(" =\"\\") == std::string::npos;
  if (plain) return line;
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

Result<LogLevel> ParseLogLevel(std::string_view text) {
  for (const LogLevel level : {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarn, LogLevel::kError})
    if (text == ToString(level)) return level;
  return Error{ErrorCode::kConfig,
               fmt::format("log level: expected debug, info, warn or error, found \"{}\"", Cut(text))};
}

Result<LogFormat> ParseLogFormat(std::string_view text) {
  if (text == "logfmt") return LogFormat::kLogfmt;
  if (text == "json") return LogFormat::kJson;
  return Error{ErrorCode::kConfig,
               fmt::format("log format: expected logfmt or json, found \"{}\"", Cut(text))};
}

std::string FormatLogLine(LogFormat format, Time time, LogLevel level, std::string_view message,
                          const LogFields& fields) {
  if (format == LogFormat::kJson) {
    nlohmann::ordered_json line;
    line["time"] = FormatRfc3339(time);
    line["level"] = ToString(level);
    line["msg"] = Shown(message);
    for (const auto& [key, value] : fields) line[std::string(key)] = Shown(value);
    return line.dump();
  }
  std::string line =
      fmt::format("time={} level={} msg={}", FormatRfc3339(time), ToString(level), Quoted(message));
  for (const auto& [key, value] : fields) line += fmt::format(" {}={}", key, Quoted(value));
  return line;
}

void Logger::Log(LogLevel level, std::string_view message, const LogFields& fields) {
  if (level < level_ || stream_ == nullptr) return;
  const std::string line = FormatLogLine(format_, clock_.Now(), level, message, fields) + '\n';
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stream_);
  std::fflush(stream_);
}

void Logger::Failures(const std::string& source, const std::vector<Error>& failures) {
  std::string messages;
  for (const Error& failure : failures) messages += failure.message + '\n';
  const Time now = clock_.Now();
  std::size_t times = 0;
  bool recovered = false;
  {
    const std::lock_guard lock(mutex_);
    Folded& folded = failing_[source];
    recovered = failures.empty() && folded.times > 0;
    times = messages == folded.messages ? folded.times + 1 : 1;
    const bool repeated = times > 1 && now - folded.logged < kRepeatEvery;
    if (recovered) times = folded.times;
    folded = {messages, failures.empty() ? 0 : times, repeated ? folded.logged : now};
    if (repeated || (failures.empty() && !recovered)) return;
  }
  if (recovered)
    return Log(LogLevel::kInfo, "works again",
               {{"source", source}, {"failed_passes", std::to_string(times)}});
  for (const Error& failure : failures)
    Log(LogLevel::kError, failure.message,
        {{"source", source},
         {"reason", std::string(ToString(failure.code))},
         {"times", std::to_string(times)}});
}

}  // namespace lastgood
