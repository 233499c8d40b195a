#include "base/yaml_merge.h"

#include <optional>
#include <vector>

namespace lastgood {
namespace {

constexpr int kMostDepth = 32;
constexpr int kMostMerged = 10'000;

class Merger {
 public:
  std::string problem;
  YAML::Mark where;

  void Visit(YAML::Node node, int depth) {
    if (depth == 0) return Fail(node, "nested more than 32 levels deep");
    if (node.IsMap()) Expand(node, depth);
    if (!node.IsMap() && !node.IsSequence()) return;
    for (const auto& child : node) {
      if (!problem.empty()) return;
      Visit(node.IsMap() ? child.second : YAML::Node(child), depth - 1);
    }
  }

 private:
  void Fail(const YAML::Node& node, std::string why) {
    problem = std::move(why);
    where = node.Mark();
  }

  // A quoted "<<" is a key like any other.
  static std::optional<YAML::Node> MergeKey(const YAML::Node& map) {
    for (const auto& entry : map)
      if (entry.first.IsScalar() && entry.first.Scalar() == "<<" && entry.first.Tag() != "!")
        return YAML::Node(entry.first);
    return std::nullopt;
  }

  static YAML::Node Value(const YAML::Node& map, const YAML::Node& key) {
    for (const auto& entry : map)
      if (entry.first.is(key)) return entry.second;
    return {};
  }

  static bool Has(const YAML::Node& map, const std::string& key) {
    for (const auto& entry : map)
      if (entry.first.IsScalar() && entry.first.Scalar() == key) return true;
    return false;
  }

  void Expand(YAML::Node& map, int depth) {
    while (const std::optional<YAML::Node> key = MergeKey(map)) {
      const YAML::Node value = Value(map, *key);
      map.remove(*key);
      if (value.IsMap()) {
        Take(map, value, depth);
      } else if (value.IsSequence()) {
        for (const auto& each : value) Take(map, each, depth);
      } else {
        Fail(*key, "<<: expected a mapping or a list of mappings");
      }
      if (!problem.empty()) return;
    }
  }

  void Take(YAML::Node& map, YAML::Node other, int depth) {
    if (!other.IsMap() || depth == 0)
      return Fail(map, other.IsMap() ? "merged more than 32 levels deep" : "<<: expected a mapping");
    if (other.is(map)) return Fail(map, "<<: a mapping cannot hold itself");
    Expand(other, depth - 1);
    for (const auto& entry : other) {
      if (!problem.empty()) return;
      if (!entry.first.IsScalar() || Has(map, entry.first.Scalar())) continue;
      if (++merged_ > kMostMerged) return Fail(map, "more than 10,000 keys are merged");
      map.force_insert(entry.first, entry.second);
    }
  }

  int merged_ = 0;
};

}  // namespace

std::string Merge(const YAML::Node& document, YAML::Mark& where) {
  Merger merger;
  merger.Visit(document, kMostDepth);
  where = merger.where;
  return merger.problem;
}

}  // namespace lastgood
