#include "exporter/report/gate.h"

#include <fmt/format.h>

#include "base/text.h"
#include "exporter/report/report.h"

namespace lastgood {

Place PlaceOf(const Row& row, const GateContext& context) {
  const auto found = context.places.find({row.key.kind, row.key.namespace_, row.key.name});
  return found == context.places.end() ? Place{context.source} : found->second;
}

std::string Sentence(const Row& row, const Finding& finding, const GateContext& context) {
  constexpr std::size_t kLongest = 1000;
  std::string text = fmt::format("{}{} {}: {}.", context.is_new(row) ? "This change adds " : "",
                                 DisplayKind(row), DisplayName(row.key), finding.what);
  if (!finding.why.empty()) text += ' ' + finding.why + '.';
  if (!finding.todo.empty()) text += " To do: " + finding.todo + '.';
  return OneLine(text, kLongest);
}

}  // namespace lastgood
