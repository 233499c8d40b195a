// Samples: the one writer of exposition text. Collects sample lines by metric; Render joins several with HELP
// and TYPE in Prometheus text 0.0.4 or OpenMetrics 1.0.0. Label values are escaped and bounded, invalid UTF-8
// is replaced: one bad byte would make Prometheus refuse the whole scrape. A metric with the wrong labels
// does not compile. Built by one thread, then only read.
#pragma once

#include <prometheus/metric_family.h>

#include <concepts>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "catalog/catalog.h"

namespace lastgood {

enum class Format { kText, kOpenMetrics };

// The exact Content-Type; Prometheus 3 refuses a scrape without a valid one.
std::string_view ContentType(Format format);

// Written labels, whose set is part of the type: `system="cnpg",namespace="app"`.
template <Labels kLabels>
struct LabelText {
  std::string text;
};

// Appends `,name="value"`, escaped.
void AppendLabel(std::string& text, Label label, std::string_view value);

template <Label... kNames, std::convertible_to<std::string_view>... Values>
  requires(sizeof...(kNames) == sizeof...(Values))
LabelText<Labels{kNames...}> Written(const Values&... values) {
  LabelText<Labels{kNames...}> labels;
  (AppendLabel(labels.text, kNames, values), ...);
  return labels;
}

template <Label kName, Labels kLabels>
LabelText<kLabels | Labels{kName}> And(const LabelText<kLabels>& labels, std::string_view value) {
  static_assert(!kLabels.Contains(Labels{kName}), "the label is there already");
  LabelText<kLabels | Labels{kName}> more{labels.text};
  AppendLabel(more.text, kName, value);
  return more;
}

class Samples {
 public:
  Samples() : lines_(catalog::kCatalog.size()) {}

  // Add<catalog::kBackupDeadline>(labels, value): the metric's place is found at compile time.
  template <const auto& kMetric>
  void Add(const LabelText<std::remove_cvref_t<decltype(kMetric)>::kSet>& labels, double value) {
    AddLine(catalog::IndexOf(kMetric), labels.text, value);
  }

  // Of the lines, in bytes.
  std::size_t size() const;

  friend void Render(Format format, std::span<const Samples* const> parts,
                     std::span<const prometheus::MetricFamily> more,
                     const std::function<void(std::string_view)>& write);

  // Gives back room that was taken for growing.
  void Trim();

 private:
  void AddLine(std::size_t metric, std::string_view labels, double value);

  std::vector<std::string> lines_;  // by the metric's place in the catalogue
};

// What a scrape serves: the parts' samples, family by family. `more` are families of other origin
// (process_*).
std::string Render(Format format, std::span<const Samples* const> parts,
                   std::span<const prometheus::MetricFamily> more = {});
// The same piece by piece; a view lives during the call.
void Render(Format format, std::span<const Samples* const> parts,
            std::span<const prometheus::MetricFamily> more,
            const std::function<void(std::string_view)>& write);

}  // namespace lastgood
