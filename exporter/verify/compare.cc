#include "exporter/verify/compare.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/text.h"
#include "base/time.h"
#include "catalog/metric.h"
#include "exporter/report/report.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostNamed = 20;
constexpr const char* kAgain =
    "run it again in two minutes: a change takes a scrape and an evaluation; then look at which lastgood "
    "Prometheus "
    "scrapes, and with which config";

using States = std::map<ObjectKey, std::string>;

// What a Prometheus says, and of how many clusters.
struct Told {
  States states;
  std::set<std::string> clusters;
};

States StatesHere(const Assessment& now) {
  States states;
  for (const Row& row : now.rows)
    if (row.subject == Subject::kObject) states.emplace(row.key, row.state);
  return states;
}

Result<Told> StatesThere(const GeneratorSettings& settings, Prometheus& prometheus) {
  using Series = std::map<std::string, std::string>;
  LASTGOOD_ASSIGN(const std::vector<Series> all, prometheus.Series(std::string(promql::kStateRecord)));
  const auto of = [&](const Series& series, Label label) {
    const auto found = series.find(settings.names.Of(label));
    return found == series.end() ? std::string() : found->second;
  };
  Told recorded;
  for (const Series& series : all) {
    recorded.clusters.insert(of(series, Label::kCluster));
    recorded.states.emplace(ObjectKey{of(series, Label::kSystem), of(series, Label::kNamespace),
                                      of(series, Label::kKind), of(series, Label::kName)},
                            of(series, Label::kState));
  }
  return recorded;
}

class Comparison {
 public:
  void Differs(const ObjectKey& key, std::string state, std::string why) {
    if (++count_ > kMostNamed) return;
    Verdict& verdict = Begin(key.system + ' ' + OneLine(key.kind + ' ' + DisplayName(key), 200));
    Found(verdict, Level::kWarning, std::move(state), std::move(why), kAgain);
  }
  std::vector<Verdict> Finish(std::size_t objects) {
    if (count_ > kMostNamed)
      Found(Begin("others"), Level::kWarning, fmt::format("{} more differ", count_ - kMostNamed), "", "");
    if (count_ == 0) Begin("objects").state = fmt::format("{} are in the same state as here", objects);
    return std::move(verdicts_);
  }

 private:
  Verdict& Begin(std::string name) {
    return verdicts_.emplace_back(Verdict{.subject = "prometheus", .name = std::move(name)});
  }

  std::vector<Verdict> verdicts_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<Verdict> CompareObjects(const Assessment& now, const GeneratorSettings& settings,
                                    Prometheus& prometheus) {
  const States here = StatesHere(now);
  const Result<Told> there = StatesThere(settings, prometheus);
  if (!there.ok()) {
    std::vector<Verdict> verdicts(1, {.subject = "prometheus", .name = "objects"});
    CannotTell(verdicts.front(), "cannot tell what it says of each object", there.error());
    return verdicts;
  }
  Comparison comparison;
  for (const auto& [key, state] : here) {
    const auto found = there->states.find(key);
    if (found == there->states.end())
      comparison.Differs(key, "is not known to Prometheus", fmt::format("here it is {}", state));
    else if (found->second != state)
      comparison.Differs(key, fmt::format("is {} in Prometheus", OneLine(found->second, 100)),
                         fmt::format("here it is {}", state));
  }
  // Where several clusters, or several lastgoods with labels of their own, share a Prometheus, the rest is
  // theirs.
  if (settings.names.matchers.empty() && there->clusters.size() <= 1)
    for (const auto& [key, state] : there->states)
      if (!here.contains(key))
        comparison.Differs(key, "is known to Prometheus only",
                           fmt::format("there it is {}", OneLine(state, 100)));
  return comparison.Finish(here.size());
}

}  // namespace lastgood
