// Schedules and what they cover; restores.
#include "collectors/velero/decode_schedule.h"

#include <fmt/format.h>

#include <vector>

#include "base/time.h"
#include "collectors/velero/decode_backup.h"
#include "collectors/velero/decode_store.h"
#include "collectors/velero/selection.h"

namespace lastgood::velero {
namespace {

constexpr std::size_t kLongestList = 300;

std::string ListAt(const Fields& fields, std::string_view key) {
  return Cut(Joined(fields, {"spec", "template", key}), kLongestList);
}

// "app in (a, b)" for matchExpressions, "app=a" for matchLabels.
std::string SelectorInWords(const Fields& selector) {
  std::vector<std::string> parts;
  selector.EachMember({"matchLabels"}, [&](std::string_view key, const Fields& value) {
    parts.push_back(fmt::format("{}={}", key, value.String({})));
  });
  selector.EachElement({"matchExpressions"}, [&](const Fields& one) {
    const std::string values = Joined(one, {"values"});
    parts.push_back(fmt::format("{} {}{}", one.String({"key"}), one.String({"operator"}),
                                values.empty() ? "" : fmt::format(" ({})", values)));
  });
  return Cut(fmt::format("{}", fmt::join(parts, " and ")), kLongestList);
}

std::string SelectorsInWords(const Fields& fields) {
  std::vector<std::string> selectors;
  const auto add = [&](const Fields& selector) {
    if (std::string words = SelectorInWords(selector); !words.empty()) selectors.push_back(std::move(words));
  };
  fields.EachMember({"spec", "template"}, [&](std::string_view key, const Fields& value) {
    if (key == "labelSelector") add(value);
  });
  fields.EachElement({"spec", "template", "orLabelSelectors"}, add);
  return fmt::format("{}", fmt::join(selectors, " or "));
}

bool IsTrue(const Fields& fields, std::string_view key) {
  return fields.Bool({"spec", "template", key}).value_or(false);
}

// A template can switch the data of volumes off; then only pods' own annotations bring it in.
bool LeavesVolumesOut(const Fields& fields) {
  return !fields.Bool({"spec", "template", "snapshotVolumes"}).value_or(true) &&
         !IsTrue(fields, "defaultVolumesToFsBackup") && !IsTrue(fields, "snapshotMoveData");
}

}  // namespace

std::string CoverageOf(const Fields& fields) {
  const std::string included = ListAt(fields, "includedNamespaces");
  std::string text =
      included.empty() || included == "*" ? "all namespaces" : fmt::format("namespaces {}", included);
  if (const std::string but = ListAt(fields, "excludedNamespaces"); !but.empty())
    text += fmt::format(" but {}", but);
  if (const std::string only = ListAt(fields, "includedResources"); !only.empty() && only != "*")
    text += fmt::format(", only {}", only);
  if (const std::string without = ListAt(fields, "excludedResources"); !without.empty())
    text += fmt::format(", without {}", without);
  if (const std::string labels = SelectorsInWords(fields); !labels.empty())
    text += fmt::format(", where {}", labels);
  if (LeavesVolumesOut(fields))
    text += "; of volumes only those that a pod annotation or a volume policy names (snapshotVolumes: false)";
  return text;
}

Result<bool> DecodeSchedule(const Fields& fields, Symbols&, ScheduleRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.cron = fields.String({"spec", "schedule"});
  row.paused = fields.Bool({"spec", "paused"}).value_or(false);
  row.location = fields.String({"spec", "template", "storageLocation"});
  row.phase = fields.String({"status", "phase"});
  row.errors = Joined(fields, {"status", "validationErrors"});
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.last_backup = fields.Timestamp({"status", "lastBackup"});
  row.last_skipped = fields.Timestamp({"status", "lastSkipped"});
  row.covers = CoverageOf(fields);
  row.selections = SelectionsOf(fields);
  row.annotations = ReadObjectiveAnnotations(fields);
  const std::string ttl = fields.String({"spec", "template", "ttl"});
  if (ttl.empty()) return true;
  const Result<Duration> keep = ParseDuration(ttl, false);
  if (!keep.ok())
    fields.Note({"spec", "template", "ttl"}, "a duration such as 720h0m0s",
                fmt::format("\"{}\"", Cut(ttl, 40)));
  else if (*keep > Duration::zero())
    row.ttl = *keep;
  return true;
}

Result<bool> DecodeRestore(const Fields& fields, Symbols&, RestoreRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = Cut(fields.Name(), 253);
  row.schedule = fields.String({"spec", "scheduleName"});
  row.backup = fields.String({"spec", "backupName"});
  const std::string phase = fields.String({"status", "phase"});
  row.state = StateOf(phase);
  row.started = fields.Timestamp({"status", "startTimestamp"});
  row.completed = fields.Timestamp({"status", "completionTimestamp"});
  row.reason = ReasonOf(fields);
  const bool empty = fields.Has({"status", "progress"}) &&
                     fields.Int({"status", "progress", "itemsRestored"}).value_or(0) <= 0;
  if (row.state == AttemptState::kCompleted && empty) {
    row.state = AttemptState::kPartial;
    row.reason = "it is Completed, but restored 0 items";
  }
  if (row.reason.empty())
    row.reason = fmt::format("{}, {} errors", Cut(phase), fields.Int({"status", "errors"}).value_or(0));
  return true;
}

}  // namespace lastgood::velero
