#include "net/s3/key_ranges.h"

#include <algorithm>
#include <utility>

namespace lastgood {
namespace {

using State = KeyRange::State;

// A range is worth a cut when it has shown that it is long.
constexpr std::uint64_t kLong = 2;
constexpr std::uint64_t kInVain = 32;  // cuts that found nothing, and a twentieth of all pages
constexpr std::size_t kMostRanges = 512;

bool LiesIn(const KeyRange& range, const std::string& key) {
  return key > std::max(range.start, range.position) && (range.end.empty() || key < range.end);
}

}  // namespace

KeyRange* KeyRanges::Waiting() {
  for (auto& [start, range] : ranges_)
    if (range.state == State::kWaiting) return &range;
  return nullptr;
}

void KeyRanges::CutAt(KeyRange& range, const std::string& key) {
  KeyRange& rest = ranges_[key];
  rest.start = rest.position = key;
  rest.end = std::exchange(range.end, key);
}

// Of those that are listed the longest is cut, as far as anybody can tell.
KeyRange* KeyRanges::Split() {
  if (ranges_.size() >= kMostRanges || in_vain_ >= kInVain + pages_ / 20) return nullptr;
  KeyRange* longest = nullptr;
  for (auto& [start, range] : ranges_) {
    const bool fits = range.state == State::kRunning && range.pages >= kLong;
    if (fits && (longest == nullptr || range.pages > longest->pages)) longest = &range;
  }
  if (longest == nullptr) return nullptr;
  const std::string key = SplitKey(longest->position, longest->end, longest->stable, bytes_);
  if (key.empty()) return nullptr;
  longest->pages = 0;  // its rest is as long as it proves to be
  CutAt(*longest, key);
  return &ranges_[key];
}

KeyRange* KeyRanges::Next() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    KeyRange* range = Waiting();
    if (range == nullptr) range = Split();
    if (range != nullptr) {
      range->state = State::kRunning;
      return range;
    }
    const auto running = [](const auto& entry) { return entry.second.state != State::kDone; };
    if (std::ranges::none_of(ranges_, running)) return nullptr;
    changed_.wait(lock);
  }
  return nullptr;
}

std::string KeyRanges::Claim(KeyRange& range, const PageSpan& page) {
  const std::lock_guard lock(mutex_);
  ++pages_;
  ++range.pages;
  if (!page.last.empty()) {
    if (!range.first) range.first = page.first;
    range.stable = SharedBytes(page.first, page.last);
    range.position = std::max(range.position, page.last);
    AddKeyBytes(page.first, bytes_);
    AddKeyBytes(page.last, bytes_);
  }
  if (range.pages == kLong) changed_.notify_one();
  return range.end;
}

void KeyRanges::Finish(KeyRange& range, std::optional<std::string> beyond) {
  const std::lock_guard lock(mutex_);
  range.state = State::kDone;
  range.beyond = std::move(beyond);
  const bool nothing = !range.first || (!range.end.empty() && *range.first > range.end);
  if (nothing) ++in_vain_;
  changed_.notify_all();
}

void KeyRanges::Cut(const std::vector<std::string>& keys) {
  const std::lock_guard lock(mutex_);
  for (const std::string& key : keys) {
    if (key.empty() || ranges_.size() >= kMostRanges) continue;
    auto range = std::prev(ranges_.lower_bound(key));
    if (range->second.state != State::kDone && LiesIn(range->second, key)) CutAt(range->second, key);
  }
  changed_.notify_all();
}

void KeyRanges::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

bool KeyRanges::Complete() const {
  const std::lock_guard lock(mutex_);
  const auto done = [](const auto& entry) { return entry.second.state == State::kDone; };
  return std::ranges::all_of(ranges_, done);
}

bool KeyRanges::Agree() const {
  const std::lock_guard lock(mutex_);
  for (auto left = ranges_.begin(), right = std::next(left); right != ranges_.end(); left = right++) {
    const std::optional<std::string>&seen = left->second.beyond, &found = right->second.first;
    if (seen.has_value() != found.has_value() || (seen && *found > *seen)) return false;
  }
  return true;
}

std::size_t KeyRanges::size() const {
  const std::lock_guard lock(mutex_);
  return ranges_.size();
}

}  // namespace lastgood
