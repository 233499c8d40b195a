#include "base/yaml_bounds.h"

#include <fmt/format.h>

namespace lastgood {
namespace {

constexpr int kMostDepth = 32;
constexpr int kMostValues = 100'000;

// `left` is how many values there may still be.
std::string TooMuch(const YAML::Node& node, int depth, int& left) {
  if (--left < 0) return fmt::format("more than {} values, aliases counted in full", kMostValues);
  if (!node.IsMap() && !node.IsSequence()) return "";
  if (depth == 0) return fmt::format("nested more than {} levels deep", kMostDepth);
  for (const auto& child : node) {
    std::string found = TooMuch(node.IsMap() ? child.second : child, depth - 1, left);
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string TooMuchOf(const YAML::Node& document) {
  int left = kMostValues;
  return TooMuch(document, kMostDepth, left);
}

}  // namespace lastgood
