#include "promql/expression.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::promql {
namespace {

constexpr std::size_t kWidth = 96;

// A visitor of several lambdas.
template <typename... Fs>
struct Overload : Fs... {
  using Fs::operator()...;
};

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

int PrecedenceOf(std::string_view op) {
  if (op == "or") return 1;
  if (op == "and" || op == "unless") return 2;
  if (op == "==" || op == "!=" || op == "<" || op == "<=" || op == ">" || op == ">=") return 3;
  if (op == "+" || op == "-") return 4;
  return 5;
}

bool IsComparison(std::string_view op) { return PrecedenceOf(op) == 3; }

// Writes trees. A child is written in parentheses when it binds weaker than its parent, and, for people,
// also when a set operation or a comparison stands inside another operation.
class Writer {
 public:
  explicit Writer(const Names& names) : names_(names) {}

  std::string Line(const Node& node) const {
    return std::visit([this](const auto& each) { return Write(each); }, Base(node));
  }

  // The first line stands where the caller is; the others begin with `indent` spaces.
  std::string Lines(const Node& node, std::size_t indent, std::size_t used = 0) const {
    std::string line = Line(node);
    if (indent + used + line.size() <= kWidth) return line;
    return std::visit([&](const auto& each) { return Break(each, indent); }, Base(node));
  }

 private:
  using Variant = std::variant<Selector, Number, Text, Call, Binary, Aggregate, Subquery>;
  static const Variant& Base(const Node& node) { return node; }

  std::string List(Labels labels) const {
    std::string out;
    labels.ForEach([&](Label label) {
      const std::string name = names_.Of(label);
      if (!name.empty()) out += (out.empty() ? "" : ", ") + name;
    });
    return out;
  }

  std::vector<std::string> MatchersOf(const Selector& selector) const {
    std::vector<std::string> out;
    for (const Matcher& matcher : selector.matchers)
      if (const std::string name = names_.Of(matcher.label); !name.empty())
        out.push_back(name + matcher.op + Quoted(matcher.value));
    // Also what is recorded of them: several configs may record for one Prometheus. Not all of that has a
    // namespace: a bucket has none.
    const bool recorded = selector.metric.starts_with("lastgood:");
    if (!recorded && !selector.metric.starts_with("lastgood_")) return out;
    for (const auto& [label, value] : names_.matchers) out.push_back(label + "=" + Quoted(value));
    if (names_.namespaces.empty() || !selector.labels.Contains({Label::kNamespace})) return out;
    std::string regex;
    for (const std::string& name : names_.namespaces)
      regex += (regex.empty() ? "" : "|") + EscapeForRegex(name);
    if (recorded) regex += '|';
    out.push_back(names_.namespace_label + "=~" + Quoted(regex));
    return out;
  }

  std::string Write(const Selector& selector) const {
    const std::vector<std::string> matchers = MatchersOf(selector);
    std::string out = selector.metric;
    if (!matchers.empty()) out += fmt::format("{{{}}}", fmt::join(matchers, ","));
    if (!selector.range.empty()) out += "[" + selector.range + "]";
    if (!selector.offset.empty()) out += " offset " + selector.offset;
    return out;
  }
  std::string Write(const Number& number) const { return fmt::format("{}", number.value); }
  std::string Write(const Text& text) const { return Quoted(text.value); }
  std::string Write(const Call& call) const {
    std::vector<std::string> arguments;
    for (const NodePtr& argument : call.arguments) arguments.push_back(Line(*argument));
    return fmt::format("{}({})", call.function, fmt::join(arguments, ", "));
  }
  std::string Head(const Aggregate& aggregate) const {
    const std::string by = List(aggregate.by);
    return aggregate.op + (by.empty() ? "" : " by (" + by + ") ");
  }
  std::string Write(const Aggregate& aggregate) const {
    return Head(aggregate) + "(" + Line(*aggregate.of) + ")";
  }
  std::string Write(const Subquery& subquery) const {
    const bool bare =
        std::holds_alternative<Selector>(*subquery.of) || std::holds_alternative<Call>(*subquery.of);
    const std::string of = bare ? Line(*subquery.of) : "(" + Line(*subquery.of) + ")";
    return fmt::format("{}[{}:{}]", of, subquery.range, subquery.step);
  }
  std::string Operator(const Binary& binary) const {
    std::string out = binary.op;
    if (binary.match != Match::kAll)
      out += fmt::format(" {} ({})", binary.match == Match::kOn ? "on" : "ignoring", List(binary.labels));
    if (binary.group_left) out += " group_left ()";
    return out;
  }
  static bool NeedsParentheses(const Binary& parent, const Node& child, bool right) {
    const auto* binary = std::get_if<Binary>(&child);
    if (binary == nullptr) return false;
    const int inner = PrecedenceOf(binary->op), outer = PrecedenceOf(parent.op);
    if (inner < outer || (inner == outer && (right || binary->op != parent.op))) return true;
    return inner == 3 || inner == 2;
  }
  std::string Operand(const Binary& parent, const Node& child, bool right) const {
    return NeedsParentheses(parent, child, right) ? "(" + Line(child) + ")" : Line(child);
  }
  std::string Write(const Binary& binary) const {
    return fmt::format("{} {} {}", Operand(binary, *binary.left, false), Operator(binary),
                       Operand(binary, *binary.right, true));
  }

