#include "collectors/restore_tests/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time.h"

namespace lastgood::restore_tests {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostPairs = 500;
constexpr int kMostDepth = 4;
constexpr std::size_t kLongestText = 400;
constexpr Duration kSkew = std::chrono::minutes(10);
constexpr double kFirstMillisecond = 1e11;  // such a number of seconds is in the year 5138

// What people call things, without case, dashes, dots and underscores. The first that is there counts.
using Names = std::array<std::string_view, 14>;
constexpr Names kSuccess = {"lastsuccess",
                            "lastsuccesstime",
                            "lastsuccesstimestamp",
                            "lastsuccessat",
                            "lastsuccessful",
                            "lastsuccessfultime",
                            "lastsuccessfultest",
                            "successtime",
                            "successtimestamp",
                            "succeededat",
                            "passedat",
                            "lastpassed",
                            "lastpass"};
constexpr Names kFailure = {"lastfailure",   "lastfailuretime", "lastfailuretimestamp",
                            "lastfailureat", "lastfailed",      "lastfailedat",
                            "failedat",      "failuretime",     "lasterrortime"};
constexpr Names kTested = {"testedat",          "lasttestedat",   "lasttested",  "lasttest",  "lasttesttime",
                           "lasttesttimestamp", "lastrun",        "lastruntime", "lastrunat", "finishedat",
                           "completedat",       "completiontime", "timestamp",   "time"};
constexpr Names kBackup = {"lastbackupname", "testedbackupname", "lasttestedbackup", "lasttestedbackupname",
                           "testedbackup",   "backupname",       "lastbackup",       "backup",
                           "snapshot",       "snapshotname",     "lastsnapshot",     "backupid"};
constexpr Names kRecoveredTo = {
    "recoveredto",    "lastrecoveredto",     "recoverypoint",    "datatime",
    "datatimestamp",  "backuptime",          "backuptimestamp",  "backupcompletedat",
    "lastbackuptime", "lastbackuptimestamp", "testedbackuptime", "snapshottime"};
constexpr Names kDataAge = {"dataage",          "dataageseconds", "backupage",
                            "backupageseconds", "lastdataage",    "lastdataageseconds"};
constexpr Names kDuration = {
    "duration",        "durationseconds",        "lastduration",   "lastdurationseconds",
    "restoreduration", "restoredurationseconds", "restoreseconds", "rto",
    "rtoseconds"};
constexpr Names kResult = {"result",      "lastresult", "status",    "laststatus", "outcome",
                           "lastoutcome", "phase",      "lastphase", "state",      "laststate",
                           "success",     "passed",     "verdict",   "conclusion"};
constexpr Names kExitCode = {"exitcode", "lastexitcode", "exitstatus", "returncode", "rc", "code"};
constexpr Names kMessage = {"message", "lastmessage", "error", "lasterror", "reason"};

std::string Plain(std::string_view key) {
  std::string plain;
  for (const char c : key)
    if (c != '-' && c != '_' && c != '.' && c != ' ')
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return plain;
}

// The scalars of a JSON text as "key/member" with their text.
void Flatten(const std::string& key, const Json& value, int depth, Data& into) {
  if (into.size() >= kMostPairs || depth > kMostDepth) return;
  if (value.is_object())
    for (const auto& [name, member] : value.items()) Flatten(key + "/" + name, member, depth + 1, into);
  else if (value.is_string())
    into.emplace_back(key, value.get<std::string>());
  else if (value.is_number() || value.is_boolean())
    into.emplace_back(key, value.dump());
}

Data Flat(const Data& data) {
  Data flat;
  for (const auto& [key, value] : data) {
    if (flat.size() >= kMostPairs) break;
    const std::size_t first = value.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) continue;
    if (value[first] != '{') {
      flat.emplace_back(key, value);
      continue;
    }
    const Json json = Json::parse(value, nullptr, false);
    if (!json.is_discarded()) Flatten(key, json, 0, flat);
  }
  return flat;
}

