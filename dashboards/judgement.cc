#include "dashboards/judgement.h"

#include <utility>

#include "model/object_state.h"

namespace lastgood {
namespace {

using promql::kByObject;

constexpr std::pair<std::string_view, const char*> kWords[] = {
    {alerts::kUnprotected, "UNPROTECTED"},
    {alerts::kBackupNeverSucceeded, "NEVER BACKED UP"},
    {alerts::kBackupStale, "OVERDUE"},
    {alerts::kWALArchivingFailed, "NO WAL ARCHIVED"},
    {alerts::kNotRestorable, "NOT RESTORABLE"},
    {alerts::kScheduleSuspended, "SUSPENDED"},
    {alerts::kBackupFailed, "FAILING"},
    {alerts::kSuccessInFuture, "DATED AHEAD"},
    {alerts::kBackupStuck, "STUCK"},
    {alerts::kBackupShrunk, "SHRUNK"},
    {alerts::kRecoveryWindowShort, "WINDOW SHORT"},
    {alerts::kRetentionTooShort, "RETENTION SHORT"},
    {alerts::kBucketUnsafe, "BUCKET UNSAFE"},
    {states::kUnknown, "CANNOT TELL"},
    {states::kElsewhere, "ELSEWHERE"},
    {states::kDeliberate, "ON PURPOSE"},
    {states::kNew, "NEW"},
    {states::kGood, "GOOD"},
};

// "OVERDUE, CRITICAL": of two levels of one state the worse one says so.
std::string WordFor(std::size_t index) {
  const ObjectState& state = kObjectStates[index];
  std::string word(state.name);
  for (const auto& [name, text] : kWords)
    if (name == state.name) word = text;
  for (std::size_t i = index + 1; i < kObjectStates.size(); ++i)
    if (kObjectStates[i].name == state.name) return word + ", CRITICAL";
  return word;
}

const char* ColorOf(Level level) {
  switch (level) {
    case Level::kCritical:
      return color::kCritical;
    case Level::kWarning:
      return color::kWarning;
    case Level::kUnknown:
      return color::kUnknown;
    case Level::kNotice:
      return color::kQuiet;
    default:
      return color::kGood;
  }
}

}  // namespace

promql::Vector<kByObject> StateOf() { return promql::By<kByObject>("max", promql::ObjectStates()); }

std::vector<Mapping> StateWords() {
  std::vector<Mapping> words;
  for (std::size_t i = 0; i < kObjectStates.size(); ++i)
    words.push_back({static_cast<double>(RankOf(i)), WordFor(i), ColorOf(kObjectStates[i].level)});
  return words;
}

}  // namespace lastgood
