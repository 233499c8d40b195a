#include "model/assess.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/outside_text.h"
#include "base/time.h"
#include "model/assess_coverage.h"
#include "model/assess_object.h"
#include "model/assess_system.h"
#include "model/object_state.h"
#include "model/protection.h"
#include "model/retention.h"
#include "model/store_risks.h"
#include "model/troubles.h"

namespace lastgood {
namespace {

Row MakeRow(Subject subject, ObjectKey key, std::vector<Finding> findings) {
  // Whoever wrote them: a page and a report show no secret.
  for (Finding& finding : findings) {
    finding.what = WithoutSecrets(finding.what);
    finding.why = WithoutSecrets(finding.why);
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.level > b.level; });
  Row row;
  row.subject = subject;
  row.key = std::move(key);
  row.level = findings.empty() ? Level::kGood : findings.front().level;
  row.findings = std::move(findings);
  return row;
}

void SetRecovery(const Track& track, Time now, Row& row) {
  row.recovery_point = track.recovery_point;
  if (track.recovery_point || IsExpired(track, now)) return;
  row.recovery_at_most = track.last_success_at_most;
  row.recovery_unknown = IsPointUnknown(track);
}

Row ObjectRow(const ObjectFacts& object, const Derived& derived, Time now, const Thresholds& thresholds,
              const std::string& elsewhere, const std::vector<StoreRisk>& risks) {
  std::vector<Finding> findings = FindingsOf(object, derived, now, thresholds, elsewhere);
  // What its own store will do to it; the bucket has the alert.
  if (!derived.deliberate)
    for (const StoreRisk* risk : RisksOf(object, risks))
      findings.push_back({Level::kWarning, alerts::kBucketUnsafe, "its bucket will not keep it", std::nullopt,
                          *risk->what, "correct the bucket's lifecycle rules, or move it"});
  Row row = MakeRow(Subject::kObject, object.key, std::move(findings));
  row.state = StateOf(row.findings);
  if (derived.reason) row.protection = InfoOf(*derived.reason).name;
  row.deadline = derived.deadline;
  if (!derived.worst) {
    row.recovery_unknown = !object.unread.empty() || object.observed == Time();
    return row;
  }
  const Track& track = object.tracks[*derived.worst];
  row.method = track.method;
  row.destination = track.destination;
  row.size_bytes = track.last_success_bytes;
  SetRecovery(track, now, row);
  return row;
}

class Assessor {
 public:
  Assessor(const Snapshot& snapshot, Time now, const Thresholds& thresholds, const Filter& filter)
      : coverage_(snapshot.coverage ? *snapshot.coverage : kNoCoverage),
        now_(now),
        thresholds_(thresholds),
        filter_(filter),
        risks_(StoreRisksOf(snapshot.parts)) {
    for (const auto& part : snapshot.parts) Add(*part);
    for (const CoveredWorkload& workload : coverage_.workloads)
      Keep(MakeRow(Subject::kWorkload, workload.key, FindingsOf(workload)));
    for (const ComponentState& component : coverage_.components) AddComponent(component);
  }

  Assessment Finish() {
    troubles_.NameOthers(result_.rows);
    result_.service = ServiceOf(coverage_, result_.rows, filter_);
    std::stable_sort(result_.rows.begin(), result_.rows.end(), [](const Row& a, const Row& b) {
      return std::tie(b.level, a.subject, a.key) < std::tie(a.level, b.subject, b.key);
    });
    for (const Row& row : result_.rows) Count(row);
    result_.nothing_found = !found_;
    return std::move(result_);
  }

 private:
  static inline const Coverage kNoCoverage;

  // What is needed lies in many namespaces: without a filter, or by that of any of its objects.
  void AddComponent(const ComponentState& component) {
    if (IsInScope(component, filter_))
      result_.rows.push_back(MakeRow(Subject::kComponent, {"component", "", "Component", component.name},
                                     FindingsOf(component, now_)));
  }

  void Add(const Part& part) {
    const Facts& facts = part.facts;
    for (std::size_t i = 0; i < facts.objects.size(); ++i) AddObject(facts.objects[i], part.derived[i]);
    for (const PolicyFacts& policy : facts.policies)
      Keep(MakeRow(Subject::kPolicy, policy.key, FindingsOf(policy)));
    for (const DestinationFacts& destination : facts.destinations)
      Keep(MakeRow(Subject::kDestination,
                   {destination.system, destination.namespace_, "Destination", destination.name},
                   FindingsOf(destination, now_)));
    for (const BucketFacts& bucket : facts.buckets)
      Keep(MakeRow(Subject::kBucket, {part.state.kind, "", "Bucket", bucket.name},
                   FindingsOf(bucket, now_, thresholds_)));
    for (const LogsFacts& logs : facts.logs)
      Keep(MakeRow(Subject::kLogs, {part.state.kind, "", "Logs", logs.name}, FindingsOf(logs, now_)));
    AddTests(part);
    for (const CopyFacts& copy : facts.copies)
      Keep(MakeRow(Subject::kCopy, {part.state.kind, "", "Copy", copy.name}, FindingsOf(copy, now_)));
    AddCollector(part.state);
  }

  void AddObject(const ObjectFacts& object, const Derived& derived) {
    Row row = ObjectRow(object, derived, now_, thresholds_, CoveredElsewhere(coverage_, object.key), risks_);
    const auto known = std::ranges::lower_bound(coverage_.known, object.key, {}, &KnownObjectPoint::key);
    if (row.recovery_point && known != coverage_.known.end() && known->key == object.key)
      row.known = known->known;
    Keep(std::move(row));
  }

