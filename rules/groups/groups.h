// The groups, one function and file each; rule.cc joins them. Each takes what the settings say into its
// expressions. Pure.
#pragma once

#include "model/names.h"
#include "rules/rule.h"

namespace lastgood {

// What is the same in many expressions; the recorded series are defined in records.cc.
namespace promql {

inline constexpr Labels kByObject =
    Labels{Label::kCluster, Label::kSystem, Label::kNamespace, Label::kKind, Label::kName};
inline constexpr Labels kByDestination =
    Labels{Label::kCluster, Label::kSystem, Label::kNamespace, Label::kName};
inline constexpr Labels kByCollector = Labels{Label::kCluster, Label::kCollector, Label::kSource};
inline constexpr Labels kByBucket = Labels{Label::kCluster, Label::kBucket};
inline constexpr Labels kByWorkload = Labels{Label::kCluster, Label::kNamespace, Label::kKind, Label::kName};
inline constexpr Labels kByStream = Labels{Label::kCluster, Label::kLogs, Label::kStream};
inline constexpr Labels kObjectSeries = kByObject | kTargetLabels;

}  // namespace promql

// "{{ $labels.namespace }}" with the user's own label.
std::string LabelPhrase(const GeneratorSettings& settings, Label label);
// "{{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.name }} ({{ $labels.system }})", no slash without a
// namespace.
std::string ObjectPhrase(const GeneratorSettings& settings);
// The words for one object, or for the objects of a namespace when alerts are per namespace.
Words ObjectWords(const GeneratorSettings& settings, std::string summary, const std::string& sentence);

}  // namespace lastgood
