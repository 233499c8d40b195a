// The keys of a bucket in ranges that several connections list side by side: who lists what, where it stands,
// and where a range is cut when a connection is free. A range is (start, end]: neighbours meet in a key, and
// what the one saw behind it must be what the other found first. All methods may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "net/s3/key_split.h"

namespace lastgood {

// What one page of a listing shows: its least and its greatest key.
struct PageSpan {
  std::string first, last;  // "" of a page without keys
};

// What was visited of a page.
struct PageTaken {
  bool more = false;                  // another page has to be read
  bool probe = false;                 // only to see that it shows nothing
  std::optional<std::string> beyond;  // the first key behind the end; the range is complete then
};

struct KeyRange {
  std::string start, end;  // "" is before all keys, and behind all
  std::string position;    // all up to here is visited, or about to be
  std::size_t stable = 0;  // how many bytes the keys about the position share
  std::uint64_t pages = 0;
  std::optional<std::string> first, beyond;  // the first key after the start, and after the end
  enum class State : std::uint8_t { kWaiting, kRunning, kDone } state = State::kWaiting;
};

class KeyRanges {
 public:
  // One range of all keys up to `end` ("" is no end).
  explicit KeyRanges(const std::string& end) { ranges_[""].end = end; }

  // The next range to list: one that waits, or the rest of one that somebody else lists. Waits while there
  // may be one. Null: all is listed, or stopped.
  KeyRange* Next();
  // A page of the range was read: it will be visited up to the end that is returned.
  std::string Claim(KeyRange& range, const PageSpan& page);
  void Finish(KeyRange& range, std::optional<std::string> beyond);
  // Cuts what is not claimed yet at those of `keys` (which rise) that lie in it.
  void Cut(const std::vector<std::string>& keys);
  // Nothing more is given out.
  void Stop();

  // Whether all is listed.
  bool Complete() const;
  // Of all ranges when they are done: whether neighbours saw the same where they meet. A key that only one of
  // them saw was written or deleted meanwhile, or left out by the server.
  bool Agree() const;
  std::size_t size() const;

 private:
  KeyRange* Waiting();
  KeyRange* Split();
  void CutAt(KeyRange& range, const std::string& key);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, KeyRange> ranges_;  // by their starts
  KeyBytes bytes_;
  std::uint64_t pages_ = 0, in_vain_ = 0;  // in_vain_: pages that a cut cost and that showed nothing
  bool stopped_ = false;
};

}  // namespace lastgood
