// Stories for promtool: what Prometheus scrapes minute by minute, and when an alert fires, the minute before,
// and recovers. Written from the same settings as the rules, so that a user's own files can be tested too.
// Values; rendering is pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/groups/render.h"

namespace lastgood {

using LabelValues = std::vector<std::pair<Label, std::string>>;

class Scenario {
 public:
  // `context`: the labels of what the story is about; each metric takes those that it has.
  Scenario(AlertName alert, std::string title, LabelValues context);

  // A series, by its metric; `values` in promtool's notation, one a step: "0+60x90", "1x10 _x20".
  template <Labels kLabels>
  Scenario& Given(const Metric<kLabels>& metric, std::string values, LabelValues more = {}) {
    return Add(std::string(metric.name), kLabels, std::move(values), std::move(more));
  }
  template <Labels kLabels>
  Scenario& Given(const External<kLabels>& metric, std::string values, LabelValues more = {}) {
    return Add(std::string(metric.name), kLabels, std::move(values), std::move(more));
  }
  // The condition holds from this step on, until (not including) the other.
  Scenario& Fires(Severity severity, int from, std::optional<int> until = std::nullopt);
  // The alert never fires in so many steps.
  Scenario& Silent(int steps);
  // Another alert that fires too when this one begins to; all others must be silent then.
  Scenario& Also(AlertName alert, Severity severity);
  // How much time a step is; a minute without it.
  Scenario& Every(std::chrono::minutes step);

  struct Series {
    std::string metric;
    LabelValues labels;
    std::string values;
  };
  struct Firing {
    Severity severity;
    int from;
    std::optional<int> until;
  };

  AlertName alert() const { return alert_; }
  const std::string& title() const { return title_; }
  const LabelValues& context() const { return context_; }
  const std::vector<Series>& series() const { return series_; }
  const std::optional<Firing>& firing() const { return firing_; }
  int silent_steps() const { return silent_steps_; }
  std::chrono::minutes step() const { return step_; }
  const std::vector<std::pair<AlertName, Severity>>& also() const { return also_; }

 private:
  Scenario& Add(std::string metric, Labels labels, std::string values, LabelValues more);

  AlertName alert_;
  std::string title_;
  LabelValues context_;
  std::vector<Series> series_;
  std::optional<Firing> firing_;
  int silent_steps_ = 0;
  std::chrono::minutes step_{1};
  std::vector<std::pair<AlertName, Severity>> also_;
};

// The same labels in a cluster of several behind one Prometheus.
LabelValues InCluster(const char* cluster, LabelValues labels);
// The namespace in which the stories play.
std::string StoryNamespace(const GeneratorSettings& settings);
// A time that stands still from the first minute on, until some hours after it is older than `limit`, told
// every hour: its values, and the steps at which it becomes too old and is renewed.
struct Standstill {
  std::string values;
  int from, until;
};
Standstill StandingStill(Duration limit);
// "84x10 85x30 84x90" of a hundred: below the fraction, at it from step 11 to 41, and below it again.
std::string Reaching(double fraction, int less = 0);
// A counter that from step 11 to 40 grows so fast that each step alone is more than `rate` a second in 15
// minutes.
std::string Counting(double rate);
// A reason for which Loki discards that the settings do not leave out.
std::string DiscardReason(const GeneratorSettings& settings);

}  // namespace lastgood
