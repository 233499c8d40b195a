// What several alerts share: of two replicas the fresher reading counts, so that one which is frozen neither
// alerts nor hides. Pure.
#pragma once

#include "rules/groups/groups.h"

namespace lastgood {
namespace promql {

// Of several replicas, the fresher reading of each object,
Vector<kObjectSeries> Freshest();
// and of those only what is not left unprotected on purpose.
Vector<kObjectSeries> Judged();
// The process that read a source, a bucket, a stream last.
Vector<kByCollector | kTargetLabels> FreshestCollector();
Vector<kByBucket | kTargetLabels> FreshestListing();
Vector<kByStream | kTargetLabels> FreshestStream();

// Those whose label is one of `values`, which may be several with '|' between.
template <Label kLabel, Labels kLabels>
Vector<kLabels> WhereOneOf(const Vector<kLabels>& vector, const std::string& values) {
  return Where<kLabel>(vector, values.find('|') == std::string::npos ? "=" : "=~", values);
}

// `lastgood:condition`: what Assess finds, one series for each thing and condition, before it is an alert.
inline constexpr std::string_view kConditionRecord = "lastgood:condition";
inline constexpr Labels kConditionSeries =
    kByObject | Labels{Label::kComponent, Label::kBucket,    Label::kCopy,    Label::kLogs,
                       Label::kStream,    Label::kCollector, Label::kSource,  Label::kReason,
                       Label::kProof,     Label::kCondition, Label::kSeverity};
Vector<kConditionSeries> Conditions();
// Those of that name; `names` may be several, with '|' between.
Vector<kConditionSeries> Conditions(const std::string& names);

// `lastgood:object_state`: the one state of each object; its value is its rank, 0 good.
inline constexpr std::string_view kStateRecord = "lastgood:object_state";
inline constexpr Labels kStateSeries = kByObject | Labels{Label::kState, Label::kLevel};
Vector<kStateSeries> ObjectStates();

// How old the newest good backup is, of what it may be: 1 is late. How far back restores reach, of what is
// promised.
Vector<kByObject> BackupAgeRatio();
Vector<kByObject> RecoveryWindowRatio();

}  // namespace promql

RuleGroup RecordsGroup();

}  // namespace lastgood
