// What a metric is. A metric that is misnamed does not compile, and its labels are part of its type, so that
// code which writes, groups or joins it with others does not compile either. Pure data, safe from any thread.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace lastgood {

// In the order in which labels are written.
enum class Label : std::uint8_t {
  // What Prometheus adds to every series. No metric of ours has these.
  kCluster,
  kJob,
  kInstance,
  kSystem,
  kNamespace,
  kKind,
  kName,
  kComponent,
  kBucket,
  kPrefix,
  kState,
  kCopy,
  kLogs,
  kStream,
  kTarget,
  kCollector,
  kSource,
  kMethod,
  kDestination,
  kPolicyKind,
  kPolicyNamespace,
  kPolicy,
  kReason,
  kStatus,
  kProof,
  kEvidence,
  kSchedule,
  kTimezone,
  kUrl,
  kFeature,
  kBy,
  kVersion,
  kRevision,
  kCompiler,
  // Only other exporters' metrics have these (promql/external.h).
  kPod,
  kDeployment,
  kCronJob,
  kJobName,
  kValue,
  kTenant,
  kVolume,
  kBackup,
  kHealthType,
  kExportedJob,
  kExportedNamespace,
  kAlertName,
  kAlertState,
  // Only recorded series have these.
  kCondition,
  kLevel,
  kSeverity,
};

inline constexpr auto kLabelNames =
    std::to_array<std::string_view>({"cluster",     "job",          "instance",
                                     "system",      "namespace",    "kind",
                                     "name",        "component",    "bucket",
                                     "prefix",      "state",        "copy",
                                     "logs",        "stream",       "target",
                                     "collector",   "source",       "method",
                                     "destination", "policy_kind",  "policy_namespace",
                                     "policy",      "reason",       "status",
                                     "proof",       "evidence",     "schedule",
                                     "timezone",    "url",          "feature",
                                     "by",          "version",      "revision",
                                     "compiler",    "pod",          "deployment",
                                     "cronjob",     "job_name",     "value",
                                     "tenant",      "volume",       "backup",
                                     "health_type", "exported_job", "exported_namespace",
                                     "alertname",   "alertstate",   "condition",
                                     "level",       "severity"});
static_assert(kLabelNames[static_cast<std::size_t>(Label::kSeverity)] == "severity" &&
                  kLabelNames.size() == static_cast<std::size_t>(Label::kSeverity) + 1,
              "each Label has its name in kLabelNames, at its own place");
static_assert(kLabelNames.size() <= 64, "Labels keeps a bit of 64 for each Label: give it a wider set first");

constexpr std::string_view ToString(Label label) { return kLabelNames[static_cast<std::size_t>(label)]; }

// A set of labels: a structural type, so that it can be part of a type.
struct Labels {
  std::uint64_t bits = 0;

  constexpr Labels() = default;
  constexpr Labels(std::initializer_list<Label> labels) {
    for (Label label : labels) bits |= std::uint64_t{1} << static_cast<int>(label);
  }
  static constexpr Labels Of(std::uint64_t bits) {
    Labels labels;
    labels.bits = bits;
    return labels;
  }
  constexpr bool Contains(Labels other) const { return (bits & other.bits) == other.bits; }
  constexpr int Size() const { return std::popcount(bits); }
  constexpr bool operator==(const Labels&) const = default;
  friend constexpr Labels operator|(Labels a, Labels b) { return Of(a.bits | b.bits); }
  friend constexpr Labels operator-(Labels a, Labels b) { return Of(a.bits & ~b.bits); }
  friend constexpr Labels operator&(Labels a, Labels b) { return Of(a.bits & b.bits); }
  template <typename Visit>
  constexpr void ForEach(Visit visit) const {
    for (int i = 0; i < static_cast<int>(kLabelNames.size()); ++i)
      if (bits >> i & 1) visit(static_cast<Label>(i));
  }
};

// On every series that Prometheus scrapes.
inline constexpr Labels kTargetLabels{Label::kCluster, Label::kJob, Label::kInstance};

enum class Type : std::uint8_t { kGauge, kCounter, kHistogram };
inline constexpr auto kTypeNames = std::to_array<std::string_view>({"gauge", "counter", "histogram"});
constexpr std::string_view ToString(Type type) { return kTypeNames[static_cast<std::size_t>(type)]; }

// The base unit of a value; kNone is a count, a flag or a time since 1970 (whose name says
// timestamp_seconds).
enum class Unit : std::uint8_t { kNone, kSeconds, kBytes };

// A metric without its labels' type, for lists of metrics.
struct MetricInfo {
  std::string_view name, help;
  Type type = Type::kGauge;
  Unit unit = Unit::kNone;
  Labels labels;
};

consteval void CheckName(std::string_view name, Type type, Unit unit) {
  if (!name.starts_with("lastgood_")) throw "a metric's name starts with lastgood_";
  for (char c : name)
    if (!(c >= 'a' && c <= 'z') && c != '_') throw "a metric's name is snake_case";
  if (name.ends_with("_total") != (type == Type::kCounter))
    throw "_total is for counters, and for all of them";
  if (name.find("_age") != name.npos && name.find("data_age") == name.npos)
    throw "export a timestamp, not an age";
  const std::string_view stem = type == Type::kCounter ? name.substr(0, name.size() - 6) : name;
  if (stem.ends_with("_seconds") != (unit == Unit::kSeconds))
    throw "_seconds is the unit of seconds, and of nothing else";
  if (stem.ends_with("_bytes") != (unit == Unit::kBytes))
    throw "_bytes is the unit of bytes, and of nothing else";
}

template <Labels kLabels>
struct Metric : MetricInfo {
  static constexpr Labels kSet = kLabels;

  consteval Metric(std::string_view metric_name, Type metric_type, Unit metric_unit,
                   std::string_view metric_help)
      : MetricInfo{metric_name, metric_help, metric_type, metric_unit, kLabels} {
    CheckName(metric_name, metric_type, metric_unit);
    for (int bit = 0; bit < static_cast<int>(kLabelNames.size()); ++bit)
      if ((kLabels.bits >> bit & 1) &&
          (bit < static_cast<int>(Label::kSystem) || bit > static_cast<int>(Label::kCompiler)))
        throw "a metric of ours has a label of Prometheus' or of another exporter";
    if (!metric_help.ends_with('.')) throw "help is a sentence";
    if (metric_help.find('\n') != metric_help.npos) throw "help is one line";
  }
};

}  // namespace lastgood
