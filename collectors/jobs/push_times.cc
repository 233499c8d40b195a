#include "collectors/jobs/push_times.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxKinds = 64;

// The labels of `sample` by these names; nullopt when it lacks one.
std::optional<LabelList> Part(const LabelList& sample, const std::vector<std::string>& names) {
  LabelList part;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(sample, name, &std::pair<std::string, std::string>::first);
    if (found == sample.end()) return std::nullopt;
    part.push_back(*found);
  }
  return part;
}

}  // namespace

std::string ToText(const LabelList& labels) {
  std::string text;
  for (const auto& [name, value] : labels)
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, value);
  return text;
}

Status PushTimes::AddPush(const LabelList& group, Time time) {
  std::vector<std::string> names;
  for (const auto& [name, value] : group) names.push_back(name);
  if (names_.size() == kMaxKinds && !names_.contains(names))
    return Error{ErrorCode::kTooLarge, "more than 64 kinds of groups"};
  names_.insert(names);
  groups_[group].pushed = time;
  return Ok();
}

void PushTimes::AddRefusal(const LabelList& group, Time time) { groups_[group].refused = time; }

std::optional<Time> PushTimes::Of(const LabelList& sample) const {
  std::size_t most = 0;
  std::optional<Time> time;
  for (const std::vector<std::string>& names : names_) {
    if (time && names.size() <= most) continue;
    const std::optional<LabelList> group = Part(sample, names);
    const auto found = group ? groups_.find(*group) : groups_.end();
    if (found == groups_.end() || !found->second.pushed) continue;
    most = names.size();
    time = found->second.pushed;
  }
  return time;
}

std::vector<Error> PushTimes::Refusals() const {
  std::vector<Error> refusals;
  for (const auto& [group, times] : groups_)
    if (times.refused && (!times.pushed || *times.refused >= *times.pushed))
      refusals.push_back({ErrorCode::kMalformed,
                          fmt::format("the Pushgateway refused the last push to {{{}}}, at {}: what it shows "
                                      "is older; look at its log",
                                      Cut(ToText(group), 200), FormatRfc3339(*times.refused))});
  return refusals;
}

}  // namespace lastgood::jobs
