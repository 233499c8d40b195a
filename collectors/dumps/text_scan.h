// The headers and footers of pg_dump, pg_dumpall and mysqldump in a text that comes piece by piece: which
// dumps begin in it, and whether each of them ends. Several may follow each other, and statements may follow
// the last. Memory is bounded. A value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lastgood {

class TextScan {
 public:
  // A further piece of the text.
  void Add(std::string_view piece);
  // What comes next does not follow what came before.
  void SkipGap();
  // After the last piece.
  void Finish();

  // Any header or footer was seen.
  bool any() const { return seen_any_; }
  // Any since the gap.
  bool any_after_gap() const { return seen_after_gap_; }
  // Which dump did not end, in words; "" when all did.
  std::string Unfinished() const;
  // After a gap: the end is that of a database, and it may be one of several that pg_dumpall writes.
  bool MayBeOneOfSeveral() const { return cluster_open_ && gap_ && !databases_ && !cluster_after_gap_; }
  // "a plain dump of pg_dump"
  std::string_view what() const { return what_; }
  std::string_view footer() const { return footer_; }
  bool has_zeros() const { return zeros_; }
  // The last line ends, or at least its statement does.
  bool LastLineEnded() const { return (line_.empty() && !long_line_) || line_.ends_with(';'); }
  bool has_gap() const { return gap_; }

 private:
  void Line(std::string_view line);
  void PostgresLine(std::string_view line);
  void MySqlLine(std::string_view line);
  void Open(bool& open, std::string_view what);
  void Close(bool& open, std::string_view what, std::string_view footer);

  std::string line_, before_;
  bool long_line_ = false, skip_line_ = false, gap_ = false;
  bool cluster_open_ = false, database_open_ = false, mysql_open_ = false, xml_open_ = false;
  bool databases_ = false;  // pg_dumpall came to its databases
  bool cluster_after_gap_ = false;
  bool seen_any_ = false, seen_after_gap_ = false, zeros_ = false;
  std::string lost_;  // one that did not end before another began
  std::string_view what_, footer_;
};

}  // namespace lastgood
