#include "collectors/dumps/text_scan.h"

#include <fmt/format.h>

namespace lastgood {
namespace {

constexpr std::size_t kLongestLine = 256;  // of those that say anything
constexpr std::string_view kPgDump = "a plain dump of pg_dump";
constexpr std::string_view kPgDumpAll = "a dump of pg_dumpall";
constexpr std::string_view kMySqlDump = "a dump of mysqldump";
constexpr std::string_view kPgFooter = "-- PostgreSQL database dump complete";
constexpr std::string_view kPgAllFooter = "-- PostgreSQL database cluster dump complete";
constexpr std::string_view kMySqlFooter = "-- Dump completed";
constexpr std::string_view kXmlFooter = "</mysqldump>";

}  // namespace

void TextScan::Open(bool& open, std::string_view what) {
  if (open && (!gap_ || seen_after_gap_)) lost_ = what;
  open = true;
  what_ = what;
  seen_any_ = true;
  seen_after_gap_ = gap_;
}

void TextScan::Close(bool& open, std::string_view what, std::string_view footer) {
  open = false;
  what_ = what;
  footer_ = footer;
  seen_any_ = true;
  seen_after_gap_ = gap_;
}

void TextScan::PostgresLine(std::string_view line) {
  if (line == kPgFooter) return Close(database_open_, cluster_open_ ? kPgDumpAll : kPgDump, kPgFooter);
  if (line == kPgAllFooter) {
    if (database_open_ && (!gap_ || seen_after_gap_)) lost_ = kPgDump;
    database_open_ = false;
    databases_ = false;
    cluster_after_gap_ = gap_;
    return Close(cluster_open_, kPgDumpAll, kPgAllFooter);
  }
  // A row may hold the words; hardly the line above it too.
  if (before_ == "--" && line == "-- PostgreSQL database dump") return Open(database_open_, kPgDump);
  if (before_ == "--" && line == "-- PostgreSQL database cluster dump") {
    cluster_after_gap_ = gap_;
    return Open(cluster_open_, kPgDumpAll);
  }
  if (before_ == "--" && (line == "-- Databases" || line.starts_with("-- Database \""))) databases_ = true;
}

void TextScan::MySqlLine(std::string_view line) {
  if (line.starts_with(kMySqlFooter)) return Close(mysql_open_, kMySqlDump, kMySqlFooter);
  if (line.starts_with("-- MySQL dump ") || line.starts_with("-- MariaDB dump "))
    Open(mysql_open_, kMySqlDump);
}

void TextScan::Line(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (!seen_any_ && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  if (line.starts_with("--")) {
    PostgresLine(line);
    MySqlLine(line);
  } else if (line.starts_with("\\connect ")) {
    databases_ = databases_ || cluster_open_;
  } else if (line.starts_with("<mysqldump")) {
    Open(xml_open_, kMySqlDump);
  } else if (line.starts_with(kXmlFooter)) {
    Close(xml_open_, kMySqlDump, kXmlFooter);
  }
  before_ = line;
}

void TextScan::Add(std::string_view piece) {
  zeros_ = zeros_ || piece.find('\0') != std::string_view::npos;
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    const std::string_view part = piece.substr(0, end);
    if (line_.size() + part.size() > kLongestLine)
      long_line_ = true;
    else if (!long_line_)
      line_ += part;
    if (end == std::string_view::npos) return;
    if (!long_line_ && !skip_line_)
      Line(line_);
    else
      before_.clear();
    line_.clear();
    long_line_ = skip_line_ = false;
    piece.remove_prefix(end + 1);
  }
}

void TextScan::SkipGap() {
  line_.clear();
  before_.clear();
  long_line_ = false;
  skip_line_ = gap_ = true;  // it may begin within a line
}

// A footer whose line has no end is cut, but for the tag that ends an XML document.
void TextScan::Finish() {
  if (!line_.starts_with(kXmlFooter)) return;
  Line(line_);
  line_.clear();
}

std::string TextScan::Unfinished() const {
  if (!lost_.empty()) return fmt::format("{} is cut off: another begins before its end", lost_);
  if (mysql_open_) return fmt::format("{} is cut off: its end lacks \"{}\"", kMySqlDump, kMySqlFooter);
  if (xml_open_) return fmt::format("{} is cut off: its end lacks \"{}\"", kMySqlDump, kXmlFooter);
  if (database_open_) return fmt::format("{} is cut off: its end lacks \"{}\"", kPgDump, kPgFooter);
  if (cluster_open_ && !MayBeOneOfSeveral())
    return fmt::format("{} is cut off: its end lacks \"{}\"", kPgDumpAll, kPgAllFooter);
  return "";
}

}  // namespace lastgood
