// A table for a terminal: aligned cells, worst in colour, with wrapped lines under a row that say why and
// what to do. Text must be on one line already (base/text.h). Not thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/assess.h"

namespace lastgood {

struct TableStyle {
  bool colour = false;
  std::size_t width = 100;  // columns to wrap at
  bool fit = false;         // cut cells so that no row is wider
  bool all = false;         // list every good row, however many
  bool quiet = false;       // the answer alone
};

// For standard output: colour on a terminal unless NO_COLOR or TERM say otherwise, and its width.
TableStyle StyleOfOutput();

// Splits at spaces into lines of at most `width` columns; a word that is longer stands alone.
std::vector<std::string> WrapText(const std::string& text, std::size_t width);

// "CRITICAL"
std::string StatusCell(Level level);

class TextTable {
 public:
  // `first_to_go`: columns that a narrow terminal does without, in this order.
  TextTable(const TableStyle& style, std::vector<std::string> head,
            std::vector<std::size_t> first_to_go = {});

  // Each row must be measured before the head is written.
  void Measure(const std::vector<std::string>& cells);
  void WriteHead();
  void Write(const std::vector<std::string>& cells, Level level);
  void WriteDetails(const std::string& why, const std::string& todo);
  std::string Take() { return std::move(text_); }

 private:
  // Without the last column.
  std::size_t WidthUsed() const;
  void Fit();
  void WriteCells(const std::vector<std::string>& cells, std::string_view colour);
  void WriteWrapped(const std::string& text, std::string_view lead);

  const TableStyle& style_;
  std::vector<std::string> head_;
  std::vector<std::size_t> first_to_go_;
  std::vector<std::size_t> widths_;
  std::vector<bool> hidden_;
  std::string text_;
};

}  // namespace lastgood
