// An object in each state that there is, as lastgood exposes it: for tests of what dashboards and records
// make of them.
#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "model/object_state.h"

namespace lastgood {

using nlohmann::json;

// A series that keeps its value, of the object `name` as the process `instance` reads it.
inline json Series(const std::string& metric, const std::string& name, double value,
                   const std::string& more = "", const std::string& instance = "a") {
  return {
      {"series", fmt::format(R"({}{{job="lastgood",instance="{}",system="cnpg",namespace="n",kind="Cluster",)"
                             R"(name="{}"{}}})",
                             metric, instance, name, more)},
      {"values", fmt::format("{}+0x3000", value)}};
}
inline json Series(const MetricInfo& metric, const std::string& name, double value,
                   const std::string& more = "", const std::string& instance = "a") {
  return Series(std::string(metric.name), name, value, more, instance);
}

struct Example {
  std::string name;
  std::string_view state;
  Level level;
  std::vector<json> series;
  bool drill = false;  // no object: it has no info
};

// What is no fault: left out on purpose, not seen, or read by two.
inline std::vector<Example> QuietExamples() {
  using namespace catalog;
  return {
      {"meant",
       states::kDeliberate,
       Level::kNotice,
       {Series(kObjectProtected, "meant", 1, ",reason=\"ignored\""), Series(kBackupLastFailure, "meant", 9)}},
      {"unseen", states::kUnknown, Level::kUnknown, {Series(kBackupDeadline, "unseen", 3000)}},
      // The frozen replica knows neither the new deadline nor that the object is protected by now.
      {"twice",
       states::kGood,
       Level::kGood,
       {Series(kBackupDeadline, "twice", 7200), Series(kBackupDeadline, "twice", 500, "", "b"),
        Series(kBackupLastSuccess, "twice", 1800),
        Series(kObjectProtected, "twice", 0, ",reason=\"no_policy\"", "b")}},
  };
}

// Read at 3600 with a backup from 1800 and another due by 7200, but for what the example says.
inline std::vector<Example> Examples() {
  using namespace catalog;
  using namespace alerts;
  constexpr Level critical = Level::kCritical, warning = Level::kWarning, notice = Level::kNotice;
  const auto late = [](const std::string& name, double deadline, double critical_deadline) {
    return std::vector{Series(kBackupDeadline, name, deadline),
                       Series(kBackupCriticalDeadline, name, critical_deadline),
                       Series(kBackupLastSuccess, name, 500)};
  };
  const auto good = [](const std::string& name, json more) {
    return std::vector{Series(kBackupDeadline, name, 7200), Series(kBackupLastSuccess, name, 1800),
                       std::move(more)};
  };
  const auto without = [](const std::string& name, double deadline) {
    return std::vector{Series(kBackupDeadline, name, deadline),
                       Series(kBackups, name, 0, ",status=\"completed\"")};
  };
  std::vector<Example> examples = QuietExamples();
  const std::vector<Example> others = {
      {"good", states::kGood, Level::kGood, good("good", Series(kObjectCreated, "good", 0))},
      {"late", kBackupStale, warning, late("late", 3000, 9000)},
      {"critical", kBackupStale, critical, late("critical", 2000, 3000)},
      {"never", kBackupNeverSucceeded, critical, without("never", 3000)},
      {"new", states::kNew, notice, without("new", 7200)},
      {"failing", kBackupFailed, warning, good("failing", Series(kBackupLastFailure, "failing", 2000))},
      {"bare", kUnprotected, critical, {Series(kObjectProtected, "bare", 0, ",reason=\"no_policy\"")}},
      {"paused",
       alerts::kScheduleSuspended,
       warning,
       {Series(kObjectProtected, "paused", 0, ",reason=\"suspended\"")}},
      {"no-wal", kWALArchivingFailed, critical, good("no-wal", Series(kWalArchiving, "no-wal", 0))},
      {"broken", kNotRestorable, critical,
       good("broken", Series(kProvenRestorable, "broken", 0, ",proof=\"listing\""))},
      {"stuck", kBackupStuck, warning, good("stuck", Series(kBackupRunningDeadline, "stuck", 3000))},
      {"ahead", kSuccessInFuture, warning, {Series(kBackupLastSuccess, "ahead", 90'000)}},
      {"shrunk",
       kBackupShrunk,
       warning,
       {Series(kBackupLastSuccessSize, "shrunk", 10), Series(kBackupTypicalSize, "shrunk", 100)}},
      {"short",
       kRecoveryWindowShort,
       warning,
       {Series(kRecoveryWindowStart, "short", 3000), Series(kRetention, "short", 3000),
        Series(kObjectCreated, "short", 0)}},
      {"brief", kRetentionTooShort, warning, good("brief", Series(kRetentionMargin, "brief", -60))},
      {"unsafe", kBucketUnsafe, warning, good("unsafe", Series(kObjectStoreRisks, "unsafe", 1))},
      {"unread", states::kUnknown, Level::kUnknown, good("unread", Series(kObjectUnread, "unread", 2))},
      {"drill", "", critical, good("drill", Series(kRestoreTestLastFailure, "drill", 2000)), true},
      {"undrilled", "", warning, good("undrilled", Series(kRestoreTestDeadline, "undrilled", 3000)), true},
  };
  examples.insert(examples.end(), others.begin(), others.end());
  return examples;
}

inline constexpr int kAtRisk = 14, kOthers = 2;

inline std::vector<json> SeriesOfExamples() {
  std::vector<json> all;
  for (const Example& example : Examples()) {
    all.insert(all.end(), example.series.begin(), example.series.end());
    const double observed = example.name == "unseen" ? 2000 : 3600;
    all.push_back(Series(catalog::kObjectObserved, example.name, observed));
    if (!example.drill) all.push_back(Series(catalog::kObjectInfo, example.name, 1, ",method=\"\""));
  }
  all.push_back(Series(catalog::kObjectObserved, "twice", 600, "", "b"));
  all.push_back(Series(catalog::kBuildInfo, "", 1));
  return all;
}

}  // namespace lastgood
