#include "collectors/s3/usage_counter.h"

#include <algorithm>

namespace lastgood {
namespace {

void Add(Usage& usage, std::uint64_t bytes) {
  usage.bytes += bytes;
  ++usage.objects;
}

void AddTo(std::optional<Usage>& usage, std::uint64_t bytes) {
  if (!usage) usage.emplace();
  Add(*usage, bytes);
}

void Join(const Usage& from, Usage& to) {
  to.bytes += from.bytes;
  to.objects += from.objects;
}

void Join(const std::optional<Usage>& from, std::optional<Usage>& to) {
  if (!from) return;
  if (!to) to.emplace();
  Join(*from, *to);
}

void AddObject(PrefixFacts& facts, const BucketObject& object) {
  Add(facts.current, object.size);
  if (!facts.newest || object.modified > *facts.newest) facts.newest = object.modified;
  if (!facts.oldest || object.modified < *facts.oldest) facts.oldest = object.modified;
}

}  // namespace

UsageCounter::UsageCounter(const std::vector<std::string>& prefixes) {
  facts_.push_back({.prefix = ""});
  for (const std::string& prefix : prefixes) {
    sorted_.push_back({prefix, facts_.size()});
    facts_.push_back({.prefix = prefix});
  }
  if (!prefixes.empty()) facts_.push_back({.prefix = "(other)"});
  std::ranges::sort(sorted_, {}, &Range::prefix);
}

std::size_t UsageCounter::PlaceOf(std::string_view key) {
  if (sorted_.empty()) return 0;
  if (key.starts_with(sorted_[last_].prefix)) return sorted_[last_].place;
  // Prefixes do not overlap, so only the greatest one that is not after the key can be its own.
  const auto next =
      std::ranges::upper_bound(sorted_, key, {}, [](const Range& r) { return std::string_view(r.prefix); });
  if (next == sorted_.begin()) return facts_.size() - 1;
  const auto at = std::prev(next);
  if (!key.starts_with(at->prefix)) return facts_.size() - 1;
  last_ = static_cast<std::size_t>(at - sorted_.begin());
  return at->place;
}

void UsageCounter::AddCurrent(const BucketObject& object) {
  AddObject(facts_[0], object);
  if (const std::size_t place = PlaceOf(object.key); place != 0) AddObject(facts_[place], object);
}

void UsageCounter::AddNoncurrent(std::string_view key, std::uint64_t bytes) {
  AddTo(facts_[0].noncurrent, bytes);
  if (const std::size_t place = PlaceOf(key); place != 0) AddTo(facts_[place].noncurrent, bytes);
}

void UsageCounter::AddIncomplete(std::string_view key, std::uint64_t bytes) {
  AddTo(facts_[0].incomplete, bytes);
  if (const std::size_t place = PlaceOf(key); place != 0) AddTo(facts_[place].incomplete, bytes);
}

void UsageCounter::Add(const UsageCounter& other) {
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    const PrefixFacts& from = other.facts_[i];
    PrefixFacts& to = facts_[i];
    Join(from.current, to.current);
    Join(from.noncurrent, to.noncurrent);
    Join(from.incomplete, to.incomplete);
    if (from.newest) to.newest = std::max(*from.newest, to.newest.value_or(*from.newest));
    if (from.oldest) to.oldest = std::min(*from.oldest, to.oldest.value_or(*from.oldest));
  }
}

void UsageCounter::KnowNoncurrent() {
  for (PrefixFacts& facts : facts_)
    if (!facts.noncurrent) facts.noncurrent.emplace();
}

void UsageCounter::ForgetNoncurrent() {
  for (PrefixFacts& facts : facts_) facts.noncurrent.reset();
}

void UsageCounter::KnowIncomplete(bool proves_none) {
  if (!proves_none) return;
  for (PrefixFacts& facts : facts_)
    if (!facts.incomplete) facts.incomplete.emplace();
}

void UsageCounter::ForgetIncomplete() {
  for (PrefixFacts& facts : facts_) facts.incomplete.reset();
}

void UsageCounter::Keep(std::optional<Usage> PrefixFacts::* what, const std::vector<PrefixFacts>& former) {
  for (PrefixFacts& facts : facts_) {
    const auto before = std::ranges::find(former, facts.prefix, &PrefixFacts::prefix);
    facts.*what = before == former.end() ? std::nullopt : (*before).*what;
  }
}

void UsageCounter::KeepNoncurrent(const std::vector<PrefixFacts>& former) {
  Keep(&PrefixFacts::noncurrent, former);
}

void UsageCounter::KeepIncomplete(const std::vector<PrefixFacts>& former) {
  Keep(&PrefixFacts::incomplete, former);
}

std::uint64_t UsageCounter::UsedBytes() const {
  const PrefixFacts& whole = facts_[0];
  return whole.current.bytes + whole.noncurrent.value_or(Usage{}).bytes +
         whole.incomplete.value_or(Usage{}).bytes;
}

}  // namespace lastgood
