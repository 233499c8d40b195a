#include "collectors/jobs/parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "collectors/jobs/sample.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMostTold = 10;

// What the job says of itself as a whole holds for its parts that say nothing of their own.
std::optional<Time> CommonSuccess(const Parts& parts) {
  const auto whole = parts.find(LabelList());
  return whole == parts.end() ? std::nullopt : whole->second.last_success;
}

std::optional<Time> LastGood(const PartReport& part, const std::optional<Time>& common) {
  if (part.never || part.empty) return std::nullopt;
  std::optional<Time> good = part.last_success ? part.last_success : common;
  if (part.success == true && part.doubt.empty()) KeepMore(good, part.ended);
  return good;
}

// It says that it went well, and leaves it to others to say when.
bool LeavesTimeToOthers(const PartReport& part) {
  return part.success == true && part.doubt.empty() && !part.never && !part.empty;
}

bool HasFailed(const PartReport& part) { return part.success == false; }

std::string Named(const LabelList& labels) { return OneLine(ToText(labels), 200); }
// "db="orders": ", or nothing of a job without parts.
std::string Before(const LabelList& labels) { return labels.empty() ? "" : Named(labels) + ": "; }

template <typename Says>
std::vector<std::string> Told(const Parts& parts, const Says& says) {
  std::vector<std::string> told;
  for (const auto& [labels, part] : parts) {
    const std::string text = says(labels, part);
    if (text.empty()) continue;
    if (told.size() == kMostTold) {
      told.emplace_back("and more parts of the same kind");
      break;
    }
    told.push_back(text);
  }
  return told;
}

}  // namespace

void Merge(const PartReport& other, PartReport& part) {
  if (other.success && !part.success)
    part.ended = other.ended;
  else if (other.success && !(part.ended && other.ended))
    part.ended = std::nullopt;
  else if (other.success)
    KeepLess(part.ended, other.ended);
  KeepLess(part.success, other.success);
  part.partial = part.partial || other.partial;
  part.never = part.never || other.never;
  part.empty = part.empty || other.empty;
  if (part.doubt.empty()) part.doubt = other.doubt;
  KeepMore(part.failed, other.failed);
  KeepMore(part.failure_written, other.failure_written);
  KeepLess(part.last_success, other.last_success);
  KeepMore(part.last_failure, other.last_failure);
  KeepLess(part.recovery_point, other.recovery_point);
}

std::optional<Time> LastGood(const Parts& parts) {
  const std::optional<Time> common = CommonSuccess(parts);
  const bool others_tell =
      std::ranges::any_of(parts, [](const auto& entry) { return entry.second.last_success.has_value(); });
  std::optional<Time> good;
  for (const auto& [labels, part] : parts) {
    const std::optional<Time> own = LastGood(part, common);
    if (!own && others_tell && LeavesTimeToOthers(part)) continue;
    if (!own) return std::nullopt;
    KeepLess(good, own);
  }
  return good;
}

std::vector<std::string> DoubtsOf(const Parts& parts) {
  return Told(parts, [](const LabelList& labels, const PartReport& part) -> std::string {
    if (!part.doubt.empty()) return Before(labels) + part.doubt;
    if (part.empty) return Before(labels) + "its last success is of 0 bytes: nothing was saved";
    if (part.never)
      return Before(labels) + "it says that it never succeeded; nobody says since when it should have";
    return "";
  });
}

std::vector<std::string> NotesOf(const Parts& parts) {
  return Told(parts, [](const LabelList& labels, const PartReport& part) {
    return part.gone ? fmt::format("{}nothing reports it any more, since {}: what it last said still counts",
                                   Before(labels), FormatRfc3339(*part.gone))
                     : std::string();
  });
}

std::string FailedParts(const Parts& parts) {
  std::string names;
  std::size_t count = 0;
  for (const auto& [labels, part] : parts) {
    if (!HasFailed(part) || labels.empty() || ++count > kMostTold) continue;
    names += fmt::format("{}{}{}", names.empty() ? ": " : "; ", Named(labels),
                         part.gone ? " (nothing reports it any more)" : "");
  }
  if (count > kMostTold) names += fmt::format("; and {} more", count - kMostTold);
  return names;
}

}  // namespace lastgood::jobs
