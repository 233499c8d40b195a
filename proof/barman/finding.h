// What looking at something showed: it is whole, it is not, or nobody can tell. Values.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace lastgood::proof::barman {

struct Finding {
  std::optional<bool> whole = true;
  std::string why = {};  // it is not, or nobody can tell

  static Finding Broken(std::string why) { return {false, std::move(why)}; }
  static Finding Unknown(std::string why) { return {std::nullopt, std::move(why)}; }

  bool IsBroken() const { return whole == false; }
  bool IsWhole() const { return whole == true; }
  // Of something that needs both: the worse of them, and the first of two as bad.
  void And(Finding other) {
    if (IsBroken() || other.IsWhole() || (!whole && !other.IsBroken())) return;
    *this = std::move(other);
  }
};

}  // namespace lastgood::proof::barman
