#include "collectors/workloads/decode.h"

#include "base/time.h"

namespace lastgood::workloads {
namespace {

// Longer values select nothing: a label's value has at most 63 characters, and of annotations only short ones
// are switches.
constexpr std::size_t kLongestValue = 63;

std::vector<std::pair<std::string, std::string>> PairsAt(const Fields& fields, std::string_view key) {
  std::vector<std::pair<std::string, std::string>> pairs;
  fields.EachMember({"metadata", key}, [&](std::string_view name, const Fields& value) {
    std::string text = value.String({});
    if (text.size() <= kLongestValue) pairs.emplace_back(name, std::move(text));
  });
  return pairs;
}

}  // namespace

Result<bool> DecodeClaim(const Fields& fields, Symbols&, ClaimRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.uid = Cut(fields.String({"metadata", "uid"}), kLongestValue);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.labels = PairsAt(fields, "labels");
  row.annotations = PairsAt(fields, "annotations");
  // A manifest that was never applied has no phase; Pending and Lost claims hold nothing.
  const std::string phase = fields.String({"status", "phase"});
  row.bound = phase.empty() || phase == "Bound";
  row.judged = ReadObjectiveAnnotations(fields);
  return true;
}

Result<bool> DecodeStatefulSet(const Fields& fields, Symbols&, StatefulSetRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.uid = Cut(fields.String({"metadata", "uid"}), kLongestValue);
  row.judged = ReadObjectiveAnnotations(fields);
  fields.EachElement({"spec", "volumeClaimTemplates"}, [&](const Fields& claim) {
    if (std::string name = claim.String({"metadata", "name"}); !name.empty())
      row.templates.push_back(std::move(name));
  });
  return !row.templates.empty();
}

Result<bool> DecodeNamespace(const Fields& fields, Symbols&, NamespaceRow& row) {
  row.name = fields.Name();
  const ObjectiveAnnotations judged = ReadObjectiveAnnotations(fields);
  if (judged.ignore) row.ignore = *judged.ignore;
  return judged.ignore.has_value();
}

}  // namespace lastgood::workloads
