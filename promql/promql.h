// PromQL composed from the catalogue. A vector carries the labels of its series in its type: grouping,
// joining or matching by a label that it does not have does not compile, nor does an operation between two
// vectors whose series could never match. Pure.
#pragma once

#include <concepts>
#include <string>
#include <utility>
#include <vector>

#include "promql/expression.h"
#include "promql/external.h"

namespace lastgood::promql {

template <Labels kLabels>
struct Vector {
  static constexpr Labels kSet = kLabels;
  NodePtr node;
};

template <Labels kLabels>
struct Range {
  NodePtr node;
};

struct Scalar {
  NodePtr node;
};

inline NodePtr MakeNode(Node node) { return std::make_shared<const Node>(std::move(node)); }

// A whole or fractional number.
inline Scalar Num(double value) { return {MakeNode(Number{value})}; }
inline Scalar Now() { return {MakeNode(Call{"time", {}})}; }

// The series of a metric of ours, or of another exporter's (external.h).
template <Labels kLabels>
Vector<kLabels | kTargetLabels> Of(const Metric<kLabels>& metric) {
  return {MakeNode(Selector{std::string(metric.name), kLabels | kTargetLabels, {}, "", ""})};
}
template <Labels kLabels>
Vector<kLabels | kTargetLabels> Of(const External<kLabels>& metric) {
  return {MakeNode(Selector{std::string(metric.name), kLabels | kTargetLabels, {}, "", ""})};
}

// `vector{label op "value"}`; the vector must be a selector.
template <Label kLabel, Labels kLabels>
Vector<kLabels> Where(const Vector<kLabels>& vector, std::string op, std::string value) {
  static_assert(kLabels.Contains({kLabel}), "the series do not have the label that they are selected by");
  Selector selector = std::get<Selector>(*vector.node);
  selector.matchers.push_back({kLabel, std::move(op), std::move(value)});
  return {MakeNode(std::move(selector))};
}

template <Labels kLabels>
Range<kLabels> Over(const Vector<kLabels>& vector, std::string range, std::string offset = "") {
  Selector selector = std::get<Selector>(*vector.node);
  selector.range = std::move(range);
  selector.offset = std::move(offset);
  return {MakeNode(std::move(selector))};
}
template <Labels kLabels>
Vector<kLabels> Offset(const Vector<kLabels>& vector, std::string offset) {
  Selector selector = std::get<Selector>(*vector.node);
  selector.offset = std::move(offset);
  return {MakeNode(std::move(selector))};
}
template <Labels kLabels>
Range<kLabels> OverSteps(const Vector<kLabels>& vector, std::string range, std::string step) {
  return {MakeNode(Subquery{vector.node, std::move(range), std::move(step)})};
}

template <Labels kLabels>
Vector<kLabels> Fn(std::string function, const Range<kLabels>& range) {
  return {MakeNode(Call{std::move(function), {range.node}})};
}
template <Labels kLabels>
Vector<kLabels> Fn(std::string function, const Range<kLabels>& range, Scalar scalar) {
  return {MakeNode(Call{std::move(function), {range.node, scalar.node}})};
}
template <Labels kLabels>
Vector<kLabels> Fn(std::string function, const Vector<kLabels>& vector) {
  return {MakeNode(Call{std::move(function), {vector.node}})};
}
// 1 when the vector is empty, with the labels kKept that it is selected by with "=".
template <Labels kKept, Labels kLabels>
Vector<kKept> Absent(const Vector<kLabels>& vector) {
  return {MakeNode(Call{"absent", {vector.node}})};
}
inline Vector<Labels{}> Always(double value) { return {MakeNode(Call{"vector", {MakeNode(Number{value})}})}; }

// label_replace: `kTo` becomes what the pattern's first group finds in `kFrom`.
template <Label kTo, Label kFrom, Labels kLabels>
Vector<kLabels | Labels{kTo}> Relabel(const Vector<kLabels>& vector, std::string pattern = "(.*)") {
  static_assert(kLabels.Contains({kFrom}), "the series do not have the label that is copied");
  const auto text = [](std::string value) { return MakeNode(Text{std::move(value)}); };
  return {MakeNode(Call{"label_replace",
                        {vector.node, text(std::string(ToString(kTo))), text("$1"),
                         text(std::string(ToString(kFrom))), text(std::move(pattern))}})};
}

// `op by (kBy) (vector)`
template <Labels kBy, Labels kLabels>
Vector<kBy> By(std::string op, const Vector<kLabels>& vector) {
  static_assert(kLabels.Contains(kBy), "the expression does not have every label that it is grouped by");
  return {MakeNode(Aggregate{std::move(op), kBy, vector.node})};
}

// The right side of an operation, with how its series find their partners on the left.
template <Labels kMatch, Labels kLabels>
struct OnSide {
  NodePtr node;
  bool group_left;
};
template <Labels kIgnored, Labels kLabels>
struct IgnoringSide {
  NodePtr node;
};
template <Labels kMatch, Labels kLabels>
OnSide<kMatch, kLabels> On(const Vector<kLabels>& right) {
  static_assert(kLabels.Contains(kMatch), "the right side does not have every label of on()");
  return {right.node, false};
}
// Many series on the left may find the same one on the right.
template <Labels kMatch, Labels kLabels>
OnSide<kMatch, kLabels> ManyOn(const Vector<kLabels>& right) {
  static_assert(kLabels.Contains(kMatch), "the right side does not have every label of on()");
  return {right.node, true};
}
template <Labels kIgnored, Labels kLabels>
IgnoringSide<kIgnored, kLabels> Ignoring(const Vector<kLabels>& right) {
  return {right.node};
}

template <Labels L, Labels R>
Vector<L> Op(std::string op, const Vector<L>& left, const Vector<R>& right) {
  static_assert(L == R, "without on() or ignoring(), series match only when all their labels are the same");
  return {MakeNode(Binary{std::move(op), left.node, right.node})};
}
template <Labels L, Labels kMatch, Labels R>
Vector<L> Op(std::string op, const Vector<L>& left, const OnSide<kMatch, R>& right) {
  static_assert(L.Contains(kMatch), "the left side does not have every label of on()");
  return {MakeNode(Binary{std::move(op), left.node, right.node, Match::kOn, kMatch, right.group_left})};
}
template <Labels L, Labels kIgnored, Labels R>
Vector<L> Op(std::string op, const Vector<L>& left, const IgnoringSide<kIgnored, R>& right) {
  static_assert((L - kIgnored) == (R - kIgnored), "after ignoring(), the labels still differ");
  return {MakeNode(Binary{std::move(op), left.node, right.node, Match::kIgnoring, kIgnored})};
}
template <Labels L>
Vector<L> Op(std::string op, const Vector<L>& left, const Scalar& right) {
  return {MakeNode(Binary{std::move(op), left.node, right.node})};
}
template <Labels R>
Vector<R> Op(std::string op, const Scalar& left, const Vector<R>& right) {
  return {MakeNode(Binary{std::move(op), left.node, right.node})};
}

// clang-format off
template <typename T> concept Operand = requires(const T& t) { { t.node } -> std::convertible_to<NodePtr>; };
template <Operand L, Operand R> auto And(const L& left, const R& right) { return Op("and", left, right); }
template <Operand L, Operand R> auto Unless(const L& left, const R& right) { return Op("unless", left, right); }
template <Labels L, Labels R> Vector<L & R> Or(const Vector<L>& left, const Vector<R>& right) {
  return {MakeNode(Binary{"or", left.node, right.node})};
}
template <Operand L, Operand R> auto operator-(const L& left, const R& right) { return Op("-", left, right); }
template <Operand L, Operand R> auto operator/(const L& left, const R& right) { return Op("/", left, right); }
template <Operand L, Operand R> auto operator*(const L& left, const R& right) { return Op("*", left, right); }
template <Operand L, Operand R> auto operator<(const L& left, const R& right) { return Op("<", left, right); }
template <Operand L, Operand R> auto operator>(const L& left, const R& right) { return Op(">", left, right); }
template <Operand L, Operand R> auto operator>=(const L& left, const R& right) { return Op(">=", left, right); }
template <Operand L, Operand R> auto operator==(const L& left, const R& right) { return Op("==", left, right); }
// clang-format on

}  // namespace lastgood::promql
