#include "collectors/shared/selector.h"

#include <fmt/format.h>

#include "base/time.h"

namespace lastgood {
namespace {

std::optional<Requirement::Operator> OperatorOf(std::string_view name) {
  if (name == "In") return Requirement::Operator::kIn;
  if (name == "NotIn") return Requirement::Operator::kNotIn;
  if (name == "Exists") return Requirement::Operator::kExists;
  if (name == "DoesNotExist") return Requirement::Operator::kDoesNotExist;
  return std::nullopt;
}

}  // namespace

void AddRequirements(const Fields& selector, std::vector<Requirement>& requirements) {
  selector.EachMember({"matchLabels"}, [&](std::string_view key, const Fields& value) {
    requirements.push_back({std::string(key), Requirement::Operator::kIn, {value.String({})}});
  });
  selector.EachElement({"matchExpressions"}, [&](const Fields& term) {
    const std::string name = term.String({"operator"});
    const auto op = OperatorOf(name);
    if (!op)
      return term.Note({"operator"}, "In, NotIn, Exists or DoesNotExist",
                       fmt::format("\"{}\"", Cut(name, 40)));
    Requirement requirement{term.String({"key"}), *op, {}};
    term.EachElement({"values"},
                     [&](const Fields& value) { requirement.values.push_back(value.String({})); });
    requirements.push_back(std::move(requirement));
  });
}

}  // namespace lastgood
