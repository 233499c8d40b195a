#include "proof/barman/backup_info.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <map>

#include "base/time.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kMostTablespaces = 10'000;

Error Malformed(std::string_view what, std::string_view found) {
  return {ErrorCode::kMalformed, fmt::format("{}, found \"{}\"", what, Cut(found))};
}

using Fields = std::map<std::string_view, std::string_view>;

// Fields come in the order of their names, so that a file without the last of them is cut off.
Result<Fields> ReadFields(std::string_view text) {
  if (!text.ends_with('\n') || text.find("\nxlog_segment_size=") == std::string_view::npos)
    return Error{ErrorCode::kMalformed, "it is cut off: its last field, xlog_segment_size, is not there"};
  Fields fields;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos && !line.empty()) return Malformed("expected field=value", line);
    if (!line.empty()) fields.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return fields;
}

// "" is what is not there or None.
std::string_view ValueOf(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() || found->second == "None" ? std::string_view() : found->second;
}

template <typename Number>
Status ReadNumber(const Fields& fields, std::string_view name, std::optional<Number>& number) {
  const std::string_view text = ValueOf(fields, name);
  if (text.empty()) return Ok();
  Number value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size())
    return Malformed(fmt::format("expected a number in {}", name), text);
  number = value;
  return Ok();
}

// What `parse` makes of a field; `shape` is how barman writes it.
template <typename Value, typename Parse>
Status ReadAs(const Fields& fields, std::string_view name, std::string_view shape, Parse parse,
              std::optional<Value>& value) {
  const std::string_view text = ValueOf(fields, name);
  if (text.empty()) return Ok();
  value = parse(text);
  if (!value) return Malformed(fmt::format("expected {} such as {}", name, shape), text);
  return Ok();
}

// Old releases wrote times without an offset, in the time zone of a machine that we do not know.
std::optional<Time> ReadTime(const Fields& fields, std::string_view name) {
  const Result<Time> time = ParseRfc3339(ValueOf(fields, name));
  return time.ok() ? std::optional(*time) : std::nullopt;
}

Status ReadSegmentSize(const Fields& fields, SegmentSize& size) {
  std::optional<std::uint64_t> bytes;
  LASTGOOD_RETURN_IF_ERROR(ReadNumber(fields, "xlog_segment_size", bytes));
  if (!bytes) return Ok();
  const std::optional<SegmentSize> known = SegmentSize::Of(*bytes);
  if (!known) return Malformed("expected a segment size from 1 MiB to 1 GiB", std::to_string(*bytes));
  size = *known;
  return Ok();
}

Status ReadWal(const Fields& fields, BackupInfo& info) {
  constexpr std::string_view kSegment = "000000010000000000000005", kLsn = "0/5000028";
  LASTGOOD_RETURN_IF_ERROR(ReadSegmentSize(fields, info.segment_size));
  LASTGOOD_RETURN_IF_ERROR(ReadNumber(fields, "timeline", info.timeline));
  LASTGOOD_RETURN_IF_ERROR(ReadAs(fields, "begin_wal", kSegment, ParseSegment, info.begin_wal));
  LASTGOOD_RETURN_IF_ERROR(ReadAs(fields, "end_wal", kSegment, ParseSegment, info.end_wal));
  LASTGOOD_RETURN_IF_ERROR(ReadAs(fields, "begin_xlog", kLsn, ParseLsn, info.begin_lsn));
  return ReadAs(fields, "end_xlog", kLsn, ParseLsn, info.end_lsn);
}

// Reads Python's literals from the front of a text.
class Literals {
 public:
  explicit Literals(std::string_view text) : rest_(text) {}

  bool Take(char c) {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool Text() {
    const char quote = Take('\'') ? '\'' : Take('"') ? '"' : '\0';
    if (quote == '\0') return false;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] == '\\') {
        ++i;
      } else if (rest_[i] == quote) {
        rest_.remove_prefix(i + 1);
        return true;
      }
    }
    return false;
  }
  bool Number(std::uint32_t& value) {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    const auto [end, code] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (code != std::errc()) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace

Result<std::vector<std::uint32_t>> ParseTablespaces(std::string_view text) {
  const Error malformed = Malformed("expected tablespaces such as [('fast', 16390, '/path')]", text);
  std::vector<std::uint32_t> oids;
  Literals literals(text);
  if (!literals.Take('[')) return malformed;
  while (!literals.Take(']')) {
    if (oids.size() == kMostTablespaces) return malformed;
    std::uint32_t oid = 0;
    const bool whole = literals.Take('(') && literals.Text() && literals.Take(',') && literals.Number(oid) &&
                       literals.Take(',') && literals.Text() && literals.Take(')');
    if (!whole) return malformed;
    oids.push_back(oid);
    literals.Take(',');
  }
  if (!literals.AtEnd()) return malformed;
  return oids;
}

Result<BackupInfo> ParseBackupInfo(std::string_view text) {
  LASTGOOD_ASSIGN(const Fields fields, ReadFields(text));
  BackupInfo info;
  info.status = Cut(ValueOf(fields, "status"));
  info.error = Cut(ValueOf(fields, "error"), 200);
  info.begin_time = ReadTime(fields, "begin_time");
  info.end_time = ReadTime(fields, "end_time");
  LASTGOOD_RETURN_IF_ERROR(ReadWal(fields, info));
  LASTGOOD_RETURN_IF_ERROR(ReadNumber(fields, "systemid", info.system_id));
  LASTGOOD_RETURN_IF_ERROR(ReadNumber(fields, "cluster_size", info.cluster_size));
  if (const std::string_view tablespaces = ValueOf(fields, "tablespaces"); !tablespaces.empty()) {
    LASTGOOD_ASSIGN(info.tablespaces, ParseTablespaces(tablespaces));
  }
  info.compression = Cut(ValueOf(fields, "compression"));
  info.encryption = Cut(ValueOf(fields, "encryption"));
  info.has_label = !ValueOf(fields, "backup_label").empty();
  info.in_snapshots = !ValueOf(fields, "snapshots_info").empty();
  return info;
}

}  // namespace lastgood::proof::barman