std::optional<double> Number(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Time> ToTime(const std::string& text) {
  if (const Result<Time> time = ParseRfc3339(text); time.ok()) return *time;
  const std::optional<double> number = Number(text);
  if (!number || !(*number >= 1 && *number < 1e14)) return std::nullopt;
  const double milliseconds = *number >= kFirstMillisecond ? *number : *number * 1000;
  return Time(Duration(static_cast<std::int64_t>(milliseconds)));
}

std::optional<Duration> ToDuration(const std::string& text) {
  if (const Result<Duration> duration = ParseDuration(text); duration.ok()) return *duration;
  const std::optional<double> seconds = Number(text);
  if (!seconds || !(*seconds >= 0 && *seconds < 1e9)) return std::nullopt;
  return Duration(static_cast<std::int64_t>(*seconds * 1000));
}

std::optional<bool> ToOutcome(const std::string& text) {
  const std::string plain = Plain(text);
  for (const std::string_view good : {"success", "succeeded", "successful", "passed", "pass", "ok", "okay",
                                      "true", "yes", "complete", "completed", "healthy", "verified", "1"})
    if (plain == good) return true;
  for (const std::string_view bad :
       {"failure",  "failed",          "fail",      "error",    "errored",   "false",   "no",
        "timedout", "timeout",         "aborted",   "canceled", "cancelled", "crashed", "unsuccessful",
        "partial",  "partiallyfailed", "unhealthy", "corrupt",  "invalid",   "0"})
    if (plain == bad) return false;
  return std::nullopt;
}

std::optional<bool> ToExit(const std::string& text) {
  const std::optional<double> code = Number(text);
  return code ? std::optional(*code == 0) : std::nullopt;
}

class Reader {
 public:
  Reader(const Data& data, const RecordKeys& keys, Time now)
      : data_(Flat(data)), guess_(keys == RecordKeys()), now_(now) {}

  // What lies under the key of the config, else under one of the usual names; "" without.
  std::string Text(const std::string& key, const Names& usual) {
    found_ = key;
    if (!guess_) return key.empty() ? "" : Find([&](const std::string& name) { return name == key; });
    for (const std::string_view name : usual) {
      if (name.empty()) break;
      std::string text = Find([&](const std::string& other) { return IsCalled(other, name); });
      if (!text.empty()) return text;
    }
    return "";
  }

  // Every word that tells how it went: one that is bad decides, then one that is not understood.
  void Outcome(const RecordKeys& keys, Record& record) {
    if (!guess_) return Judge(keys.result, Text(keys.result, kResult), &ToOutcome, record);
    for (const std::string_view name : kResult) JudgeAll(name, &ToOutcome, record);
    for (const std::string_view name : kExitCode) JudgeAll(name, &ToExit, record);
  }

  template <typename T>
  std::optional<T> Value(const std::string& key, const Names& usual,
                         std::optional<T> (*parse)(const std::string&), std::string_view expected) {
    const std::string text = Text(key, usual);
    if (text.empty() || text == "none" || text == "never") return std::nullopt;
    const std::optional<T> value = parse(text);
    if (!value) Complain(expected, text);
    return value;
  }

  std::optional<Time> Moment(const std::string& key, const Names& usual) {
    const std::optional<Time> time =
        Value<Time>(key, usual, &ToTime, "a time (RFC 3339 or seconds since 1970)");
    if (!time || *time <= now_ + kSkew) return time;
    Complain("a time that has been", FormatRfc3339(*time));
    return std::nullopt;
  }

  std::vector<std::string> complaints;

 private:
  static bool IsCalled(const std::string& key, std::string_view name) {
    const std::size_t slash = key.rfind('/');
    return Plain(slash == std::string::npos ? key : key.substr(slash + 1)) == name;
  }

  void JudgeAll(std::string_view name, std::optional<bool> (*parse)(const std::string&), Record& record) {
    if (name.empty()) return;
    for (const auto& [key, value] : data_)
      if (IsCalled(key, name)) Judge(key, std::string(Trim(value)), parse, record);
  }

  void Judge(const std::string& key, const std::string& text,
             std::optional<bool> (*parse)(const std::string&), Record& record) {
    if (text.empty()) return;
    const std::optional<bool> passed = parse(text);
    if (passed) {
      record.passed = record.passed.value_or(true) && *passed;
      return;
    }
    // A time under such a name tells when, not how.
    if (ToTime(text)) return;
    found_ = key;
    Complain("a word such as success or failed", text);
    if (record.unclear.empty()) record.unclear = fmt::format("{}: {}", Cut(key), Cut(text, 40));
  }

  template <typename Matches>
  std::string Find(Matches matches) {
    for (const auto& [key, value] : data_)
      if (matches(key)) {
        found_ = key;
        return std::string(Trim(value));
      }
    return "";
  }
  void Complain(std::string_view expected, const std::string& text) {
    complaints.push_back(
        fmt::format("data.{}: expected {}, found \"{}\"", Cut(found_), expected, Cut(text, 40)));
  }

  Data data_;
  bool guess_;
  Time now_;
  std::string found_;
};

}  // namespace

Record ReadRecord(const Data& data, const RecordKeys& keys, Time now) {
  Reader reader(data, keys, now);
  Record record;
  record.success = reader.Moment(keys.success, kSuccess);
  record.failure = reader.Moment(keys.failure, kFailure);
  record.tested = reader.Moment(keys.tested, kTested);
  record.recovered_to = reader.Moment(keys.recovered_to, kRecoveredTo);
  record.backup = Cut(reader.Text(keys.backup, kBackup), 253);
  record.data_age = reader.Value<Duration>(keys.data_age, kDataAge, &ToDuration, "a duration or seconds");
  record.duration = reader.Value<Duration>(keys.duration, kDuration, &ToDuration, "a duration or seconds");
  reader.Outcome(keys, record);
  if (!record.unclear.empty() && record.passed == true) record.passed.reset();
  record.message = Cut(reader.Text(keys.message, kMessage), kLongestText);
  if (record.tested && record.passed == true && !record.success) record.success = record.tested;
  if (record.tested && record.passed == false && !record.failure) record.failure = record.tested;
  if (record.tested && !record.passed && record.unclear.empty() && !record.success && !record.failure)
    record.success = record.tested;
  record.complaints = std::move(reader.complaints);
  return record;
}

}  // namespace lastgood::restore_tests
