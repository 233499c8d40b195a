#include "catalog/document.h"

#include <fmt/format.h>

#include "base/instruments.h"
#include "catalog/catalog.h"
#include "model/protection.h"

namespace lastgood {
namespace {

constexpr std::string_view kHead =
    "# Metrics\n\n"
    "Written from the catalogue in `catalog/`; `./dev test` fails when the two differ, and\n"
    "`LASTGOOD_UPDATE_GOLDEN=1 ./dev test` writes this file anew.\n\n"
    "Times are seconds since 1970, never ages: `time() > lastgood_backup_deadline_timestamp_seconds` is "
    "late. What is\n"
    "unknown has no sample; 0 means 0. Everything is read in the background, never on a scrape:\n"
    "`lastgood_object_observed_timestamp_seconds` and `lastgood_collector_last_success_timestamp_seconds` "
    "tell how\n"
    "fresh it is. Metrics whose source is not configured, or whose collector is not built yet, have no "
    "samples.\n"
    "`process_*` are those of every Prometheus client.\n";

std::string LabelsOf(const MetricInfo& metric) {
  std::string text;
  metric.labels.ForEach(
      [&](Label label) { text += fmt::format("{}`{}`", text.empty() ? "" : ", ", ToString(label)); });
  return text.empty() ? "none" : text;
}

std::string ClassOf(ProtectionClass protection_class) {
  switch (protection_class) {
    case ProtectionClass::kProtected:
      return "1";
    case ProtectionClass::kAtRisk:
      return "0";
    default:
      return "1, never alerted";
  }
}

}  // namespace

std::string MetricsDocument() {
  std::string text(kHead);
  for (const catalog::CatalogSection& section : catalog::kCatalogSections) {
    text +=
        fmt::format("\n## {}\n\n| Metric | Type | Labels | Meaning |\n|---|---|---|---|\n", section.title);
    for (const MetricInfo& metric : section.metrics)
      text += fmt::format("| `{}` | {} | {} | {} |\n", metric.name, ToString(metric.type), LabelsOf(metric),
                          metric.help);
  }
  text += "\n## Its own work\n\n| Metric | Type | Labels | Meaning |\n|---|---|---|---|\n";
  for (const InstrumentInfo& info : kInstruments)
    text += fmt::format("| `{}` | {} | {} | {} |\n", info.name, info.type, info.labels, info.help);
  text += "\n## Reasons of lastgood_object_protected\n\n| Reason | Value | Meaning |\n|---|---|---|\n";
  for (const ProtectionInfo& info : kProtections)
    text += fmt::format("| `{}` | {} | {} |\n", info.name, ClassOf(info.protection_class), info.meaning);
  text +=
      "\n`on_demand` is 1 when an objective (`lastgood.dev/max-age`, or `objectives` in the config) holds it "
      "to an age.\n";
  return text;
}

}  // namespace lastgood