  template <typename T>
  std::string Break(const T& whole, std::size_t) const {
    return Write(whole);
  }
  std::string InParentheses(const std::string& head, const Node& node, std::size_t indent) const {
    return fmt::format("{}(\n{:{}}{}\n{:{}})", head, "", indent + 2, Lines(node, indent + 2), "", indent);
  }
  std::string Break(const Aggregate& aggregate, std::size_t indent) const {
    return InParentheses(Head(aggregate), *aggregate.of, indent);
  }
  std::string Break(const Call& call, std::size_t indent) const {
    std::vector<std::string> arguments;
    for (const NodePtr& argument : call.arguments) arguments.push_back(Lines(*argument, indent + 2));
    const std::string between = ",\n" + std::string(indent + 2, ' ');
    return fmt::format("{}(\n{:{}}{}\n{:{}})", call.function, "", indent + 2, fmt::join(arguments, between),
                       "", indent);
  }
  // Of what does not fit on a line, also an operation of another kind stands in parentheses.
  std::string BrokenOperand(const Binary& parent, const Node& child, bool right, std::size_t indent,
                            std::size_t used) const {
    const auto* binary = std::get_if<Binary>(&child);
    const bool parentheses = NeedsParentheses(parent, child, right);
    const std::size_t width = Line(child).size() + (parentheses ? 2 : 0) + used;
    if (indent + width <= kWidth) return Operand(parent, child, right);
    if (binary == nullptr || (binary->op == parent.op && !parentheses)) return Lines(child, indent, used);
    return InParentheses("", child, indent);
  }
  // `left op right`, the operator before what follows it; a short right side stays on the last line.
  std::string Break(const Binary& binary, std::size_t indent) const {
    const std::string op = Operator(binary) + " ";
    const std::string left = BrokenOperand(binary, *binary.left, false, indent, 0);
    const std::string right = BrokenOperand(binary, *binary.right, true, indent, op.size());
    const bool same_line = left.ends_with(')') && left.find('\n') != std::string::npos && right.size() < 12;
    const std::string gap = same_line ? " " : "\n" + std::string(indent, ' ');
    return left + gap + op + right;
  }

  const Names& names_;
};

void Gather(const Node& node, std::vector<Selector>& out) {
  std::visit(
      Overload{[&](const Selector& selector) { out.push_back(selector); }, [](const Number&) {},
               [](const Text&) {},
               [&](const Call& call) {
                 for (const NodePtr& argument : call.arguments) Gather(*argument, out);
               },
               [&](const Binary& binary) {
                 Gather(*binary.left, out);
                 Gather(*binary.right, out);
               },
               [&](const Aggregate& aggregate) { Gather(*aggregate.of, out); },
               [&](const Subquery& subquery) { Gather(*subquery.of, out); }},
      static_cast<const std::variant<Selector, Number, Text, Call, Binary, Aggregate, Subquery>&>(node));
}

bool HasSelector(const Node& node) {
  std::vector<Selector> selectors;
  Gather(node, selectors);
  return !selectors.empty();
}

NodePtr RelaxBinary(const Binary& binary) {
  Binary out = binary;
  out.left = WithoutThresholds(binary.left);
  out.right = WithoutThresholds(binary.right);
  if (binary.op == "unless") return out.left;
  if (!IsComparison(binary.op)) return std::make_shared<Node>(out);
  if (!HasSelector(*out.right)) return out.left;
  if (!HasSelector(*out.left)) return out.right;
  out.op = "-";  // matches as the comparison does
  return std::make_shared<Node>(out);
}

}  // namespace

std::string Names::Of(Label label) const {
  if (label == Label::kNamespace) return namespace_label;
  if (label == Label::kCluster) return cluster_label;
  return std::string(ToString(label));
}

std::string EscapeForRegex(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string ToLine(const Node& node, const Names& names) { return Writer(names).Line(node); }
std::string ToLines(const Node& node, const Names& names) { return Writer(names).Lines(node, 0); }

std::vector<Selector> SelectorsOf(const Node& node) {
  std::vector<Selector> out;
  Gather(node, out);
  return out;
}

NodePtr WithoutThresholds(const NodePtr& node) {
  if (const auto* binary = std::get_if<Binary>(node.get())) return RelaxBinary(*binary);
  if (const auto* aggregate = std::get_if<Aggregate>(node.get()))
    return std::make_shared<Node>(Aggregate{aggregate->op, aggregate->by, WithoutThresholds(aggregate->of)});
  if (const auto* call = std::get_if<Call>(node.get())) {
    Call out{call->function, {}};
    for (const NodePtr& argument : call->arguments) out.arguments.push_back(WithoutThresholds(argument));
    return std::make_shared<Node>(out);
  }
  return node;
}

}  // namespace lastgood::promql
