// Backup & storage: each job's last run, and the buckets that backups lie in.
#include "dashboards/storage.h"

#include "dashboards/judgement.h"
#include "dashboards/parts.h"
#include "model/alerts.h"
#include "model/dashboard_names.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

const char* const kNoBackup = "no backup is known";
const char* const kNoBucket = "no bucket is listed";
constexpr int kMostBars = 15, kMostLines = 10;

// Of the way from the last good backup to the object's deadline. A daily backup may be late 49 hours after
// it, so it is green under 25 hours, yellow to 48 and red above; a weekly one accordingly.
constexpr double kNextRunDone = 25.0 / 49, kAlmostLate = 48.0 / 49;

Panel StatusTiles(const GeneratorSettings& settings) {
  Panel panel = MakePanel(PanelType::kStat, {24, 7}, "Status per job",
                          "How each object stands, as everywhere: the worst come first; of more than 24, the "
                          "others are left out.",
                          unit::kNone, kNoBackup, {Last(Top(24, StateOf()), ObjectLegend(settings))});
  panel.mappings = StateWords();
  panel.alerts = {alerts::kBackupFailed, alerts::kBackupNeverSucceeded};
  return panel;
}

// The objects that are so far on their way, the longest ago first.
template <typename Limit>
Query OnTheWay(const GeneratorSettings& settings, const Limit& limit, std::string shade) {
  const auto so_far = And(Since(kBackupLastSuccess), limit(BackupAgeRatio()));
  return Colored(Top(kMostBars, so_far), ObjectLegend(settings), std::move(shade));
}

Panel SinceLast(const GeneratorSettings& settings) {
  const auto late = [](const auto& way) { return way >= Num(kAlmostLate); };
  const auto near = [](const auto& way) { return (way >= Num(kNextRunDone)) < Num(kAlmostLate); };
  const auto fine = [](const auto& way) { return way < Num(kNextRunDone); };
  const auto without = Unless(Since(kBackupLastSuccess), Latest(kBackupDeadline));
  return MakePanel(PanelType::kBarGauge, {12, 12}, "Time since last backup",
                   "Green until the next run is due, yellow until the deadline is near, red from then on: "
                   "each object by its "
                   "own schedule. A daily backup is green under 25 h, yellow to 48 h and red above; a weekly "
                   "one stays green "
                   "for a week. Gray has no deadline. The 15 oldest of each color.",
                   unit::kSeconds, kNoBackup,
                   {OnTheWay(settings, late, color::kCritical), OnTheWay(settings, near, color::kNear),
                    OnTheWay(settings, fine, color::kGood),
                    Colored(Top(kMostBars, without), ObjectLegend(settings), color::kQuiet)});
}

Panel DurationLines(const GeneratorSettings& settings) {
  return Lines(
      {12, 12}, "Duration",
      "How long each newest good backup took; the 10 longest. One that grows from week to week will meet "
      "the next run some day.",
      unit::kSeconds, "no durations are known",
      History(Top(kMostLines, Current(kBackupLastSuccessDuration)), ObjectLegend(settings)));
}

Panel FilesChanged(const GeneratorSettings& settings) {
  const std::string legend = ObjectLegend(settings);
  Panel panel = Lines(
      {12, 9}, "Files changed",
      "New and changed files in each newest good backup, of jobs that report them. None for days: the job "
      "may read the wrong folder. All at once: something rewrote everything, ransomware included.",
      unit::kCount, "no job reports files",
      History(Top(kMostLines, Current(kBackupFilesChanged)), legend + ", changed"));
  panel.queries.push_back(History(Top(kMostLines, Current(kBackupFilesNew)), legend + ", new"));
  panel.stacked = true;
  return panel;
}

Panel DumpSize(const GeneratorSettings& settings) {
  const auto size = Where<Label::kSystem>(Of(kBackupLastSuccessSize), "=", systems::kDumps);
  return Lines(
      {12, 9}, "Dump size",
      "Size of each newest good dump; the 10 largest. A sudden drop means that something is missing in "
      "it.",
      unit::kBytes, "no dump is known",
      History(Top(kMostLines, By<kByObject>("max", size)), ObjectLegend(settings)));
}

constexpr Labels kByPrefix = kByBucket | Labels{Label::kPrefix};

template <Labels kLabels>
auto OfBucket(const Metric<kLabels>& metric) {
  return By<kByBucket>("max", And(Of(metric), On < kByBucket | kTargetLabels > (FreshestListing())));
}

// By prefix; the whole bucket where it has none.
template <Labels kLabels>
std::vector<Query> OfPrefixes(const Metric<kLabels>& metric) {
  const std::string legend = "{{bucket}} {{prefix}}";
  const auto prefixes = Where<Label::kPrefix>(Of(metric), "!=", "");
  const auto wholes = Unless(Where<Label::kPrefix>(Of(metric), "=", ""), On<kByBucket>(prefixes));
  const auto sum = [](const auto& chosen) {
    return By<kByPrefix>("sum", And(chosen, On < kByBucket | kTargetLabels > (FreshestListing())));
  };
  return {Last(sum(prefixes), legend), Last(sum(wholes), legend)};
}

Panel Usage(const Thresholds& thresholds) {
  Panel panel = MakePanel(PanelType::kGauge, {8, 9}, "Bucket usage vs limit",
                          "How full each bucket is of what it may hold. Backups fail when it is full.",
                          unit::kFraction, "no bucket has a limit",
                          {Last(OfBucket(kBucketUsed) / OfBucket(kBucketLimit), "{{bucket}}")});
  panel.min = 0, panel.max = 1;
  panel.thresholds = {{std::nullopt, color::kGood},
                      {thresholds.bucket_warning, color::kWarning},
                      {thresholds.bucket_critical, color::kCritical}};
  panel.alerts = {alerts::kBucketNearLimit, alerts::kBucketFullSoon};
  return panel;
}

std::vector<Panel> BucketPanels(const GeneratorSettings& settings) {
  return {Usage(settings.thresholds),
          MakePanel(PanelType::kPieChart, {8, 9}, "Size by prefix",
                    "What fills the buckets; (other) lies under no configured prefix.", unit::kBytes,
                    kNoBucket, OfPrefixes(kBucketSize)),
          MakePanel(PanelType::kBarGauge, {8, 9}, "Objects by prefix",
                    "How many objects lie under each prefix. One that only grows has no retention.",
                    unit::kCount, kNoBucket, OfPrefixes(kBucketObjects))};
}

}  // namespace

Dashboard StorageDashboard(const GeneratorSettings& settings) {
  Dashboard dashboard{std::string(dashboard_names::kStorage), "Backup & storage",
                      "The last run of each backup, and the buckets that they fill."};
  dashboard.panels = {StatusTiles(settings), SinceLast(settings), DurationLines(settings),
                      FilesChanged(settings), DumpSize(settings)};
  if (settings.HasBuckets())
    for (Panel& panel : BucketPanels(settings)) dashboard.panels.push_back(std::move(panel));
  dashboard.variables = ObjectVariables();
  dashboard.alerts = {alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupShrunk,
                      alerts::kBucketNearLimit, alerts::kBucketFullSoon};
  dashboard.from = "now-7d";
  return dashboard;
}

}  // namespace lastgood
