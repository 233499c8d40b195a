#include "catalog/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxLabelValue = 1024;

void AppendEscaped(std::string& text, std::string_view value, bool quotes) {
  for (const char c : value) {
    if (c == '\n')
      text += "\\n";
    else if (c == '\\')
      text += "\\\\";
    else if (c == '"' && quotes)
      text += "\\\"";
    else
      text += c;
  }
}

void AppendValue(std::string& text, double value) {
  constexpr double kExactIntegers = 9007199254740992;  // 2^53
  if (std::isnan(value))
    text += "NaN";
  else if (std::isinf(value))
    text += value > 0 ? "+Inf" : "-Inf";
  else if (std::trunc(value) == value && std::abs(value) < kExactIntegers)
    fmt::format_to(std::back_inserter(text), "{}", static_cast<std::int64_t>(value));
  else
    fmt::format_to(std::back_inserter(text), "{}", value);
}

bool Plain(std::string_view value) {
  for (const char c : value)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

// OpenMetrics names a counter's family without _total.
std::string_view FamilyName(const MetricInfo& metric, Format format) {
  const bool stem = format == Format::kOpenMetrics && metric.type == Type::kCounter;
  return metric.name.substr(0, metric.name.size() - (stem ? 6 : 0));
}

void AppendHead(std::string& text, const MetricInfo& metric, Format format) {
  const std::string_view name = FamilyName(metric, format);
  fmt::format_to(std::back_inserter(text), "# HELP {} ", name);
  AppendEscaped(text, metric.help, format == Format::kOpenMetrics);
  fmt::format_to(std::back_inserter(text), "\n# TYPE {} {}\n", name, ToString(metric.type));
  if (format == Format::kOpenMetrics && metric.unit != Unit::kNone)
    fmt::format_to(std::back_inserter(text), "# UNIT {} {}\n", name,
                   metric.unit == Unit::kSeconds ? "seconds" : "bytes");
}

std::string LabelsOf(const prometheus::ClientMetric& metric) {
  std::string labels;
  for (const auto& label : metric.label) {
    fmt::format_to(std::back_inserter(labels), "{}{}=\"", labels.empty() ? "" : ",", label.name);
    AppendEscaped(labels, ToValidUtf8(label.value), true);
    labels += '"';
  }
  return labels;
}

void AppendSample(std::string& text, std::string_view name, std::string_view labels, double value) {
  text += name;
  if (!labels.empty()) fmt::format_to(std::back_inserter(text), "{{{}}}", labels);
  text += ' ';
  AppendValue(text, value);
  text += '\n';
}

void AppendHistogram(std::string& text, const std::string& name, const std::string& labels,
                     const prometheus::ClientMetric::Histogram& histogram) {
  for (const auto& bucket : histogram.bucket) {
    std::string bound;
    AppendValue(bound, bucket.upper_bound);
    AppendSample(text, name + "_bucket",
                 fmt::format("{}{}le=\"{}\"", labels, labels.empty() ? "" : ",", bound),
                 static_cast<double>(bucket.cumulative_count));
  }
  AppendSample(text, name + "_sum", labels, histogram.sample_sum);
  AppendSample(text, name + "_count", labels, static_cast<double>(histogram.sample_count));
}

// Families of prometheus-cpp's types: counters, gauges and histograms.
void AppendFamily(std::string& text, const prometheus::MetricFamily& family, Format format) {
  using prometheus::MetricType;
  if (family.metric.empty()) return;
  const Type type = family.type == MetricType::Counter     ? Type::kCounter
                    : family.type == MetricType::Histogram ? Type::kHistogram
                                                           : Type::kGauge;
  AppendHead(text, {family.name, family.help, type, Unit::kNone, {}}, format);
  for (const prometheus::ClientMetric& metric : family.metric) {
    const std::string labels = LabelsOf(metric);
    if (type == Type::kHistogram)
      AppendHistogram(text, family.name, labels, metric.histogram);
    else
      AppendSample(text, family.name, labels,
                   type == Type::kCounter ? metric.counter.value : metric.gauge.value);
  }
}

}  // namespace

std::string_view ContentType(Format format) {
  return format == Format::kText ? "text/plain; version=0.0.4; charset=utf-8"
                                 : "application/openmetrics-text; version=1.0.0; charset=utf-8";
}

void AppendLabel(std::string& text, Label label, std::string_view value) {
  if (!text.empty()) text += ',';
  text += ToString(label);
  text += "=\"";
  if (Plain(value) && value.size() <= kMaxLabelValue)
    AppendEscaped(text, value, true);
  else
    AppendEscaped(text, Cut(ToValidUtf8(value), kMaxLabelValue), true);
  text += '"';
}

void Samples::AddLine(std::size_t metric, std::string_view labels, double value) {
  std::string& text = lines_[metric];
  text += catalog::kCatalog[metric].name;
  if (!labels.empty()) {
    text += '{';
    text += labels;
    text += '}';
  }
  text += ' ';
  AppendValue(text, value);
  text += '\n';
}

void Samples::Trim() {
  for (std::string& lines : lines_) lines.shrink_to_fit();
}

std::size_t Samples::size() const {
  std::size_t size = 0;
  for (const std::string& lines : lines_) size += lines.size();
  return size;
}

void Render(Format format, std::span<const Samples* const> parts,
            std::span<const prometheus::MetricFamily> more,
            const std::function<void(std::string_view)>& write) {
  std::string text;
  for (std::size_t i = 0; i < catalog::kCatalog.size(); ++i) {
    const auto has_lines = [i](const Samples* part) { return !part->lines_[i].empty(); };
    if (std::none_of(parts.begin(), parts.end(), has_lines)) continue;
    text.clear();
    AppendHead(text, catalog::kCatalog[i], format);
    write(text);
    for (const Samples* part : parts)
      if (has_lines(part)) write(part->lines_[i]);
  }
  text.clear();
  for (const prometheus::MetricFamily& family : more) AppendFamily(text, family, format);
  if (format == Format::kOpenMetrics) text += "# EOF\n";
  if (!text.empty()) write(text);
}

std::string Render(Format format, std::span<const Samples* const> parts,
                   std::span<const prometheus::MetricFamily> more) {
  constexpr std::size_t kHeads = 64UL * 1024;
  std::string text;
  std::size_t size = kHeads;
  for (const Samples* part : parts) size += part->size();
  text.reserve(size);
  Render(format, parts, more, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace lastgood
