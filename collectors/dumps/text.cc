#include "collectors/dumps/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "base/text.h"

namespace lastgood {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLeastText = 32;         // what is shorter says nothing
constexpr std::uint64_t kMessage = 64 * 1024;  // no error message is longer
constexpr std::size_t kLooked = 20;            // lines

std::string_view Trimmed(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n\0"sv);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n\0"sv) + 1 - first);
}

// The first lines that hold anything.
std::vector<std::string_view> FirstLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < kLooked) {
    const std::size_t end = text.find('\n');
    const std::string_view line = Trimmed(text.substr(0, end));
    if (!line.empty()) lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string_view LastLine(std::string_view tail) {
  const std::string_view text = Trimmed(tail);
  return Trimmed(text.substr(text.rfind('\n') + 1));
}

bool IsStatement(std::string_view line) {
  static constexpr auto kBegins = std::to_array<std::string_view>({"create ",
                                                                   "insert ",
                                                                   "copy ",
                                                                   "set ",
                                                                   "begin",
                                                                   "pragma ",
                                                                   "drop ",
                                                                   "alter ",
                                                                   "use ",
                                                                   "lock tables",
                                                                   "replace ",
                                                                   "select ",
                                                                   "grant ",
                                                                   "update ",
                                                                   "delete ",
                                                                   "truncate ",
                                                                   "start transaction",
                                                                   "declare ",
                                                                   "prompt ",
                                                                   "exec ",
                                                                   "if ",
                                                                   "spool ",
                                                                   "rem ",
                                                                   "go",
                                                                   "load ",
                                                                   "call ",
                                                                   "merge ",
                                                                   "comment on "});
  const std::string lower = Lower(line.substr(0, 40));
  return std::ranges::any_of(kBegins, [&](std::string_view begin) { return lower.starts_with(begin); });
}

// What may end SQL without a semicolon.
bool IsLastWord(std::string_view line) {
  const std::string lower = Lower(line);
  return lower == "commit" || lower == "go" || lower == "/" || lower == "\\." || lower == "exit" ||
         lower == "quit" || lower.starts_with("--") || lower.ends_with("*/");
}

// A line that begins a statement, and one that ends one. Sentences begin with such words too.
bool IsSql(const std::vector<std::string_view>& lines, std::string_view head) {
  const bool begins = std::ranges::any_of(
      lines, [](auto line) { return IsStatement(line) || line.starts_with("--") || line.starts_with("/*"); });
  return begins && (head.find(';') != std::string_view::npos || head.find("\nGO") != std::string_view::npos);
}

bool HasWord(const std::string& lower) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"error",        "fatal",        "failed",       "failure",        "denied",       "not found",
       "no such",      "cannot",       "can't",        "could not",      "couldn't",     "unable to",
       "refused",      "timed out",    "timeout",      "usage:",         "exception",    "traceback",
       "panic:",       "unknown ",     "unauthorized", "forbidden",      "segmentation", "not permitted",
       "no space",     "unrecognized", "invalid",      "does not exist", "killed",       "terminated",
       "is not a tty", "bad gateway",  "unavailable",  "--help",         "aborted",      "connection reset",
       "must be ",     "not allowed",  "missing",      "expired",        "too many",     "lost connection",
       "warning",      "not running",  "broken pipe",  "illegal"});
  return std::ranges::any_of(kWords,
                             [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// "pg_dump: error: ...", "bash: line 1: ...", "/usr/bin/mysqldump: ...".
bool IsOfAProgram(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos || colon == 0 || colon > 60) return false;
  return std::ranges::all_of(line.substr(0, colon), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("_-./[]").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

std::string Quoted(std::string_view line) { return fmt::format("\"{}\"", OneLine(line, 120)); }

bool IsHtml(std::string_view text) {
  const std::string lower = Lower(text.substr(0, 1024));
  if (lower.starts_with("<!doctype html") || lower.starts_with("<html") || lower.starts_with("<head") ||
      lower.starts_with("<body"))
    return true;
  return lower.starts_with("<") && lower.find("<html") != std::string::npos;
}

bool IsXmlError(std::string_view text) {
  const std::string_view top = text.substr(0, 300);
  return text.starts_with("<") && (top.find("<Error>") != std::string_view::npos ||
                                   top.find("<ErrorResponse") != std::string_view::npos);
}

bool IsJsonError(std::string_view text, std::uint64_t size) {
  if (!text.starts_with("{") || size > kMessage) return false;
  const std::string lower = Lower(text.substr(0, 600));
  return lower.find("\"error\"") != std::string::npos || lower.find("\"errors\"") != std::string::npos ||
         (lower.find("\"message\"") != std::string::npos && HasWord(lower)) ||
         lower.find("\"kind\":\"status\"") != std::string::npos;
}

// JSON, XML, LDIF, or rows with separators: what a dump other than SQL looks like.
bool IsData(std::string_view text, const std::vector<std::string_view>& lines) {
  if (text.starts_with("{") || text.starts_with("[") || text.starts_with("<?xml") ||
      text.starts_with("dn:") || text.starts_with("version: 1") || text.starts_with("*2\r\n$6"))
    return true;
  if (lines.size() < 3) return false;
  return std::ranges::any_of(std::array{'\t', ',', ';', '|'}, [&](char separator) {
    const auto count = std::ranges::count(lines[0], separator);
    return count > 0 && std::ranges::count(lines[1], separator) == count &&
           std::ranges::count(lines[2], separator) == count;
  });
}

EndingVerdict Broken(std::string detail) { return {Completeness::kBroken, std::move(detail), {}}; }

EndingVerdict Ended(const TextScan& scan, std::string_view what, std::string_view end) {
  return {scan.has_gap() ? Completeness::kEnds : Completeness::kRead,
          fmt::format("{}, ends with \"{}\"", what, end),
          {}};
}

EndingVerdict JudgeSqlite(std::string_view tail, const TextScan& scan) {
  constexpr std::string_view kWhat = "a dump of sqlite3";
  const std::string_view last = LastLine(tail);
  if (last == "COMMIT;") return Ended(scan, kWhat, "COMMIT;");
  if (last.starts_with("ROLLBACK;"))
    return Broken(fmt::format("{} that ended with an error: {}", kWhat, last));
  return Broken(fmt::format("{} is cut off: its end lacks \"COMMIT;\"", kWhat));
}

// mysqldump --skip-comments and phpMyAdmin give back at the end what they took at the beginning.
EndingVerdict JudgeWithoutComments(std::string_view tail, const TextScan& scan) {
  constexpr std::string_view kEnd = "SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT";
  if (tail.find(kEnd) != std::string_view::npos && LastLine(tail).ends_with("*/;"))
    return Ended(scan, "a dump of mysqldump without comments", kEnd);
  return Broken(fmt::format("a dump of mysqldump without comments is cut off: its end lacks \"{}\"", kEnd));
}

// How a text of no known tool ends as none ends one; "" when it does not.
std::string_view FaultOfEnd(std::string_view text, std::string_view head, std::string_view tail,
                            const TextScan& scan) {
  const std::string_view last = LastLine(tail);
  if ((text.starts_with("{") || text.starts_with("[")) && !last.ends_with("}") && !last.ends_with("]"))
    return "JSON that is cut off";
  if (text.starts_with("<?xml") && !last.ends_with(">")) return "XML that is cut off";
  const std::vector<std::string_view> lines = FirstLines(head);
  if (!IsSql(lines, head) || IsData(text, lines)) return "";
  const bool goes_on = last.ends_with(',') || last.ends_with('(');
  if (goes_on || (!scan.LastLineEnded() && !IsLastWord(last)))
    return "SQL that is cut off in the middle of a statement";
  return "";
}

EndingVerdict JudgeAnyText(std::string_view head, std::string_view tail, std::uint64_t size,
                           const TextScan& scan) {
  if (std::optional<std::string> why = WhyNoDump(head, size)) return Broken("not a dump: " + *std::move(why));
  const std::string_view text = Trimmed(head);
  if (text.starts_with("PRAGMA foreign_keys=OFF;")) return JudgeSqlite(tail, scan);
  if (head.find("SET @OLD_CHARACTER_SET_CLIENT=") != std::string_view::npos)
    return JudgeWithoutComments(tail, scan);
  if (const std::string_view fault = FaultOfEnd(text, head, tail, scan); !fault.empty())
    return Broken(std::string(fault));
  return {Completeness::kPlausible, "text that does not say where it ends", {}};
}

}  // namespace

bool IsText(std::string_view head) {
  const auto is_control = [](unsigned char c) {
    return (c < 0x20 &&
            std::string_view("\t\n\v\f\r\b\x1b\x1a").find(static_cast<char>(c)) == std::string_view::npos) ||
           c == 0x7f;
  };
  const std::string_view text = head.substr(0, head.find_last_not_of('\0') + 1);
  if (text.empty() || std::ranges::any_of(text.substr(0, 64), is_control)) return false;
  const auto controls = static_cast<std::size_t>(std::ranges::count_if(text, is_control));
  if (controls * 50 > text.size()) return false;
  const auto high = std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return static_cast<std::size_t>(high) * 4 < text.size();
}

std::string FromUtf16(std::string_view bytes, bool big_endian) {
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const char high = bytes[big_endian ? i : i + 1], low = bytes[big_endian ? i + 1 : i];
    if (high == '\xfe' && low == '\xff') continue;
    text += high == 0 ? low : '?';
  }
  return text;
}

std::optional<std::string> WhyNoDump(std::string_view head, std::uint64_t size) {
  const std::string_view text = Trimmed(head);
  if (text.empty()) return "nothing but blanks";
  const std::vector<std::string_view> lines = FirstLines(head);
  if (IsHtml(text)) return "a web page (HTML)";
  if (IsXmlError(text) || IsJsonError(text, size)) return "an error message: " + Quoted(text);
  if (text.starts_with("-----BEGIN ")) return "a key, certificate or signature: " + Quoted(lines.front());
  if (lines.front().starts_with("--") || lines.front().starts_with("/*"))
    return size <= kHeadBytes && head.find(';') == std::string_view::npos
               ? std::optional("text without a statement: " + Quoted(lines.front()))
               : std::nullopt;
  const bool sql = IsSql(lines, head);
  const std::string first = Lower(lines.front());
  const bool first_is_message = IsOfAProgram(lines.front()) || !sql;
  if (size <= kMessage && first_is_message && HasWord(first) && !IsData(text, {}))
    return "an error message: " + Quoted(lines.front());
  if (sql) return std::nullopt;
  if (size < kLeastText && !IsData(text, lines)) return "too small to hold anything: " + Quoted(text);
  const auto usage = std::ranges::find_if(lines, [](auto line) { return Lower(line).starts_with("usage:"); });
  if (usage != lines.end()) return "a program's help: " + Quoted(*usage);
  if (IsData(text, lines)) return std::nullopt;
  const auto message = std::ranges::find_if(lines, [](auto line) {
    return HasWord(Lower(line)) && (IsOfAProgram(line) || HasWord(Lower(line.substr(0, 30))));
  });
  if (size <= kMessage && message != lines.end()) return "an error message: " + Quoted(*message);
  if (size <= kHeadBytes) return "text without a statement or rows: " + Quoted(lines.front());
  return std::nullopt;
}

EndingVerdict JudgeText(std::string_view head, std::string_view tail, std::uint64_t size,
                        const TextScan& scan) {
  if (scan.has_zeros()) return Broken("text with zeros in it: bytes that were never written");
  if (!scan.any()) return JudgeAnyText(head, tail, size, scan);
  if (const std::string lost = scan.Unfinished(); !lost.empty()) return Broken(lost);
  if (scan.has_gap() && !scan.any_after_gap())
    return Broken(fmt::format("{} is cut off: nothing ends in its last bytes", scan.what()));
  if (!scan.LastLineEnded()) return Broken(fmt::format("{} is cut off in its last line", scan.what()));
  if (scan.MayBeOneOfSeveral())
    return {Completeness::kPlausible,
            fmt::format("{}, which ends with the end of a database: whether more should follow is not known",
                        scan.what()),
            {}};
  return Ended(scan, scan.what(), scan.footer());
}

}  // namespace lastgood