  void AddTests(const Part& part) {
    for (std::size_t i = 0; i < part.facts.restore_tests.size(); ++i) {
      const RestoreTestFacts& test = part.facts.restore_tests[i];
      Row row =
          MakeRow(Subject::kRestoreTest, test.key, FindingsOf(test, part.restore_test_deadlines[i], now_));
      row.recovery_point = test.recovered_to;
      row.deadline = part.restore_test_deadlines[i];
      Keep(std::move(row));
    }
  }

  // A collector reads every namespace, so its failure counts whatever the namespace filter is. What was told
  // of an object, or of the same source by another collector, is not told again.
  void AddCollector(const CollectorState& state) {
    if (!filter_.system.empty() && filter_.system != state.kind) return;
    Row row = MakeRow(Subject::kCollector, {state.kind, "", "Collector", state.source}, FindingsOf(state));
    std::erase_if(row.findings, [&](const Finding& finding) {
      return finding.what.starts_with(kNotRead) && !told_.insert(finding.why).second;
    });
    const std::size_t own = row.findings.size();
    std::erase_if(row.findings, [&](const Finding& finding) {
      return troubles_.WasTold(state, finding, result_.rows.size());
    });
    if (row.findings.empty() && own > 0) return;  // it stands with the collector that told it first
    row.level = row.findings.empty() ? Level::kGood : row.findings.front().level;
    result_.rows.push_back(std::move(row));
  }

  void Keep(Row row) {
    if (!filter_.system.empty() && row.key.system != filter_.system) return;
    if (!filter_.namespace_.empty() && row.key.namespace_ != filter_.namespace_) return;
    for (const Finding& finding : row.findings)
      if (finding.level == Level::kUnknown) told_.insert(finding.why);
    result_.rows.push_back(std::move(row));
  }

  void Count(const Row& row) {
    result_.worst = std::max(result_.worst, row.level);
    found_ = found_ || row.subject == Subject::kObject || row.subject == Subject::kBucket ||
             row.subject == Subject::kLogs || row.subject == Subject::kCopy ||
             row.subject == Subject::kRestoreTest || row.subject == Subject::kComponent ||
             row.subject == Subject::kWorkload;
    if (row.subject != Subject::kObject) return;
    ++result_.objects;
    if (row.level >= Level::kWarning) ++result_.objects_at_risk;
    if (row.level == Level::kUnknown) ++result_.objects_unknown;
  }

  const Coverage& coverage_;
  Time now_;
  const Thresholds& thresholds_;
  const Filter& filter_;
  std::set<std::string> told_;  // why something is unknown
  Troubles troubles_;
  const std::vector<StoreRisk> risks_;
  Assessment result_;
  bool found_ = false;
};

std::string Counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string CountOthers(const Assessment& assessment) {
  std::size_t others = 0;
  for (const Row& row : assessment.rows)
    if (row.subject != Subject::kObject && row.level >= Level::kWarning) ++others;
  if (others == 0) return "";
  return fmt::format(" {} other {} attention.", others, others == 1 ? "thing needs" : "things need");
}

std::string CountUnread(const Assessment& assessment) {
  std::size_t failing = 0;
  for (const Row& row : assessment.rows)
    if (row.subject == Subject::kCollector && row.level == Level::kUnknown) ++failing;
  if (failing == 0) return "";
  return fmt::format(" {} {} could not be read completely.", failing, failing == 1 ? "source" : "sources");
}

}  // namespace

std::string_view ToString(Level level) {
  static constexpr std::string_view kNames[] = {"good", "notice", "unknown", "warning", "critical"};
  return kNames[static_cast<std::size_t>(level)];
}

std::string_view ToString(Subject subject) {
  static constexpr std::string_view kNames[] = {"component", "object",      "workload", "restore test",
                                                "policy",    "destination", "bucket",   "copy",
                                                "logs",      "collector"};
  return kNames[static_cast<std::size_t>(subject)];
}

int Assessment::ExitCode(Level fail_on) const {
  if (worst >= fail_on) return 1;
  const bool unknown =
      worst == Level::kUnknown || std::ranges::any_of(rows, [](const Row& row) {
        return std::ranges::find(row.findings, Level::kUnknown, &Finding::level) != row.findings.end();
      });
  return unknown || nothing_found ? 2 : 0;
}

std::string Assessment::Answer() const {
  const std::string_view newly = in_baseline ? "newly " : "";
  const std::string known =
      in_baseline
          ? fmt::format(" {} in the baseline.",
                        *in_baseline == 1 ? "1 finding is" : fmt::format("{} findings are", *in_baseline))
          : "";
  if (nothing_found)
    return "Nothing was found that backups protect: cannot tell." + known + CountUnread(*this);
  if (objects == 0) return "No object was found." + known + CountOthers(*this) + CountUnread(*this);
  std::string answer =
      objects_at_risk == 0
          ? fmt::format("{}, none {}at risk.", Counted(objects, "object"), newly)
          : fmt::format("{} of {} {} {}at risk.", objects_at_risk, Counted(objects, "object"),
                        objects_at_risk == 1 ? "is" : "are", newly);
  if (objects_unknown > 0) answer += fmt::format(" {} could not be judged.", objects_unknown);
  return answer + known + CountOthers(*this) + CountUnread(*this);
}

Assessment Assess(const Snapshot& snapshot, Time now, const Thresholds& thresholds, const Filter& filter) {
  return Assessor(snapshot, now, thresholds, filter).Finish();
}

}  // namespace lastgood
