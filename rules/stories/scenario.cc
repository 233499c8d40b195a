#include "rules/stories/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lastgood {
namespace {

const std::string* Find(const LabelValues& labels, Label label) {
  const auto found =
      std::find_if(labels.begin(), labels.end(), [&](const auto& pair) { return pair.first == label; });
  return found == labels.end() ? nullptr : &found->second;
}

}  // namespace

Scenario::Scenario(AlertName alert, std::string title, LabelValues context)
    : alert_(alert), title_(std::move(title)), context_(std::move(context)) {
  if (Find(context_, Label::kJob) == nullptr) context_.emplace_back(Label::kJob, "lastgood");
  if (Find(context_, Label::kInstance) == nullptr) context_.emplace_back(Label::kInstance, "a");
}

Scenario& Scenario::Add(std::string metric, Labels labels, std::string values, LabelValues more) {
  Series series{std::move(metric), std::move(more), std::move(values)};
  (labels | Labels{Label::kJob, Label::kInstance}).ForEach([&](Label label) {
    const std::string* value = Find(context_, label);
    if (value != nullptr && Find(series.labels, label) == nullptr) series.labels.emplace_back(label, *value);
  });
  std::sort(series.labels.begin(), series.labels.end());
  series_.push_back(std::move(series));
  return *this;
}

Scenario& Scenario::Fires(Severity severity, int from, std::optional<int> until) {
  firing_ = {severity, from, until};
  return *this;
}

Scenario& Scenario::Silent(int steps) {
  silent_steps_ = steps;
  return *this;
}

Scenario& Scenario::Also(AlertName alert, Severity severity) {
  also_.emplace_back(alert, severity);
  return *this;
}

Scenario& Scenario::Every(std::chrono::minutes step) {
  step_ = step;
  return *this;
}

LabelValues InCluster(const char* cluster, LabelValues labels) {
  labels.emplace_back(Label::kCluster, cluster);
  return labels;
}

std::string StoryNamespace(const GeneratorSettings& settings) {
  return settings.names.namespaces.empty() ? "app" : settings.names.namespaces.front();
}

Standstill StandingStill(Duration limit) {
  const std::chrono::hours hour(1);
  const int from = static_cast<int>((limit + std::chrono::minutes(1)) / hour) + 1;
  const int last = from + 30;
  return {fmt::format("60x{} {}x90", last, last * 3600), from, last + 1};
}

std::string Counting(double rate) {
  const long step = std::lround(std::ceil(rate * 1800)) + 60;
  return fmt::format("0x10 {0}+{0}x30 {1}x90", step, 31 * step);
}

std::string DiscardReason(const GeneratorSettings& settings) {
  std::string reason = "rate_limited";
  while (std::ranges::find(settings.discard_reasons_ignored, reason) !=
         settings.discard_reasons_ignored.end())
    reason += "_too";
  return reason;
}

std::string Reaching(double fraction, int less) {
  const int reached = static_cast<int>(std::lround(fraction * 100)) - less;
  return fmt::format("{0}x10 {1}x30 {0}x90", reached - 1, reached);
}

}  // namespace lastgood
