// Everything that is known of one thing, in the order in which a person asks: how it stands, what could be
// restored and how that is known, by when it must be backed up again and why, each way in which it is backed
// up with its newest runs, what covers it and what it covers, what to run next. The page of an object and
// `lastgood explain` show it. Values; telling is pure. Texts are raw: who shows them escapes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/assess.h"
#include "model/snapshot.h"

namespace lastgood {

struct StoryFact {
  std::string what;          // "Can be restored to"
  std::string text;          // in place of a time
  std::optional<Time> time;  // beats `text`
  std::string note;          // what it follows from
};

// A backup that ended, or one that was due and did not begin.
struct StoryRun {
  enum class Kind { kGood, kPartial, kFailed, kMissed };
  Time at;
  Kind kind = Kind::kGood;
  std::optional<std::uint64_t> bytes;
};
std::string_view ToString(StoryRun::Kind kind);

struct StoryTrack {
  std::string title;  // "backup to s3-backups"
  std::vector<StoryFact> facts;
  std::vector<StoryRun> runs;  // oldest first
};

struct StoryLine {
  std::optional<ObjectKey> object;  // that it is about, and that has a story of its own
  std::string text;
  std::optional<Time> time;
};

struct StoryList {
  std::string title;  // "Covered by"
  std::vector<StoryLine> lines;
  std::size_t more = 0;  // that are not listed
};

struct Story {
  Row row;
  std::vector<StoryFact> facts;
  std::vector<StoryTrack> tracks;
  std::vector<StoryList> lists;
  std::vector<std::string> commands;  // to look at it
};

// The row of `key`; of a workload, the worst object that is called so, if there is one. Null when nothing is
// known under it.
const Row* FindRow(const Assessment& assessment, const ObjectKey& key);

Story TellStory(const Row& row, const Snapshot& snapshot, Time now);

}  // namespace lastgood
