#include "collectors/s3/risks.h"

#include <fmt/format.h>

#include "base/time.h"

namespace lastgood {
namespace {

// What a rule will do later than this is good to know, and no risk yet.
constexpr std::chrono::days kFarOff(365);
constexpr std::size_t kMostTold = 20;

std::string Counted(std::int64_t days) { return fmt::format("{} day{}", days, days == 1 ? "" : "s"); }

// Files that a tool can do without: stale locks, logs.
bool IsHarmless(const FoundRepository& repository, std::string_view inside) {
  return inside.starts_with("locks/") ||
         (repository.kind == "kopia repository" && inside.starts_with("_log_"));
}

// "the kopia repository kopia/media/"
std::string Named(const FoundRepository& repository) {
  return fmt::format("the {}{}", repository.kind,
                     repository.prefix.empty() ? " that fills the bucket" : " " + repository.prefix);
}

// "every object older than 35 days"
std::string Hit(const LifecycleRule& rule, const LifecycleMoment& moment) {
  std::string hit = "every object";
  if (!rule.tag.empty()) hit += fmt::format(" with the tag {}", rule.tag);
  if (!rule.prefix.empty()) hit += fmt::format(" under {}", Cut(rule.prefix, 200));
  if (moment.age) return fmt::format("{} older than {}", hit, Counted(moment.age->count()));
  return fmt::format("{} that is there on {}", hit, FormatRfc3339(*moment.date));
}

class Judge {
 public:
  Judge(const std::string& base, Time now, BucketRisks& result) : base_(base), now_(now), result_(result) {}

  void Add(const LifecycleRule& rule, const FoundRepository& repository) {
    const std::string there = base_ + repository.prefix;
    const bool inside = rule.prefix.starts_with(there);
    if (!inside && !there.starts_with(rule.prefix)) return;
    if (inside && IsHarmless(repository, std::string_view(rule.prefix).substr(there.size()))) return;
    // Of a part of it only the oldest file is known.
    const bool marker_too = (there + repository.marker).starts_with(rule.prefix);
    const Time first = marker_too ? repository.marked : repository.oldest.value_or(repository.marked);
    if (rule.expires)
      Tell(rule, repository, *rule.expires, first,
           fmt::format("deletes {}, also those of {} ({}): its backups share files, so that it breaks",
                       Hit(rule, *rule.expires), Named(repository), Age(repository, marker_too, first)));
    if (rule.archives)
      Tell(rule, repository, *rule.archives, first,
           fmt::format("moves {} to {}, also those of {} ({}): they can then be read only hours after a "
                       "restore request",
                       Hit(rule, *rule.archives), rule.archive_class, Named(repository),
                       Age(repository, marker_too, first)));
  }

 private:
  std::string Age(const FoundRepository& repository, bool marker_too, Time first) const {
    const auto days = std::chrono::floor<std::chrono::days>(now_ - first).count();
    return fmt::format("{} is {} old", marker_too ? repository.marker : "its oldest file", Counted(days));
  }

  void Tell(const LifecycleRule& rule, const FoundRepository& repository, const LifecycleMoment& moment,
            Time first, const std::string& what) {
    const std::string told = fmt::format("lifecycle rule \"{}\" {}", rule.id, what);
    if (!rule.tag.empty())
      result_.notes.push_back(told + ", if they bear the tag, which a listing does not tell");
    else if (moment.For(first) > now_ + kFarOff)
      result_.notes.push_back(fmt::format("{}; not before {}", told, FormatRfc3339(moment.For(first))));
    else
      result_.risks.push_back({repository.prefix, told});
  }

  const std::string& base_;
  const Time now_;
  BucketRisks& result_;
};

void TellArchived(const std::vector<FoundRepository>& found, const Usage& archived, BucketRisks& result) {
  Usage other = archived;
  for (const FoundRepository& repository : found) {
    if (repository.archived.objects == 0) continue;
    other.objects -= repository.archived.objects;
    other.bytes -= repository.archived.bytes;
    result.risks.push_back(
        {repository.prefix,
         fmt::format(
             "{} objects of {} ({}) lie in {}: they cannot be read without a restore request that takes "
             "hours, so that neither a backup nor a restore works now",
             repository.archived.objects, Named(repository), FormatSize(repository.archived.bytes),
             repository.archive_class)});
  }
  if (other.objects > 0)
    result.notes.push_back(fmt::format(
        "{} objects ({}) lie in an archive class: to read them takes a restore request, and hours",
        other.objects, FormatSize(other.bytes)));
}

}  // namespace

BucketRisks RisksOf(const std::vector<LifecycleRule>& rules, const std::string& base,
                    const std::vector<FoundRepository>& found, const Usage& archived, Time now) {
  BucketRisks result;
  Judge judge(base, now, result);
  for (const LifecycleRule& rule : rules)
    for (const FoundRepository& repository : found) judge.Add(rule, repository);
  TellArchived(found, archived, result);
  if (result.risks.size() > kMostTold) result.risks.resize(kMostTold);
  if (result.notes.size() > kMostTold) result.notes.resize(kMostTold);
  return result;
}

}  // namespace lastgood
