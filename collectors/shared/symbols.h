// Texts that many rows share (namespaces, clusters, destinations), kept once and named by a small number.
// A Symbols only grows; it lives as long as the rows of one reading. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lastgood {

using Symbol = std::uint32_t;  // 0 is the empty text

class Symbols {
 public:
  Symbols() = default;
  Symbols(Symbols&&) noexcept = default;
  Symbols& operator=(Symbols&&) noexcept = default;

  Symbol Add(std::string_view text) {
    if (text.empty()) return 0;
    const auto found = index_.find(text);
    if (found != index_.end()) return found->second;
    texts_.emplace_back(text);
    const auto symbol = static_cast<Symbol>(texts_.size());
    index_.emplace(texts_.back(), symbol);
    return symbol;
  }
  std::string_view Text(Symbol symbol) const { return symbol == 0 ? std::string_view() : texts_[symbol - 1]; }

 private:
  std::deque<std::string> texts_;  // a deque, so that the keys of index_ stay where they are
  std::unordered_map<std::string_view, Symbol> index_;
};

}  // namespace lastgood
