// A PromQL expression as a tree, and its text. promql.h builds trees whose labels are checked when they are
// compiled; this part knows how they are written, with which of the user's label names, and what they read.
// Nodes are immutable and shared; everything is pure and safe from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "catalog/metric.h"

namespace lastgood::promql {

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Matcher {
  Label label;
  std::string op;  // = != =~ !~
  std::string value;
};

// `metric{matchers}[range]`, of a metric, of a recorded series or of another exporter's metric.
struct Selector {
  std::string metric;
  Labels labels;  // that its series have
  std::vector<Matcher> matchers;
  std::string range, offset;  // "" for none; as Prometheus writes durations: 1w, 14d is 2w
};

struct Number {
  double value;
};

struct Text {
  std::string value;
};

struct Call {
  std::string function;
  std::vector<NodePtr> arguments;
};

enum class Match { kAll, kOn, kIgnoring };

struct Binary {
  std::string op;
  NodePtr left, right;
  Match match = Match::kAll;
  Labels labels;            // of on() or ignoring()
  bool group_left = false;  // many on the left for one on the right
};

struct Aggregate {
  std::string op;
  Labels by;
  NodePtr of;
};

// `(expression)[range:step]`
struct Subquery {
  NodePtr of;
  std::string range, step;
};

struct Node : std::variant<Selector, Number, Text, Call, Binary, Aggregate, Subquery> {
  using variant::variant;
};

// What the user's Prometheus calls things, and what its expressions are limited to.
struct Names {
  std::string namespace_label = "namespace";                  // exported_namespace without honorLabels
  std::string cluster_label = "cluster";                      // "" when there is none
  std::vector<std::pair<std::string, std::string>> matchers;  // on every metric of ours: {job, lastgood}
  std::vector<std::string> namespaces;                        // only these; empty for all

  std::string Of(Label label) const;  // "" for a label that is left out
};

// For =~: text that means itself in Go's regexp syntax (RE2).
std::string EscapeForRegex(std::string_view text);

// On one line, as Prometheus itself would print it.
std::string ToLine(const Node& node, const Names& names);
// Broken into lines where one would be longer than 96 characters.
std::string ToLines(const Node& node, const Names& names);

// Every selector in the expression, in the order in which they are written.
std::vector<Selector> SelectorsOf(const Node& node);

// The expression with its thresholds taken away: where it yields nothing although its series exist, the
// joins match nothing, and the rule can never fire.
NodePtr WithoutThresholds(const NodePtr& node);

}  // namespace lastgood::promql
